// SPDX-License-Identifier: Apache-2.0
#include "panels/font_atlas.h"

#include <ft2build.h>
#include FT_FREETYPE_H
#include <imgui_freetype.h>

#include <algorithm>
#include <array>

#include "panels/font_files.h"
#include "panels/wording.h"
#include "volvr/error.h"

namespace volvr::panels {

namespace {

// Latin with its first extension, Greek, Cyrillic; then signs.
constexpr std::array<ImWchar, 16> always{0x20,   0x17F,  0x370,  0x3FF,  0x400,  0x45F,
                                         0x2010, 0x2027, 0x2190, 0x21BF, 0x2212, 0x2212,
                                         0x25A0, 0x25CF, 0xFFFD, 0xFFFD};
constexpr std::size_t most_extra = 2000;

bool is_always_there(char32_t character) {
  for (std::size_t i = 0; i < always.size(); i += 2) {
    if (character >= always[i] && character <= always[i + 1]) return true;
  }
  return false;
}

// Whether FreeType takes it for a font: ImGui ends the process where it does not.
bool is_font(const std::filesystem::path& file) {
  FT_Library library = nullptr;
  if (FT_Init_FreeType(&library) != 0) return false;
  FT_Face face = nullptr;
  const bool can = FT_New_Face(library, file.c_str(), 0, &face) == 0;
  const bool scales = can && FT_IS_SCALABLE(face);
  FT_Done_FreeType(library);
  return scales;
}

ImFontConfig usual_config() {
  ImFontConfig config;
  config.PixelSnapH = true;
  config.OversampleH = config.OversampleV = 1;
  config.FontBuilderFlags = ImGuiFreeTypeBuilderFlags_LightHinting;
  return config;
}

// Pixels that a capital letter has at ImGui's size of the font.
double capital_at(const std::filesystem::path& file, float size) {
  ImFontAtlas atlas;
  atlas.FontBuilderIO = ImGuiFreeType::GetBuilderForFreeType();
  constexpr std::array<ImWchar, 3> one_letter{'H', 'H', 0};
  const ImFontConfig config = usual_config();
  ImFont* font = atlas.AddFontFromFileTTF(file.c_str(), size, &config, one_letter.data());
  if (font == nullptr || !atlas.Build()) return 0.0;
  const ImFontGlyph* letter = font->FindGlyphNoFallback('H');
  return letter == nullptr ? 0.0 : static_cast<double>(letter->Y1 - letter->Y0);
}

[[noreturn]] void refuse(const std::filesystem::path& file) {
  throw Error(ErrorCode::malformed,
              "The panels' font " + file.filename().string() +
                  " cannot be used; VOLVR_FONTS names "
                  "the folder of another one.",
              file.string());
}

// The smallest size whose capitals, in whole pixels as they are drawn, are as high as was asked
// for.
float size_for(const std::filesystem::path& file, double capital) {
  constexpr double tolerance = 0.05;
  constexpr float trial = 200.0f;
  const double of_trial = capital_at(file, trial);
  if (of_trial <= 0.0) refuse(file);
  auto size = static_cast<float>(static_cast<double>(trial) * capital / of_trial);
  while (capital_at(file, size) < capital - tolerance) size += 0.25f;
  return size;
}

}  // namespace

void FontAtlas::need(std::string_view text) {
  for (const char32_t character : characters_of(text)) {
    if (character > IM_UNICODE_CODEPOINT_MAX || is_always_there(character)) continue;
    if (extra_.size() < most_extra && extra_.insert(character).second) is_stale_ = true;
  }
}

void FontAtlas::add(ImFontAtlas& atlas, const std::filesystem::path& file, float size,
                    bool merges) {
  ImFontConfig config = usual_config();
  config.MergeMode = merges;
  if (atlas.AddFontFromFileTTF(file.c_str(), size, &config, ranges_.data()) == nullptr) {
    refuse(file);
  }
}

std::set<char32_t> FontAtlas::missing(const ImFontAtlas& atlas) const {
  std::set<char32_t> result;
  for (const char32_t character : extra_) {
    if (atlas.Fonts[0]->FindGlyphNoFallback(static_cast<ImWchar>(character)) == nullptr) {
      result.insert(character);
    }
  }
  return result;
}

void FontAtlas::draw_all(ImFontAtlas& atlas, float size) {
  ranges_.assign(always.begin(), always.end());
  for (const char32_t character : extra_) {
    ranges_.insert(ranges_.end(), 2, static_cast<ImWchar>(character));
  }
  ranges_.push_back(0);
  atlas.Clear();
  add(atlas, font_, size, false);
  if (!atlas.Build()) refuse(font_);
  const std::vector<std::filesystem::path> others = fonts_with(missing(atlas));
  if (others.empty()) return;
  atlas.Clear();
  add(atlas, font_, size, false);
  for (const std::filesystem::path& file : others) add(atlas, file, size, true);
  if (!atlas.Build()) refuse(others.front());
}

bool FontAtlas::build(ImFontAtlas& atlas, double capital) {
  if (!is_stale_ && capital == capital_) return false;
  if (std::error_code ignored; !std::filesystem::exists(font_, ignored)) {
    throw Error(ErrorCode::not_readable, "The panels' font cannot be read.", font_.string());
  }
  if (!is_font(font_)) refuse(font_);
  atlas.FontBuilderIO = ImGuiFreeType::GetBuilderForFreeType();
  atlas.Flags |= ImFontAtlasFlags_NoMouseCursors;
  draw_all(atlas, size_for(font_, capital));
  capital_ = capital;
  is_stale_ = false;
  return true;
}

}  // namespace volvr::panels
