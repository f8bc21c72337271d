// SPDX-License-Identifier: Apache-2.0
#include "volvr/preset_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cmath>
#include <fstream>
#include <iterator>
#include <limits>

#include "support/temporary_folder.h"
#include "volvr/error.h"

namespace volvr {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class PresetFile : public testing::Test {
 protected:
  fs::path write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name) << text;
    return folder_ / name;
  }

  LoadedPresets load(const std::string& name, const std::string& text) const {
    return load_presets(write(name, text));
  }

  std::string refusal(const std::string& name, const std::string& text) const {
    try {
      load(name, text);
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::invalid_argument) << error.what();
      EXPECT_THAT(error.subject(), HasSubstr(name));
      return error.what();
    }
    return "taken";
  }

  // A file of one preset of which one part is replaced.
  std::string spoilt(const std::string& part, const std::string& by) const {
    std::string text = plain_;
    const auto at = text.find(part);
    EXPECT_NE(at, std::string::npos) << part;
    return refusal("spoilt.json", text.replace(at, part.size(), by));
  }

  test::TemporaryFolder folder_;
  const std::string plain_ = R"({"format": "volvr-presets", "version": 1, "presets": [
      {"name": "mine", "colours": [[0, 0, 0, 0], [100, 1, 0.5, 0.25]],
       "opacities": [[0, 0], [40, 0], [80, 0.5], [100, 0.5]]}]})";
};

TEST_F(PresetFile, EveryBuiltInPresetComesBackAsItWas) {
  save_presets(folder_ / "all.json", presets());
  const LoadedPresets loaded = load_presets(folder_ / "all.json");
  EXPECT_EQ(loaded.presets, presets());
  EXPECT_THAT(loaded.messages, IsEmpty());
}

TEST_F(PresetFile, EveryNumberComesBackToTheLastBit) {
  Appearance odd = find_preset("ct-bone");
  odd.name = "odd-2";
  odd.title = "Kn\xc3\xb6\x63hern \"quoted\"";
  odd.technique = Technique::minip;
  odd.scale = ValueScale::relative;
  odd.shade = false;
  odd.opacities[1].opacity = 1.0 / 3.0;
  odd.colours[1].value = 123.45678901234567;
  odd.window = {0.1, 1e-9};
  odd.gradient_opacities = {{0.0, 0.1}, {1e6 / 7.0, 1.0}};
  odd.shadows = 1.0 / 3.0;
  save_presets(folder_ / "odd.json", {odd});
  EXPECT_THAT(load_presets(folder_ / "odd.json").presets, ElementsAre(odd));
}

TEST_F(PresetFile, WhatIsMissingIsAsInAnAppearance) {
  const Appearance mine = load("a.json", plain_).presets.at(0);
  Appearance expected;
  expected.name = "mine";
  expected.title = "mine";
  expected.colours = {{0, {0, 0, 0}}, {100, {1, 0.5, 0.25}}};
  expected.opacities = {{0, 0}, {40, 0}, {80, 0.5}, {100, 0.5}};
  expected.window = {60, 40};  // where opacity changes
  EXPECT_EQ(mine, expected);
}

TEST_F(PresetFile, AnUnknownKeyIsTold) {
  std::string text = plain_;
  text.replace(text.find("\"name\""), 6, R"("colour": 7, "name")");
  const LoadedPresets loaded = load("a.json", text);
  EXPECT_EQ(loaded.presets.size(), 1U);
  EXPECT_THAT(loaded.messages, ElementsAre(HasSubstr("presets[0], the unknown key \"colour\"")));
}

