// SPDX-License-Identifier: Apache-2.0
#include "panels/wording.h"

#include <gtest/gtest.h>

#include "panels/setting_step.h"
#include "volvr/error.h"

namespace volvr::test {
namespace {

TEST(Wording, LifeSizeIsSaidAsOneToOne) {
  EXPECT_EQ(panels::magnification_text(1.0), "Magnification 1:1 (life size)");
  EXPECT_EQ(panels::magnification_text(1.8), "Magnification × 1.8");
  EXPECT_EQ(panels::magnification_text(1.002), "Magnification × 1");
}

TEST(Wording, QualitySaysVoxelsAndWhatIsCoarser) {
  panels::Live live;
  EXPECT_EQ(panels::quality_text(live), "Nothing is drawn yet");
  live.voxels = {{0.78, 0.78, 1}, {0.78, 0.78, 1}, {0.78, 0.78, 1}};
  EXPECT_EQ(panels::quality_text(live), "Voxels 0.78 × 0.78 × 1 mm, all drawn. Exact.");
  live.voxels.coarsest = {1.56, 1.56, 2};
  live.ray_pixels = 4;
  live.step = 2;
  EXPECT_EQ(panels::quality_text(live),
            "Voxels shown: 0.78 × 0.78 × 1 mm to 1.56 × 1.56 × 2 mm; the study's own: "
            "0.78 × 0.78 × 1 mm. Coarser while it moves: a ray for 4 × 4 pixels, steps × 2.");
}

TEST(Wording, WhoThePatientIsIsHiddenUntilItIsAskedFor) {
  panels::Model model;
  auto study = std::make_shared<panels::StudyFacts>();
  study->patient = "Doe Jane";
  study->series = "CT, series 3";
  model.study = study;
  EXPECT_EQ(panels::patient_text(model), "Identity hidden · CT, series 3");
  model.state.identity = true;
  EXPECT_EQ(panels::patient_text(model), "Doe Jane · CT, series 3");
}

TEST(Wording, ClipsSayWhichSideIsLeft) {
  EXPECT_EQ(panels::clip_text({ClipPlane{{0, 135, 0}, {0, 2, 0}}}),
            "Plane, leaves what is P of (0, 135, 0) mm");
  EXPECT_EQ(panels::clip_text({ClipPlane{{0, 135, 0}, {0, 2, 0}}, true}),
            "Plane, leaves what is A of (0, 135, 0) mm");
  EXPECT_EQ(panels::clip_text({ClipSphere{{0, 0, 0}, 40}}),
            "Sphere, leaves what is outside, radius 40 mm");
  // The words must say what the cut does.
  const std::vector<Clip> clips{{ClipPlane{{0, 135, 0}, {0, 2, 0}}}};
  EXPECT_TRUE(keeps(clips, {0, 140, 0}));  // LPS: further posterior
  EXPECT_FALSE(keeps(clips, {0, 130, 0}));
  const std::vector<Clip> ball{{ClipSphere{{0, 0, 0}, 40}}};
  EXPECT_TRUE(keeps(ball, {0, 50, 0}));
  const std::vector<Clip> box{{ClipBox{{-1, -1, -1}, {1, 1, 1}}}};
  EXPECT_TRUE(keeps(box, {0, 0, 0}));
  EXPECT_EQ(panels::clip_text(box[0]), "Box, leaves what is inside, 2 × 2 × 2 mm");
}

TEST(Wording, BrokenTextBecomesReplacementMarks) {
  EXPECT_EQ(panels::clean("a\nb"), "a b");
  EXPECT_EQ(panels::clean("M\xFCller"), "M\uFFFDller");
  EXPECT_EQ(panels::clean("\xE5\xB1"), "\uFFFD\uFFFD");
  EXPECT_EQ(panels::clean("\xC0\xAF"), "\uFFFD\uFFFD");
  EXPECT_EQ(panels::clean("山田^太郎"), "山田^太郎");
  EXPECT_EQ(panels::characters_of("a山é"), U"山é");
}

// Whatever is pressed, the sentence that it says must be one that is obeyed.
TEST(SettingSteps, GoThroughTheWholeRangeWithinIt) {
  for (const Setting& setting : setting_table()) {
    if (setting.kind != SettingKind::integer && setting.kind != SettingKind::number) continue;
    for (const int way : {1, -1}) {
      std::string now(setting.default_text);
      int steps = 0;
      for (; steps < 200; ++steps) {
        const std::string next = panels::next_value(setting, now, way);
        if (next == now) break;
        Settings settings;
        ASSERT_NO_THROW(settings.set(setting.name, next)) << setting.name << " " << next;
        now = next;
      }
      EXPECT_LT(steps, 100) << setting.name << " ended at " << now;
      EXPECT_DOUBLE_EQ(std::stod(now), way > 0 ? setting.maximum : setting.minimum) << setting.name;
    }
  }
}

}  // namespace
}  // namespace volvr::test
