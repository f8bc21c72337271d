// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "review/any_command.h"
#include "volvr/command.h"
#include "volvr/error.h"

namespace volvr {
namespace {

double size_in_scene(const Volume& volume) {
  const Pose pose = first_state(volume).pose;
  return bounds_in_patient(volume.geometry()).sizes().maxCoeff() * 0.001 * pose.magnification;
}

TEST(FirstState, BeginsWithTheFirstPresetOfTheModality) {
  const Volume volume = test::small_ct();
  const State state = first_state(volume);
  EXPECT_EQ(state.preset, presets_for("CT").front());
  EXPECT_EQ(state.technique, state.appearance.technique);
  EXPECT_EQ(state.window.width, state.appearance.window.width);
  EXPECT_EQ(state.appearance.scale, ValueScale::absolute);
}

TEST(FirstState, TakesAPresetByNameAndRefusesAnUnknownOne) {
  const Volume volume = test::small_ct();
  EXPECT_EQ(first_state(volume, "ct-lung").preset, "ct-lung");
  try {
    (void)first_state(volume, "ct-bnoe");
    FAIL() << "an unknown preset was taken";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::unknown_preset);
  }
}

TEST(FirstState, TakesAPresetOfOnesOwnThatItsNameBringsBack) {
  Appearance own = find_preset("ct-bone");
  own.name = "my-bone";
  own.window = {1234.0, 567.0};
  const Volume volume = test::small_ct();
  History history(volume, first_state(volume, own));
  EXPECT_EQ(history.state().preset, "my-bone");
  EXPECT_EQ(history.state().window, own.window);
  history.apply(parse_command("preset next"));
  EXPECT_EQ(history.state().preset, presets_for("CT").front());
  history.apply(parse_command("preset my-bone"));
  EXPECT_EQ(history.state().appearance, own);
}

TEST(FirstState, TurnsTheFrontToTheViewerHeadUp) {
  const Volume volume = test::small_ct();
  const Pose pose = first_state(volume).pose;
  const auto scene_from = scene_from_patient(pose, bounds_in_patient(volume.geometry()));
  const Eigen::Vector3d head = scene_from.linear() * Eigen::Vector3d::UnitZ();
  const Eigen::Vector3d front = scene_from.linear() * -Eigen::Vector3d::UnitY();
  EXPECT_GT(head.normalized().y(), 0.999999);
  EXPECT_GT(front.normalized().z(), 0.999999);
}

TEST(FirstState, IsLifeSizeWhereThatCanBeSeenWhole) {
  EXPECT_DOUBLE_EQ(first_state(test::small_ct({10, 10, 10}, 40.0)).pose.magnification, 1.0);
}

TEST(FirstState, MakesAMouseLargeAndAWholeBodySmall) {
  EXPECT_NEAR(size_in_scene(test::small_ct({30, 20, 20}, 1.0)), 0.3, 1e-12);
  EXPECT_NEAR(size_in_scene(test::small_ct({10, 10, 60}, 30.0)), 0.6, 1e-12);
}

}  // namespace
}  // namespace volvr