TEST_F(PresetFile, AFaultIsNamedWithItsPlace) {
  EXPECT_THAT(spoilt("0.25", "\"red\""), HasSubstr("presets[0].colours[1][3] is no number"));
  EXPECT_THAT(spoilt("[40, 0]", "[40]"), HasSubstr("presets[0].opacities[1] is no list of 2"));
  EXPECT_THAT(spoilt("[80, 0.5]", "[80, 1.5]"), HasSubstr("opacities[2] is 1.5"));
  EXPECT_THAT(spoilt("[80, 0.5]", "[30, 0.5]"), HasSubstr("opacities[2] is at 30"));
  EXPECT_THAT(spoilt("[80, 0.5]", "[null, 0.5]"), HasSubstr("opacities[2][0] is no number"));
  EXPECT_THAT(spoilt("[80, 0.5]", "[1e999, 0.5]"), HasSubstr("spoilt.json"));
  EXPECT_THAT(spoilt("[80, 0.5], [100, 0.5]", "[80, 0]"), HasSubstr("all zero"));
  EXPECT_THAT(spoilt("[[0, 0], [40, 0], [80, 0.5], [100, 0.5]]", "[]"),
              HasSubstr("opacities has no points"));
  EXPECT_THAT(spoilt("\"opacities\"", "\"opacites\""),
              HasSubstr("presets[0].opacities is missing"));
  EXPECT_THAT(spoilt("\"mine\"", "\"My Own\""), HasSubstr("presets[0].name"));
  EXPECT_THAT(spoilt("\"mine\"", "\"../mine\""), HasSubstr("presets[0].name"));
  EXPECT_THAT(spoilt("\"mine\",", "\"mine\", \"technique\": \"mipp\","),
              HasSubstr("did you mean mip"));
  EXPECT_THAT(spoilt("\"mine\",", "\"mine\", \"shade\": 1,"), HasSubstr("presets[0].shade"));
  EXPECT_THAT(spoilt("\"mine\",", "\"mine\", \"window\": {\"centre\": 1},"),
              HasSubstr("presets[0].window.width is missing"));
  EXPECT_THAT(spoilt("\"mine\",", "\"mine\", \"window\": {\"centre\": 1, \"width\": -1},"),
              HasSubstr("window"));
  EXPECT_THAT(spoilt("volvr-presets", "else"), HasSubstr("format"));
  EXPECT_THAT(spoilt("\"presets\": [", "\"presets\": [7, "), HasSubstr("presets[0] is no object"));
  EXPECT_THAT(spoilt("\"version\": 1", "\"version\": 0"), HasSubstr("version"));
}

TEST_F(PresetFile, ANewerVersionIsRefusedAsSuch) {
  std::string text = plain_;
  text.replace(text.find("\"version\": 1"), 12, "\"version\": 2");
  try {
    load("a.json", text);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::unsupported);
  }
}

TEST_F(PresetFile, WhatIsNoFileOfPresetsIsRefused) {
  EXPECT_THAT(refusal("a.json", "{"), HasSubstr("no JSON"));
  EXPECT_THAT(refusal("a.json", ""), HasSubstr("nothing"));
  EXPECT_THAT(refusal("a.json", "{}"), HasSubstr("format is missing"));
  EXPECT_THAT(refusal("a.json", std::string(1'000'000, '[')), HasSubstr("line 1"));
  EXPECT_THAT(refusal("a.json", "{\"a\":" + std::string(1'000'000, '[')), HasSubstr("no JSON"));
  EXPECT_THAT(refusal("a.vp", "a letter\n"), HasSubstr("line 1"));
  EXPECT_THAT(refusal("a.xml", "<MRML><a></MRML>"), HasSubstr("XML"));
  EXPECT_THAT(refusal("a.xml", "<MRML></MRML>"), HasSubstr("no volume property"));
  EXPECT_THAT(refusal("a.bin", std::string("\0\1\2\3", 4)), HasSubstr("a.bin"));
  EXPECT_THROW(load_presets(folder_ / "absent.json"), Error);
  EXPECT_THROW(load_presets(folder_.path()), Error);
}

TEST_F(PresetFile, AFileIsNotReplacedUnlessAsked) {
  const fs::path file = write("a.json", "mine");
  EXPECT_THROW(save_presets(file, presets()), Error);
  EXPECT_EQ(fs::file_size(file), 4U);
  save_presets(file, presets(), {.overwrite = true});
  EXPECT_EQ(load_presets(file).presets.size(), presets().size());
}

