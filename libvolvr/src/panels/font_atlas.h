// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <imgui.h>

#include <filesystem>
#include <set>
#include <string_view>
#include <vector>

namespace volvr::panels {

/// The letters of one panel, drawn once and kept as a picture. Latin, Greek, Cyrillic and the signs
/// of panels are always there; other characters come from the panel's font or from the system's as
/// soon as a text has them. A character that no font has is shown as the replacement mark.
class FontAtlas {
 public:
  /// @param font  a TrueType or OpenType file
  explicit FontAtlas(std::filesystem::path font) : font_(std::move(font)) {}

  /// Notes what a text needs. @param text  UTF-8
  void need(std::string_view text);

  /// Draws the letters where size or characters have changed.
  /// @param capital  height of a capital letter, pixels
  /// @return whether it did, so that the atlas' picture is a new one
  /// @throws Error not_readable, malformed for a font that cannot be used
  bool build(ImFontAtlas& atlas, double capital);

 private:
  void add(ImFontAtlas& atlas, const std::filesystem::path& file, float size, bool merges);
  std::set<char32_t> missing(const ImFontAtlas& atlas) const;
  void draw_all(ImFontAtlas& atlas, float size);

  std::filesystem::path font_;
  std::set<char32_t> extra_;  ///< beyond what is always there
  std::vector<ImWchar> ranges_;
  double capital_ = 0.0;
  bool is_stale_ = true;
};

}  // namespace volvr::panels
