// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <iterator>
#include <random>

#include "support/temporary_folder.h"
#include "volvr/error.h"
#include "volvr/preset_file.h"

namespace volvr {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class SlicerPreset : public testing::Test {
 protected:
  LoadedPresets load(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name) << text;
    return load_presets(folder_ / name);
  }

  Appearance only(const std::string& name, const std::string& text) const {
    const LoadedPresets loaded = load(name, text);
    EXPECT_EQ(loaded.presets.size(), 1U);
    return loaded.presets.at(0);
  }

  std::string refusal(const std::string& name, const std::string& text) const {
    try {
      load(name, text);
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::invalid_argument) << error.what();
      return error.what();
    }
    return "taken";
  }

  test::TemporaryFolder folder_;
};

// What each of the three forms below says.
Appearance vessels() {
  Appearance expected;
  expected.name = "slicer-ct-vessels-2";
  expected.title = "CT-Vessels 2 (3D Slicer)";
  expected.modalities = {"CT"};
  expected.opacities = {{-1000, 0}, {150, 0}, {300, 0.5}, {2000, 0.8}};
  expected.colours = {{-1000, {0, 0, 0}}, {300, {0.9, 0.3, 0.2}}};
  expected.shade = true;
  expected.ambient = 0.2;
  expected.diffuse = 0.7;
  expected.specular = 0.4;
  expected.specular_power = 30;
  expected.window = {1075, 1850};  // from 150, where opacity begins to change, to 2000
  return expected;
}

constexpr const char* scene = R"(<?xml version="1.0" encoding="utf-8"?>
<MRML version="5.0"><Camera name="x"/><Group>
  <VolumeProperty id="vtkMRMLVolumePropertyNode1" name="CT-Vessels 2" interpolation="1" shade="1"
   diffuse="0.7" ambient="0.2" specular="0.4" specularPower="30" selectable="true"
   scalarOpacity="8 -1000 0 150 0 300 0.5 2000 0.8" gradientOpacity="4 0 1 255 1"
   colorTransfer="8 -1000 0 0 0 300 0.9 0.3 0.2"/></Group>
  <VolumeProperty name="apart" fileName="apart.vp"/>
</MRML>)";

TEST_F(SlicerPreset, IsReadFromAScene) {
  const LoadedPresets loaded = load("scene.mrml", scene);
  EXPECT_THAT(loaded.presets, ElementsAre(vessels()));
  EXPECT_THAT(loaded.messages, ElementsAre(HasSubstr("apart")));
}

TEST_F(SlicerPreset, IsReadFromTheTextForm) {
  EXPECT_EQ(only("CT-Vessels 2.vp",
                 "1\n1\n0.7\n0.2\n0.4\n30\n8 -1000 0 150 0 300 0.5 2000 0.8\n"
                 "4 0 1 255 1\n8 -1000 0 0 0 300 0.9 0.3 0.2\n"),
            vessels());
}

TEST_F(SlicerPreset, OfTheTextFormRemarksAndForeignLineEndsAreNoObstacle) {
  EXPECT_EQ(only("CT-Vessels 2.vp",
                 "1 => interpolation\r\n1 => shading\r\n0.7\r\n0.2\r\n0.4\r\n30\r\n"
                 "8 -1000 0 150 0 300 0.5 2000 0.8 => opacity\r\n4 0 1 255 1 => gradient\r\n"
                 "8 -1000 0 0 0 300 0.9 0.3 0.2 => colour\r\n"),
            vessels());
}

