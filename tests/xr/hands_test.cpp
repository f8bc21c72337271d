// SPDX-License-Identifier: Apache-2.0
#include "xr/hands.h"

#include <gtest/gtest.h>

#include <numbers>

#include "xr/hand_shapes.h"

namespace volvr::xr {
namespace {

using Eigen::AngleAxisd;
using Eigen::Isometry3d;
using Eigen::Vector3d;
using test::flat_hand;
using test::turned;

constexpr double frame_seconds = 0.1;
const Vector3d here(0.2, 1.1, -0.4);
const Vector3d there(0.6, 1.3, -0.2);

Placed at(const Vector3d& place, bool position_tracked = true, bool orientation_tracked = true) {
  return {Isometry3d(Eigen::Translation3d(place)), position_tracked, orientation_tracked};
}

RawHand controller(const Vector3d& place) {
  RawHand raw;
  raw.profile = Profile::controller;
  raw.grip = raw.aim = at(place);
  return raw;
}

RawHand bare(double gap, const Vector3d& place = here) {
  RawHand raw;
  raw.joints = flat_hand(place, gap);
  return raw;
}

class TheRightHand : public ::testing::Test {
 protected:
  HandInput step(const RawHand& raw) {
    return hands_.step({RawHand{}, raw}, head_, frame_seconds)[1];
  }
  Hands hands_;
  std::optional<Isometry3d> head_ = Isometry3d(Eigen::Translation3d(0.0, 1.6, 0.0));
};

TEST_F(TheRightHand, IsAControllerWhereOneIsHeld) {
  RawHand raw = controller(here);
  raw.joints = flat_hand(there, 0.0);
  raw.grab = 0.7;
  raw.next = true;
  raw.stick = {0.5, -0.5};
  const HandInput hand = step(raw);
  EXPECT_EQ(hand.kind, HandKind::controller);
  EXPECT_EQ(hand.scene_from_hand->translation(), here);
  EXPECT_EQ(hand.scene_from_aim->translation(), here);
  EXPECT_EQ(hand.grab, 0.7);
  EXPECT_EQ(hand.select, 0.0) << "the joints of a hand that holds a controller pinch nothing";
  EXPECT_TRUE(hand.next);
  EXPECT_EQ(hand.stick, Eigen::Vector2d(0.5, -0.5));
  EXPECT_FALSE(hand.look.joints);
}

TEST_F(TheRightHand, IsBareWhereNoControllerIsHeld) {
  const HandInput hand = step(bare(0.0));
  EXPECT_EQ(hand.kind, HandKind::bare);
  EXPECT_EQ(hand.scene_from_hand->translation(), here);
  EXPECT_NEAR(hand.select, 1.0, 1e-9);
  EXPECT_EQ(hand.grab, 0.0);
  ASSERT_TRUE(hand.scene_from_aim);
  EXPECT_GT(hand.scene_from_aim->linear().col(2).z(), 0.9) << "ahead is -z";
  EXPECT_TRUE(hand.look.joints);
  EXPECT_EQ(hand.look.opacity, 1.0);
}

TEST_F(TheRightHand, IsBareWhereTheControllerLiesLost) {
  RawHand raw = bare(0.05);
  raw.profile = Profile::controller;
  const HandInput hand = step(raw);
  EXPECT_EQ(hand.kind, HandKind::bare);
  EXPECT_TRUE(hand.scene_from_hand);
}

TEST_F(TheRightHand, TakesTheRuntimesWordForAPinchWhereItGivesOne) {
  RawHand raw = bare(0.06);
  raw.profile = Profile::hand;
  raw.grip = raw.aim = at(there);
  raw.select = 0.9;
  const HandInput hand = step(raw);
  EXPECT_EQ(hand.kind, HandKind::bare);
  EXPECT_EQ(hand.select, 0.9);
  EXPECT_EQ(hand.scene_from_hand->translation(), there);
  EXPECT_EQ(hand.scene_from_aim->translation(), there);
}

TEST_F(TheRightHand, ThatTheRuntimeTakesForAnotherThingLeapsNowhere) {
  RawHand raw = bare(0.05);
  step(raw);
  raw.profile = Profile::hand;
  raw.grip = raw.aim = at(there);
  EXPECT_FALSE(step(raw).scene_from_hand) << "palm and grip are apart";
  EXPECT_EQ(step(raw).scene_from_hand->translation(), there);
  raw.grip = at(there, false);
  EXPECT_FALSE(step(raw).scene_from_hand) << "a guessed grip is not made up for by joints";
}

TEST_F(TheRightHand, FreezesAndFadesWhenItIsLost) {
  step(controller(here));
  RawHand lost;
  lost.profile = Profile::controller;
  double opacity = 1.0;
  for (int frame = 1; frame <= 4; ++frame) {
    const HandInput hand = step(lost);
    EXPECT_FALSE(hand.scene_from_hand);
    EXPECT_FALSE(hand.scene_from_aim);
    EXPECT_EQ(hand.look.scene_from_hand.translation(), here) << "where it was seen last";
    EXPECT_LT(hand.look.opacity, opacity);
    EXPECT_GT(hand.look.opacity, 0.0);
    opacity = hand.look.opacity;
  }
  step(lost);
  EXPECT_EQ(step(lost).look.opacity, 0.0) << "gone after half a second";
  const HandInput found = step(controller(there));
  EXPECT_EQ(found.look.opacity, 1.0);
  EXPECT_EQ(found.look.scene_from_hand.translation(), there);
}

TEST_F(TheRightHand, ThatTheRuntimeOnlyGuessesMovesNothingAndFades) {
  for (const auto& [position, orientation] :
       {std::pair{false, true}, {true, false}, {false, false}}) {
    hands_ = {};
    step(controller(here));
    RawHand guessed = controller(there);
    guessed.grip = at(there, position, orientation);
    const HandInput hand = step(guessed);
    EXPECT_FALSE(hand.scene_from_hand);
    EXPECT_EQ(hand.kind, HandKind::controller);
    EXPECT_EQ(hand.look.scene_from_hand.translation(), here);
    EXPECT_LT(hand.look.opacity, 1.0);
  }
}

TEST_F(TheRightHand, ThatWasNeverSeenIsNotDrawn) {
  RawHand guessed = controller(here);
  guessed.grip = at(here, false, false);
  EXPECT_EQ(step(guessed).look.opacity, 0.0);
  EXPECT_EQ(step(RawHand{}).look.opacity, 0.0);
}

TEST_F(TheRightHand, WhoseControllerKnowsItsTurnAloneIsUsedByThat) {
  RawHand raw = controller(here);
  raw.grip = raw.aim = at(here, false, true);
  for (int frame = 0; frame < 3; ++frame) {
    const HandInput hand = step(raw);
    ASSERT_TRUE(hand.scene_from_hand);
    EXPECT_EQ(hand.look.opacity, 1.0);
  }
  EXPECT_FALSE(step(controller(there)).scene_from_hand) << "nowhere while its place leaps";
  EXPECT_TRUE(step(controller(there)).scene_from_hand);
  EXPECT_FALSE(step(raw).scene_from_hand) << "its place can be tracked, so this is a guess";
}

TEST_F(TheRightHand, ThatPinchesGoesOnPinchingWhileItIsHiddenForAMoment) {
  step(bare(0.0));
  const HandInput hidden = step(RawHand{});
  EXPECT_EQ(hidden.kind, HandKind::bare);
  EXPECT_NEAR(hidden.select, 1.0, 1e-9);
  EXPECT_FALSE(hidden.scene_from_hand);
  for (int frame = 0; frame < 6; ++frame) step(RawHand{});
  EXPECT_EQ(step(RawHand{}).select, 0.0);
  EXPECT_EQ(step(RawHand{}).kind, HandKind::none);
}

TEST_F(TheRightHand, ThatPinchesBeforeTheEyesAsksForTheMenu) {
  RawHand raw;
  raw.joints = turned(flat_hand(here, 0.06), AngleAxisd(std::numbers::pi, Vector3d::UnitZ()));
  EXPECT_FALSE(step(raw).menu);
  raw.joints = turned(flat_hand(here, 0.0), AngleAxisd(std::numbers::pi, Vector3d::UnitZ()));
  HandInput hand = step(raw);
  EXPECT_TRUE(hand.menu);
  EXPECT_EQ(hand.select, 0.0) << "and takes nothing";
  raw.joints = flat_hand(here, 0.0);
  hand = step(raw);
  EXPECT_TRUE(hand.menu) << "until the fingers part";
  EXPECT_EQ(hand.select, 0.0);
  raw.joints = flat_hand(here, 0.06);
  EXPECT_FALSE(step(raw).menu);
  raw.joints = flat_hand(here, 0.0);
  hand = step(raw);
  EXPECT_FALSE(hand.menu) << "the back of the hand is before the eyes";
  EXPECT_NEAR(hand.select, 1.0, 1e-9);
}

TEST_F(TheRightHand, WithoutAHeadAsksForNoMenu) {
  head_.reset();
  RawHand raw;
  raw.joints = turned(flat_hand(here, 0.0), AngleAxisd(std::numbers::pi, Vector3d::UnitZ()));
  EXPECT_FALSE(step(raw).menu);
}

TEST_F(TheRightHand, KnowsItsPalmByTheGripWhereThereAreNoJoints) {
  RawHand raw;
  raw.profile = Profile::hand;
  raw.select = 1.0;
  // The grip's x axis goes into the right palm: here it points away from the eyes.
  const Vector3d to_eyes = (head_->translation() - here).normalized();
  raw.grip = at(here);
  raw.grip->scene_from_space.linear() =
      Eigen::Quaterniond::FromTwoVectors(Vector3d::UnitX(), -to_eyes).toRotationMatrix();
  EXPECT_TRUE(step(raw).menu);
  hands_ = {};
  raw.grip->scene_from_space.linear() =
      Eigen::Quaterniond::FromTwoVectors(Vector3d::UnitX(), to_eyes).toRotationMatrix();
  EXPECT_FALSE(step(raw).menu);
}

TEST_F(TheRightHand, PressesATouchpadAsAStickOrItsButton) {
  RawHand raw = controller(here);
  raw.pad = {0.0, 0.9};
  EXPECT_EQ(step(raw).stick, Eigen::Vector2d::Zero()) << "a thumb that rests does nothing";
  raw.pad_pressed = true;
  HandInput hand = step(raw);
  EXPECT_EQ(hand.stick, Eigen::Vector2d(0.0, 0.9));
  EXPECT_FALSE(hand.recentre);
  raw.pad = {0.1, 0.1};
  hand = step(raw);
  EXPECT_EQ(hand.stick, Eigen::Vector2d::Zero());
  EXPECT_TRUE(hand.recentre);
}

}  // namespace
}  // namespace volvr::xr