TEST_F(PresetFile, WhatCouldNotBeReadBackIsNotWritten) {
  Appearance bad = find_preset("ct-bone");
  bad.opacities[2].opacity = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW(save_presets(folder_ / "a.json", {bad}), Error);
  bad = find_preset("ct-bone");
  bad.name = "../bone";
  EXPECT_THROW(save_presets(folder_ / "a.json", {bad}), Error);
  EXPECT_THROW(save_presets(folder_ / "a.json", {find_preset("ct-bone"), find_preset("ct-bone")}),
               Error);
  EXPECT_TRUE(fs::is_empty(folder_.path()));
}

using UserPresets = PresetFile;

Appearance named(const std::string& name) {
  Appearance appearance = find_preset("ct-bone");
  appearance.name = name;
  return appearance;
}

TEST_F(UserPresets, HoldsWhatIsKept) {
  const fs::path folder = folder_ / "config" / "presets";
  EXPECT_THAT(user_presets(folder).presets, IsEmpty());
  keep_presets({named("mine"), named("also-mine")}, folder);
  EXPECT_THAT(user_presets(folder).presets, ElementsAre(named("also-mine"), named("mine")));
  EXPECT_THROW(keep_presets({named("new"), named("mine")}, folder), Error);
  EXPECT_EQ(user_presets(folder).presets.size(), 2U);  // not even the new one
}

TEST_F(UserPresets, ABuiltInNameIsNeverTaken) {
  EXPECT_THROW(keep_presets({named("ct-bone")}, folder_.path()), Error);
  Appearance other = named("ct-bone");
  other.opacities[1].opacity = 0.9;
  save_presets(folder_ / "a.json", {other, named("mine")});
  save_presets(folder_ / "b.json", {named("mine")});
  write("c.json", "{");
  write("ignored.txt", "{");
  const LoadedPresets loaded = user_presets(folder_.path());
  EXPECT_THAT(loaded.presets, ElementsAre(named("mine")));
  EXPECT_THAT(loaded.messages, ElementsAre(HasSubstr("a built-in one"), HasSubstr("one before it"),
                                           HasSubstr("c.json is no JSON")));
}

TEST_F(UserPresets, LiesWhereTheDesktopSays) {
  const std::string home = std::getenv("HOME") == nullptr ? "" : std::getenv("HOME");
  setenv("XDG_CONFIG_HOME", folder_.path().c_str(), 1);
  EXPECT_EQ(user_preset_folder(), folder_ / "volvr" / "presets");
  keep_presets({named("mine")});
  EXPECT_THAT(preset_from("mine").presets, ElementsAre(named("mine")));
  EXPECT_THAT(preset_from("ct-lung").presets, ElementsAre(find_preset("ct-lung")));
  try {
    preset_from("mime");
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::unknown_preset);
    EXPECT_THAT(error.what(), HasSubstr("mine"));
  }
  setenv("XDG_CONFIG_HOME", "relative", 1);
  setenv("HOME", "/somewhere", 1);
  EXPECT_EQ(user_preset_folder(), "/somewhere/.config/volvr/presets");
  unsetenv("XDG_CONFIG_HOME");
  unsetenv("HOME");
  EXPECT_THROW(user_preset_folder(), Error);
  EXPECT_THAT(preset_from("ct-lung").presets, ElementsAre(find_preset("ct-lung")));
  if (!home.empty()) setenv("HOME", home.c_str(), 1);
}

TEST_F(UserPresets, AFileOfOnePresetIsOne) {
  save_presets(folder_ / "a.json", {named("mine")});
  EXPECT_THAT(preset_from((folder_ / "a.json").string()).presets, ElementsAre(named("mine")));
  save_presets(folder_ / "two.json", {named("mine"), named("other")});
  try {
    preset_from((folder_ / "two.json").string());
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("mine, other"));
  }
}

}  // namespace
}  // namespace volvr
