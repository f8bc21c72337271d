// SPDX-License-Identifier: Apache-2.0
#include "panels/font_atlas.h"

#include <imgui_freetype.h>

#include <algorithm>
#include <array>
#include <cmath>

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
constexpr float trial_size = 100.0f;

bool is_always_there(char32_t character) {
  for (std::size_t i = 0; i < always.size(); i += 2) {
    if (character >= always[i] && character <= always[i + 1]) return true;
  }
  return false;
}

// The parts of a capital letter's height that a font of ImGui's size 1 has.
float capital_of_size_one(const std::filesystem::path& file) {
  ImFontAtlas atlas;
  atlas.FontBuilderIO = ImGuiFreeType::GetBuilderForFreeType();
  constexpr std::array<ImWchar, 3> one_letter{'H', 'H', 0};
  ImFontConfig config;
  config.FontBuilderFlags = ImGuiFreeTypeBuilderFlags_NoHinting;
  ImFont* font = atlas.AddFontFromFileTTF(file.c_str(), trial_size, &config, one_letter.data());
  if (font == nullptr || !atlas.Build()) return 0.0f;
  const ImFontGlyph* letter = font->FindGlyphNoFallback('H');
  return letter == nullptr ? 0.0f : (letter->Y1 - letter->Y0) / trial_size;
}

[[noreturn]] void refuse(const std::filesystem::path& file) {
  throw Error(ErrorCode::malformed,
              "The panels' font " + file.filename().string() + " cannot be used; VOLVR_FONTS names "
              "the folder of another one.",
              file.string());
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
  ImFontConfig config;
  config.MergeMode = merges;
  config.PixelSnapH = true;
  config.OversampleH = config.OversampleV = 1;
  config.FontBuilderFlags = ImGuiFreeTypeBuilderFlags_LightHinting;
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
  const float part = capital_of_size_one(font_);
  if (part <= 0.0f) refuse(font_);
  atlas.FontBuilderIO = ImGuiFreeType::GetBuilderForFreeType();
  atlas.Flags |= ImFontAtlasFlags_NoMouseCursors;
  // Whole pixels: letters are no lower than was asked for, and crisp.
  draw_all(atlas, static_cast<float>(std::ceil(capital - 1e-6)) / part);
  capital_ = capital;
  is_stale_ = false;
  return true;
}

}  // namespace volvr::panels
