// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <functional>
#include <limits>
#include <set>

#include "volvr/appearance.h"
#include "volvr/error.h"

namespace volvr {
namespace {

using testing::HasSubstr;

std::string first_for(const std::string& modality, const std::string& body_part,
                      const std::string& description = {}, const std::string& protocol = {}) {
  SeriesAttributes series;
  series.modality = modality;
  series.body_part_examined = body_part;
  series.series_description = description;
  series.protocol_name = protocol;
  return presets_for(series).front();
}

bool is_capitals(const std::string& word) {
  return !word.empty() && std::ranges::all_of(word, [](unsigned char c) {
    return std::isupper(c) != 0 || std::isdigit(c) != 0;
  });
}

TEST(BuiltInPresets, HoldWhatARadiologistAsksFor) {
  for (const char* name : {"ct-bone", "ct-soft-tissue", "ct-lung", "ct-angiography", "ct-airways",
                           "ct-skin", "ct-liver", "ct-head", "ct-cinematic", "mr-t1", "mr-t2",
                           "mr-angiography", "mr-brain", "pet-hot"}) {
    EXPECT_EQ(find_preset(name).name, name);
  }
}

TEST(BuiltInPresets, CanBeDrawn) {
  std::set<std::string> names;
  for (const Appearance& preset : presets()) {
    EXPECT_NO_THROW(require_drawable(preset)) << preset.name;
    EXPECT_TRUE(names.insert(preset.name).second) << preset.name;
    const bool mr_or_pet = preset.name.starts_with("mr-") || preset.name.starts_with("pet-");
    EXPECT_EQ(preset.scale == ValueScale::relative, mr_or_pet) << preset.name;
  }
}

// Air and what lies below the first point must not hide the patient.
TEST(BuiltInPresets, AreClearBelowTheirFirstPoint) {
  for (const Appearance& preset : presets()) {
    EXPECT_EQ(preset.opacities.front().opacity, 0.0) << preset.name;
    if (preset.scale == ValueScale::absolute) {
      EXPECT_GT(preset.opacities.front().value, -1000.0) << preset.name;
    } else {
      EXPECT_GE(preset.opacities.front().value, 0.0) << preset.name;
    }
  }
}

TEST(BuiltInPresets, HaveAWindowThatMeetsTheirPoints) {
  for (const Appearance& preset : presets()) {
    const double black = preset.window.centre - 0.5 * preset.window.width;
    const double white = preset.window.centre + 0.5 * preset.window.width;
    EXPECT_LT(black, preset.opacities.back().value) << preset.name;
    EXPECT_GT(white, preset.opacities.front().value) << preset.name;
  }
}

TEST(BuiltInPresets, NameBodyPartsAndWordsInCapitals) {
  for (const Appearance& preset : presets()) {
    for (const auto& part : preset.body_parts) EXPECT_TRUE(is_capitals(part)) << part;
    for (const auto& word : preset.words) EXPECT_TRUE(is_capitals(word)) << word;
  }
}

TEST(PresetChoice, GoesByTheBodyPart) {
  EXPECT_EQ(first_for("CT", "CHEST"), "ct-lung");
  EXPECT_EQ(first_for("CT", "HEAD"), "ct-head");
  EXPECT_EQ(first_for("CT", "LIVER"), "ct-liver");
  EXPECT_EQ(first_for("CT", "ABDOMEN"), "ct-soft-tissue");
  EXPECT_EQ(first_for("CT", "KNEE"), "ct-bone");
  EXPECT_EQ(first_for("CT", "SKULL"), "ct-bone");
  EXPECT_EQ(first_for("CT", "HEART"), "ct-angiography");
  EXPECT_EQ(first_for("CT", "TRACHEA"), "ct-airways");
  EXPECT_EQ(first_for("MR", "BRAIN"), "mr-brain");
  EXPECT_EQ(first_for("MR", "KNEE"), "mr-t1");
  EXPECT_EQ(first_for("PT", "CHEST"), "pet-hot");
}

TEST(PresetChoice, TakesBodyPartsAsScannersWriteThem) {
  EXPECT_EQ(first_for("CT", "Thorax "), "ct-lung");
  EXPECT_EQ(first_for("CT", "HEADNECK"), "ct-head");
  EXPECT_EQ(first_for("CT", "CHEST_TO_PELVIS"), "ct-lung");
  EXPECT_EQ(first_for("CT", "ABDOMENPELVIS"), "ct-soft-tissue");
}

TEST(PresetChoice, WordsOfTheDescriptionSayMoreThanTheBodyPart) {
  EXPECT_EQ(first_for("CT", "HEAD", "CTA 0.6 H20f"), "ct-angiography");
  EXPECT_EQ(first_for("CT", "CHEST", "Thorax Bone 1.0"), "ct-bone");
  EXPECT_EQ(first_for("CT", "CHEST", "", "CT_Angiography_PE"), "ct-angiography");
  EXPECT_EQ(first_for("CT", "ABDOMEN", "Leber portalven\xc3\xb6s"), "ct-liver");
  EXPECT_EQ(first_for("MR", "BRAIN", "ax T2w_tse"), "mr-t2");
  EXPECT_EQ(first_for("MR", "BRAIN", "t1_mprage_sag_p2_iso"), "mr-brain");
  EXPECT_EQ(first_for("MR", "KNEE", "sag T1 tse"), "mr-t1");
  EXPECT_EQ(first_for("MR", "HEAD", "3D_TOF_multi-slab"), "mr-angiography");
}

TEST(PresetChoice, WordsOfTheDescriptionStandInForAnAbsentOrUnheardOfBodyPart) {
  EXPECT_EQ(first_for("CT", "", "Thorax 1.5 B31f"), "ct-lung");
  EXPECT_EQ(first_for("CT", "UNKNOWN", "Kopf 0.75"), "ct-head");
  EXPECT_EQ(first_for("CT", "", ""), "ct-bone");
}

TEST(PresetChoice, IsNotTakenInByWordsThatOnlyBeginAlike) {
  EXPECT_EQ(first_for("MR", "SPINE", "vertebra T12"), "mr-t1");
  EXPECT_EQ(first_for("MR", "SPINE", "T22"), "mr-t1");  // no T2
  EXPECT_EQ(first_for("CT", "HEAD", "CTABLE"), "ct-head");
}

TEST(PresetChoice, LeavesNothingOutAndKeepsToTheModality) {
  SeriesAttributes series;
  series.modality = "CT";
  series.body_part_examined = "CHEST";
  EXPECT_THAT(presets_for(series), testing::UnorderedElementsAreArray(presets_for("CT")));
  series.modality = "XYZ";
  EXPECT_EQ(presets_for(series).size(), presets().size());
}

std::string refusal(const std::function<void(Appearance&)>& spoil) {
  Appearance appearance = find_preset("ct-bone");
  spoil(appearance);
  try {
    require_drawable(appearance);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
    return error.what();
  }
  return "taken";
}

TEST(Drawable, RefusesWhatCannotBeDrawnAndNamesThePlace) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_THAT(refusal([](auto& a) { a.opacities.clear(); }), HasSubstr("opacities has no points"));
  EXPECT_THAT(refusal([](auto& a) { a.colours.clear(); }), HasSubstr("colours has no points"));
  EXPECT_THAT(refusal([](auto& a) { std::swap(a.opacities[1], a.opacities[2]); }),
              HasSubstr("opacities[2] is at 180, not above"));
  EXPECT_THAT(refusal([](auto& a) { a.colours[1].value = a.colours[0].value; }),
              HasSubstr("colours[1]"));
  EXPECT_THAT(refusal([](auto& a) {
                for (auto& point : a.opacities) point.opacity = 0.0;
              }),
              HasSubstr("all zero"));
  EXPECT_THAT(refusal([&](auto& a) { a.opacities[0].value = nan; }), HasSubstr("opacities[0]"));
  EXPECT_THAT(refusal([&](auto& a) { a.opacities[4].value = infinity; }),
              HasSubstr("opacities[4]"));
  EXPECT_THAT(refusal([&](auto& a) { a.opacities[3].opacity = nan; }), HasSubstr("opacities[3]"));
  EXPECT_THAT(refusal([](auto& a) { a.opacities[3].opacity = 1.01; }), HasSubstr("1.01"));
  EXPECT_THAT(refusal([](auto& a) { a.colours[2].rgb[1] = -0.1; }), HasSubstr("colours[2]"));
  EXPECT_THAT(refusal([&](auto& a) { a.ambient = nan; }), HasSubstr("ambient"));
  EXPECT_THAT(refusal([](auto& a) { a.window.width = 0.0; }), HasSubstr("window"));
  EXPECT_THAT(refusal([&](auto& a) { a.window.centre = nan; }), HasSubstr("window"));
  EXPECT_THAT(refusal([](auto& a) { a.gradient_opacities = {{-1.0, 0.5}}; }),
              HasSubstr("gradient_opacities[0]"));
  EXPECT_THAT(refusal([](auto& a) { a.gradient_opacities = {{1.0, 0.5}, {2.0, 2.0}}; }),
              HasSubstr("gradient_opacities[1]"));
}

TEST(Drawable, IsAskedForBeforeAnythingIsDrawn) {
  Appearance appearance = find_preset("ct-bone");
  appearance.opacities.clear();
  EXPECT_THROW(resolve(appearance, Volume()), Error);
}

TEST(GradientOpacity, IsStretchedWithTheWindowAndNotMoved) {
  Appearance appearance = find_preset("ct-bone");
  appearance.gradient_opacities = {{0.0, 0.2}, {30.0, 1.0}};
  const Window window{appearance.window.centre + 500.0, 2.0 * appearance.window.width};
  const Appearance moved = with_window(appearance, window);
  EXPECT_EQ(moved.gradient_opacities, (std::vector<GradientPoint>{{0.0, 0.2}, {60.0, 1.0}}));
}

}  // namespace
}  // namespace volvr