std::string json(const std::string& more, const std::string& opacities) {
  return R"({"@schema": "volume-property-schema-v1.0.0.json#", "volumeProperties": [
    {"interpolationType": "linear", "components": [{"shade": true,)" +
         more + R"("lighting": {"diffuse": 0.7, "ambient": 0.2, "specular": 0.4,
      "specularPower": 30.0}, "rgbTransferFunction": {"type": "colorTransferFunction", "points": [
      {"x": -1000, "color": [0, 0, 0]}, {"x": 300, "color": [0.9, 0.3, 0.2], "midpoint": 0.5}]},
     "scalarOpacity": {"points": [)" +
         opacities + R"(]}}]}]})";
}

constexpr const char* four_points =
    R"({"x": -1000, "y": 0}, {"x": 150, "y": 0}, {"x": 300, "y": 0.5}, {"x": 2000, "y": 0.8})";

TEST_F(SlicerPreset, IsReadFromJson) {
  const LoadedPresets loaded = load("CT-Vessels 2.vp.json", json("", four_points));
  EXPECT_THAT(loaded.presets, ElementsAre(vessels()));
  EXPECT_THAT(loaded.messages, IsEmpty());
}

TEST_F(SlicerPreset, OpacityOfAnotherDistanceBecomesThatOfAMillimetre) {
  const Appearance thick =
      only("a.vp.json", json("\"scalarOpacityUnitDistance\": 2.0,", four_points));
  // Two samples of a millimetre let through what one of two millimetres does.
  EXPECT_NEAR(std::pow(1.0 - thick.opacities[2].opacity, 2), 0.5, 1e-12);
  EXPECT_NEAR(std::pow(1.0 - thick.opacities[3].opacity, 2), 0.2, 1e-12);
  EXPECT_EQ(thick.opacities[1].opacity, 0.0);
  EXPECT_THAT(refusal("b.vp.json", json("\"scalarOpacityUnitDistance\": 0,", four_points)),
              HasSubstr("unit distance"));
}

TEST_F(SlicerPreset, AConstantGradientOpacityIsPartOfTheOpacityAndAnotherIsToldOf) {
  const auto with = [](const std::string& gradient) {
    return "1\n0\n0.7\n0.2\n0.4\n30\n4 0 0 100 0.5\n" + gradient + "\n4 0 1 1 1\n";
  };
  const LoadedPresets constant = load("a.vp", with("4 0 0.5 255 0.5"));
  EXPECT_EQ(constant.presets.at(0).opacities[1].opacity, 0.25);
  EXPECT_THAT(constant.messages, IsEmpty());
  const LoadedPresets rising = load("b.vp", with("4 0 0 255 1"));
  EXPECT_EQ(rising.presets.at(0).opacities[1].opacity, 0.5);
  EXPECT_THAT(rising.messages, ElementsAre(HasSubstr("gradient opacity is left out")));
  EXPECT_FALSE(rising.presets.at(0).shade);
}

TEST_F(SlicerPreset, ItsEffectiveRangeIsTheWindow) {
  const auto element = [](const std::string& range) {
    return "<M><VolumeProperty name='x' scalarOpacity='4 0 0 90 1' colorTransfer='4 0 1 1 1' "
           "effectiveRange='" +
           range + "'/></M>";
  };
  EXPECT_EQ(only("a.xml", element("10 50")).window, (Window{30, 40}));
  EXPECT_EQ(only("b.xml", element("0 -1")).window, (Window{45, 90}));
  EXPECT_THAT(refusal("c.xml", element("10")), HasSubstr("effectiveRange"));
  std::string text = json("", four_points);
  text.replace(text.find("\"interp"), 0, "\"effectiveRange\": [100, 300], ");
  EXPECT_EQ(only("d.vp.json", text).window, (Window{200, 200}));
}

TEST_F(SlicerPreset, AStepStaysAStep) {
  const Appearance step = only("a.vp", "1\n1\n1\n0\n0\n1\n8 0 0 100 0 100 1 200 1\n0\n4 0 1 1 1\n");
  ASSERT_EQ(step.opacities.size(), 4U);
  EXPECT_EQ(step.opacities[1], (OpacityPoint{100, 0}));
  EXPECT_GT(step.opacities[2].value, 100.0);
  EXPECT_LT(step.opacities[2].value, 100.001);
  EXPECT_EQ(step.opacities[2].opacity, 1.0);
}

TEST_F(SlicerPreset, PointsOutOfOrderAreSortedAndThatIsTold) {
  const LoadedPresets loaded = load(
      "a.vp.json", json("", R"({"x": 300, "y": 0.5}, {"x": -1000, "y": 0}, {"x": 400, "y": 1})"));
  EXPECT_EQ(loaded.presets.at(0).opacities[0], (OpacityPoint{-1000, 0}));
  EXPECT_THAT(loaded.messages, ElementsAre(HasSubstr("sorted")));
}

TEST_F(SlicerPreset, WhatIsBentAndWhatIsNotLinearIsTold) {
  const LoadedPresets bent =
      load("a.vp.json", json("", R"({"x": 0, "y": 0, "sharpness": 1}, {"x": 4, "y": 1})"));
  EXPECT_THAT(bent.messages, ElementsAre(HasSubstr("made straight")));
  const LoadedPresets nearest = load("b.vp", "0\n1\n1\n0\n0\n1\n4 0 0 9 1\n0\n4 0 1 1 1\n");
  EXPECT_THAT(nearest.messages, ElementsAre(HasSubstr("not linear")));
}

TEST_F(SlicerPreset, OneForAMaximumIntensityProjectionBecomesOne) {
  const Appearance mip = only("MR-MIP.vp", "1\n0\n1\n0\n0\n1\n4 0 0 400 1\n0\n4 0 1 1 1\n");
  EXPECT_EQ(mip.technique, Technique::mip);
  EXPECT_THAT(mip.modalities, ElementsAre("MR"));
}

TEST_F(SlicerPreset, NamesAreKeptApart) {
  const std::string one = R"(<VolumeProperty name="Mine!" scalarOpacity="4 0 0 1 1"
      colorTransfer="4 0 1 1 1"/>)";
  const LoadedPresets loaded = load("a.xml", "<MRML>" + one + one + "</MRML>");
  EXPECT_EQ(loaded.presets.at(0).name, "slicer-mine");
  EXPECT_EQ(loaded.presets.at(1).name, "slicer-mine-2");
}

TEST_F(SlicerPreset, AFaultIsNamedWithItsPlace) {
  const auto text = [](const std::string& opacity, const std::string& colour) {
    return "1\n1\n1\n0\n0\n1\n" + opacity + "\n4 0 1 255 1\n" + colour + "\n";
  };
  EXPECT_THAT(refusal("a.vp", text("4 0 0 9", "4 0 1 1 1")), HasSubstr("line 7 announces 4"));
  EXPECT_THAT(refusal("a.vp", text("3 0 0 9", "4 0 1 1 1")), HasSubstr("line 7"));
  EXPECT_THAT(refusal("a.vp", text("-4 0 0 9 1", "4 0 1 1 1")), HasSubstr("line 7"));
  EXPECT_THAT(refusal("a.vp", text("4 0 0 9 1", "4 0 1 1 red")), HasSubstr("line 9"));
  EXPECT_THAT(refusal("a.vp", text("0", "4 0 1 1 1")), HasSubstr("opacities has no points"));
  EXPECT_THAT(refusal("a.vp", text("4 0 0 9 nan", "4 0 1 1 1")), HasSubstr("opacities[1]"));
  EXPECT_THAT(refusal("a.vp", text("4 0 0 inf 1", "4 0 1 1 1")), HasSubstr("opacities[1]"));
  EXPECT_THAT(refusal("a.vp", text("4 0 0 9 1.5", "4 0 1 1 1")), HasSubstr("1.5"));
  EXPECT_THAT(refusal("a.vp", "1\n1\n1\n0\n0\n1\n4 0 0 9 1\n"), HasSubstr("7 lines"));
  EXPECT_THAT(refusal("a.xml", R"(<M><VolumeProperty name="x" scalarOpacity="2 0"/></M>)"),
              HasSubstr("VolumeProperty x, scalarOpacity"));
  EXPECT_THAT(refusal("a.vp.json", R"({"volumeProperties": []})"), HasSubstr("is empty"));
  EXPECT_THAT(refusal("a.vp.json", R"({"volumeProperties": [{"components": [{}]}]})"),
              HasSubstr("volumeProperties[0].components[0].scalarOpacity is missing"));
}

// Whatever is done to a file, it is read or refused with an Error, and what is read can be drawn.
TEST_F(SlicerPreset, SpoiltBytesAreReadOrRefused) {
  save_presets(folder_ / "own.json", {vessels()});
  std::ifstream own(folder_ / "own.json");
  const std::vector<std::string> seeds = {
      scene, json("\"scalarOpacityUnitDistance\": 2.0,", four_points),
      "1\n1\n0.7\n0.2\n0.4\n30\n4 0 0 300 0.5\n4 0 1 255 1\n8 -1000 0 0 0 300 0.9 0.3 0.2\n",
      std::string(std::istreambuf_iterator<char>(own), {})};
  const std::string likely = "0123456789-.e[]{}\",:<>/= \n";
  std::mt19937 random(5);
  std::size_t read = 0;
  std::size_t refused = 0;
  for (int i = 0; i < 1200; ++i) {
    std::string text = seeds[static_cast<std::size_t>(i) % seeds.size()];
    for (std::size_t spoilt = 1 + random() % 3; spoilt > 0; --spoilt) {
      const bool any = random() % 4 == 0;
      text[random() % text.size()] = any ? static_cast<char>(random()) : likely[random() % 27];
    }
    try {
      for (const Appearance& preset : load("a.json", text).presets) require_drawable(preset);
      ++read;
    } catch (const Error& error) {
      EXPECT_TRUE(error.code() == ErrorCode::invalid_argument ||
                  error.code() == ErrorCode::unsupported)
          << error.what();
      ++refused;
    }
  }
  EXPECT_GT(read, 100U);
  EXPECT_GT(refused, 100U);
}

// Ten levels of tenfold entities would be ten thousand million characters.
TEST_F(SlicerPreset, AnXmlBombIsRefused) {
  std::string text = "<?xml version=\"1.0\"?><!DOCTYPE M [<!ENTITY e0 \"0123456789\">";
  for (int i = 1; i < 10; ++i) {
    text += "<!ENTITY e" + std::to_string(i) + " \"";
    for (int k = 0; k < 10; ++k) text += "&e" + std::to_string(i - 1) + ";";
    text += "\">";
  }
  EXPECT_THAT(refusal("a.xml", text + "]><M>&e9;</M>"), HasSubstr("XML"));
}

}  // namespace
}  // namespace volvr
