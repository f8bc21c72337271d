// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "panels/canvas_test_base.h"
#include "panels/font_atlas.h"
#include "panels/font_files.h"
#include "panels/user.h"
#include "volvr/error.h"

namespace volvr::test {
namespace {

namespace fs = std::filesystem;

int brightness(const Picture& picture, int x, int y) {
  const auto at = 3 * static_cast<std::size_t>(y * picture.width + x);
  return std::max({picture.rgb[at], picture.rgb[at + 1], picture.rgb[at + 2]});
}

// Height of the letters in a place, pixels: a row that is covered in part counts for that part.
double height_of_letters(const Picture& picture, const Eigen::AlignedBox2d& place) {
  constexpr double background = 22.0;
  double height = 0.0;
  for (int y = static_cast<int>(place.min().y()); y < static_cast<int>(place.max().y()); ++y) {
    int brightest = 0;
    for (int x = static_cast<int>(place.min().x()); x < static_cast<int>(place.max().x()); ++x) {
      brightest = std::max(brightest, brightness(picture, x, y));
    }
    height += std::max(0.0, (brightest - background) / (255.0 - background));
  }
  return height;
}

using Letters = OnCanvas;

// Measured in the picture: a line of capitals is as high as was asked for.
TEST_F(Letters, CapitalsAreAsHighAsThePanelPromises) {
  for (const double degrees : {0.8, 1.2, 2.0}) {
    for (const double pixels : {15.0, 22.5}) {
      const panels::Measures measures =
          panels::headset_panel({.text_degrees = degrees, .pixels_per_degree = pixels}).measures;
      panels::Model model;
      model.message = "HHEEIITT";
      User user(model, measures);
      user.panel().draw();
      const Picture picture = user.panel().picture();
      const panels::Item* line = user.find("HHEEIITT");
      ASSERT_NE(line, nullptr);
      const double rows = height_of_letters(picture, line->place);
      EXPECT_GE(rows, measures.capital - 0.1) << degrees << " degrees, " << pixels;
      EXPECT_LE(rows, measures.capital + 1.5) << degrees << " degrees, " << pixels;
      user.panel().release_graphics();
    }
  }
}

// Whether a character has a letter of its own: it looks different from the replacement mark.
bool is_written(std::string_view text) {
  const auto drawn = [](std::string_view message) {
    panels::Model model;
    model.message = message;
    User user(model);
    user.panel().draw();
    Picture picture = user.panel().picture();
    user.panel().release_graphics();
    return picture;
  };
  return drawn(text).rgb != drawn("\uFFFD").rgb;
}

TEST_F(Letters, NamesOfMostOfTheWorldAreWritten) {
  for (const char* letter : {"ü", "Ø", "ő", "Σ", "Ж", "Ђ", "ё", "ỡ", "№", "₂", "ش"}) {
    EXPECT_TRUE(is_written(letter)) << letter;
  }
}

TEST_F(Letters, WhatNoFontHasIsMarkedAndHarmsNothing) {
  EXPECT_FALSE(is_written("\U0010FFFD"));
  EXPECT_FALSE(is_written("\uE321"));
  EXPECT_FALSE(is_written("\xFF"));
}

TEST(Fonts, OtherFontsOfTheSystemFillIn) {
  const fs::path serif = fs::path(panels::find_font()).parent_path() / "DejaVuSerif.ttf";
  if (!fs::exists(serif)) GTEST_SKIP() << "DejaVuSerif.ttf is not there";
  // DejaVu Serif has no Hebrew, DejaVu Sans has.
  const auto has_alef = [](const ImFontAtlas& atlas) {
    return atlas.Fonts[0]->FindGlyphNoFallback(0x5D0) != nullptr;
  };
  ImFontAtlas atlas;
  panels::FontAtlas letters(serif);
  EXPECT_TRUE(letters.build(atlas, 12));
  EXPECT_FALSE(has_alef(atlas));
  EXPECT_FALSE(letters.build(atlas, 12)) << "nothing has changed";
  letters.need("שלום א");
  EXPECT_TRUE(letters.build(atlas, 12));
  if (panels::fonts_with({0x5D0}).empty()) GTEST_SKIP() << "no font of the system has Hebrew";
  EXPECT_TRUE(has_alef(atlas));
}

TEST(Fonts, NoFontHasWhatIsNoCharacter) {
  EXPECT_TRUE(panels::fonts_with({}).empty());
  EXPECT_TRUE(panels::fonts_with({0xE321}).empty());
}

TEST(Fonts, AFontThatIsNoneIsRefusedInOneSentence) {
  const fs::path file = fs::temp_directory_path() / "volvr-no-font.ttf";
  std::ofstream(file) << "this is no font";
  ImFontAtlas atlas;
  panels::FontAtlas letters(file);
  EXPECT_THROW(letters.build(atlas, 12), Error);
  fs::remove(file);
  EXPECT_THROW(letters.build(atlas, 12), Error);
}

TEST(Fonts, TheFolderThatIsNamedComesFirst) {
  const fs::path folder = fs::temp_directory_path() / "volvr-own-fonts";
  fs::create_directories(folder);
  fs::copy_file(panels::find_font(), folder / "DejaVuSans.ttf",
                fs::copy_options::overwrite_existing);
  setenv("VOLVR_FONTS", folder.c_str(), 1);
  EXPECT_EQ(panels::find_font(), folder / "DejaVuSans.ttf");
  unsetenv("VOLVR_FONTS");
  fs::remove_all(folder);
  EXPECT_NE(panels::find_font(), folder / "DejaVuSans.ttf");
}

}  // namespace
}  // namespace volvr::test
