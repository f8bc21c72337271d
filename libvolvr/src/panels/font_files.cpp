// SPDX-License-Identifier: Apache-2.0
#include "panels/font_files.h"

#include <dlfcn.h>
#include <fontconfig/fontconfig.h>

#include <cstdlib>
#include <memory>
#include <system_error>

#include "volvr/error.h"

namespace volvr::panels {

namespace {

namespace fs = std::filesystem;

constexpr const char* file_name = "DejaVuSans.ttf";
constexpr int most_fonts = 8;

struct Destroy {
  void operator()(FcConfig* config) const { FcConfigDestroy(config); }
  void operator()(FcPattern* pattern) const { FcPatternDestroy(pattern); }
  void operator()(FcCharSet* characters) const { FcCharSetDestroy(characters); }
};
template <class T>
using Held = std::unique_ptr<T, Destroy>;

// A font of the system and the characters that it has.
struct SystemFont {
  fs::path file;
  Held<FcCharSet> characters;
};

SystemFont best_match(FcConfig* config, const FcCharSet* wanted) {
  const Held<FcPattern> pattern(FcPatternCreate());
  FcPatternAddString(pattern.get(), FC_FAMILY, reinterpret_cast<const FcChar8*>("sans-serif"));
  if (wanted != nullptr) FcPatternAddCharSet(pattern.get(), FC_CHARSET, wanted);
  FcPatternAddBool(pattern.get(), FC_SCALABLE, FcTrue);
  FcConfigSubstitute(config, pattern.get(), FcMatchPattern);
  FcDefaultSubstitute(pattern.get());
  FcResult result = FcResultNoMatch;
  const Held<FcPattern> found(FcFontMatch(config, pattern.get(), &result));
  SystemFont font;
  FcChar8* file = nullptr;
  FcCharSet* characters = nullptr;
  if (!found || FcPatternGetString(found.get(), FC_FILE, 0, &file) != FcResultMatch) return font;
  font.file = reinterpret_cast<const char*>(file);
  if (FcPatternGetCharSet(found.get(), FC_CHARSET, 0, &characters) == FcResultMatch) {
    font.characters.reset(FcCharSetCopy(characters));
  }
  return font;
}

// PREFIX/share/volvr/fonts for a library in PREFIX/lib, or deeper as on multi-architecture systems.
fs::path beside_this_library() {
  constexpr int deepest = 3;
  Dl_info info{};
  if (dladdr(reinterpret_cast<const void*>(&find_font), &info) == 0) return {};
  std::error_code ignored;
  fs::path prefix = fs::canonical(info.dli_fname, ignored).parent_path();
  for (int depth = 0; depth < deepest; ++depth) {
    prefix = prefix.parent_path();
    const fs::path file = prefix / "share" / "volvr" / "fonts" / file_name;
    if (fs::exists(file, ignored)) return file;
  }
  return {};
}

}  // namespace

fs::path find_font() {
  std::error_code ignored;
  if (const char* folder = std::getenv("VOLVR_FONTS")) {
    const fs::path file = fs::path(folder) / file_name;
    if (fs::exists(file, ignored)) return file;
  }
  if (const fs::path file = beside_this_library(); !file.empty()) return file;
  if (fs::exists(VOLVR_FONT_SOURCE, ignored)) return VOLVR_FONT_SOURCE;
  const Held<FcConfig> config(FcInitLoadConfigAndFonts());
  if (config) {
    if (const SystemFont font = best_match(config.get(), nullptr); !font.file.empty()) {
      return font.file;
    }
  }
  throw Error(ErrorCode::not_found,
              "The panels' font DejaVuSans.ttf is not there; install volvr whole, or name the "
              "font's folder in VOLVR_FONTS.",
              file_name);
}

std::vector<fs::path> fonts_with(std::set<char32_t> characters) {
  std::vector<fs::path> files;
  if (characters.empty()) return files;
  const Held<FcConfig> config(FcInitLoadConfigAndFonts());
  if (!config) return files;
  while (!characters.empty() && static_cast<int>(files.size()) < most_fonts) {
    const Held<FcCharSet> wanted(FcCharSetCreate());
    for (const char32_t character : characters) FcCharSetAddChar(wanted.get(), character);
    const SystemFont font = best_match(config.get(), wanted.get());
    const auto had = std::erase_if(characters, [&](char32_t character) {
      return font.characters && FcCharSetHasChar(font.characters.get(), character);
    });
    if (had == 0) break;
    files.push_back(font.file);
  }
  return files;
}

}  // namespace volvr::panels
