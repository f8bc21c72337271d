// SPDX-License-Identifier: Apache-2.0
#include "xr/interaction.h"

#include <gtest/gtest.h>

namespace volvr::xr {
namespace {

using Eigen::Isometry3d;
using Eigen::Vector3d;

Isometry3d hand_at(const Vector3d& position) {
  Isometry3d hand = Isometry3d::Identity();
  hand.translate(position);
  return hand;
}

// Frames of a hundredth of a second; commands that set the pose are carried out.
class Person {
 public:
  explicit Person(const InteractionOptions& options = {}) : interaction_(options) {
    state.pose.position = {0, 1.2, -0.6};
    state.window = {400, 1000};
    input.seconds = 0.01;
    for (const Hand hand : both_hands) {
      input.hand(hand).scene_from_hand = hand_at({hand == Hand::left ? -0.2 : 0.2, 1.1, -0.4});
    }
  }

  std::vector<HandCommand> frame() {
    const auto said = interaction_.step(input, state);
    for (const HandCommand& each : said) {
      if (const auto* pose = std::get_if<command::SetPose>(&each.command)) state.pose = pose->pose;
    }
    return said;
  }

  HandInput& hand(Hand which) { return input.hand(which); }
  void put(Hand which, const Vector3d& position) {
    input.hand(which).scene_from_hand = hand_at(position);
  }

  State state;
  Input input;

 private:
  Interaction interaction_;
};

TEST(Interaction, HandsAtRestSayNothing) {
  Person person;
  EXPECT_TRUE(person.frame().empty());
  person.put(Hand::left, {0, 2, 0});
  EXPECT_TRUE(person.frame().empty());
}

TEST(Interaction, AGrabIsOneGesture) {
  Person person;
  person.hand(Hand::right).grab = 1.0;
  EXPECT_TRUE(person.frame().empty());
  person.put(Hand::right, {0.3, 1.1, -0.4});
  const auto first = person.frame();
  person.put(Hand::right, {0.4, 1.1, -0.4});
  const auto second = person.frame();
  ASSERT_EQ(first.size(), 1U);
  ASSERT_EQ(second.size(), 1U);
  EXPECT_FALSE(first[0].continues_gesture);
  EXPECT_TRUE(second[0].continues_gesture);
  EXPECT_NEAR(person.state.pose.position.x(), 0.2, 1e-12);

  person.hand(Hand::right).grab = 0.0;
  EXPECT_TRUE(person.frame().empty());
  person.hand(Hand::right).grab = 1.0;
  person.frame();
  person.put(Hand::right, {0.5, 1.1, -0.4});
  const auto next = person.frame();
  ASSERT_EQ(next.size(), 1U);
  EXPECT_FALSE(next[0].continues_gesture);
}

TEST(Interaction, ATriggerHalfPulledNeitherTakesNorDrops) {
  Person person;
  person.hand(Hand::right).grab = 0.5;
  person.frame();
  person.put(Hand::right, {0.3, 1.1, -0.4});
  EXPECT_TRUE(person.frame().empty());
  person.hand(Hand::right).grab = 0.7;
  person.frame();
  person.hand(Hand::right).grab = 0.5;
  person.put(Hand::right, {0.4, 1.1, -0.4});
  EXPECT_EQ(person.frame().size(), 1U);
}

TEST(Interaction, ALostHandHoldsTheStudyStillAndFindsItAgain) {
  Person person;
  person.hand(Hand::right).grab = 1.0;
  person.frame();
  person.hand(Hand::right).scene_from_hand.reset();
  EXPECT_TRUE(person.frame().empty());
  person.put(Hand::right, {2, 2, 2});
  EXPECT_TRUE(person.frame().empty());
  person.put(Hand::right, {2.1, 2, 2});
  EXPECT_EQ(person.frame().size(), 1U);
  EXPECT_NEAR(person.state.pose.position.x(), 0.1, 1e-12);
}

TEST(Interaction, TheSecondHandJoinsAndLeavesWithoutAJump) {
  Person person;
  person.hand(Hand::right).grab = 1.0;
  person.frame();
  person.hand(Hand::left).grab = 1.0;
  EXPECT_TRUE(person.frame().empty());
  person.put(Hand::left, {-0.6, 1.1, -0.4});
  ASSERT_EQ(person.frame().size(), 1U);
  EXPECT_NEAR(person.state.pose.magnification, 2.0, 1e-12);
  person.hand(Hand::left).grab = 0.0;
  EXPECT_TRUE(person.frame().empty());
}

TEST(Interaction, AButtonSpeaksOnceWhenPressed) {
  Person person;
  person.hand(Hand::left).next = true;
  const auto said = person.frame();
  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(to_text(said[0].command), "preset next");
  EXPECT_TRUE(person.frame().empty());
  person.hand(Hand::left).next = false;
  person.hand(Hand::right).previous = true;
  person.hand(Hand::right).reset = true;
  const auto more = person.frame();
  ASSERT_EQ(more.size(), 2U);
  EXPECT_EQ(to_text(more[0].command), "preset previous");
  EXPECT_EQ(to_text(more[1].command), "reset");
}

TEST(Interaction, AStickHeldOverMovesTheWindowWithTime) {
  Person person;
  person.hand(Hand::right).window = {0, 1};
  double moved = 0;
  for (int frame = 0; frame < 100; ++frame) {
    const auto said = person.frame();
    ASSERT_EQ(said.size(), 1U);
    EXPECT_EQ(said[0].continues_gesture, frame > 0);
    const auto& nudge = std::get<command::NudgeWindow>(said[0].command);
    EXPECT_EQ(nudge.width, 1.0);
    moved += nudge.centre;
  }
  EXPECT_NEAR(moved, 0.5 * 1000, 1e-9) << "half a width in a second, held at full tilt";
}

TEST(Interaction, AStickToTheSideChangesTheWidth) {
  Person person;
  person.hand(Hand::right).window = {-1, 0};
  double factor = 1;
  for (int frame = 0; frame < 200; ++frame) {
    factor *= std::get<command::NudgeWindow>(person.frame().at(0).command).width;
  }
  EXPECT_NEAR(factor, 0.5, 1e-9);
}

TEST(Interaction, AStickNearItsMiddleRests) {
  Person person;
  person.hand(Hand::right).window = {0.1, -0.14};
  EXPECT_TRUE(person.frame().empty());
}

TEST(Interaction, AFrameThatTookLongMovesTheWindowNoFurtherThanAShortOne) {
  Person person;
  person.input.seconds = 30.0;
  person.hand(Hand::right).window = {0, 1};
  EXPECT_NEAR(std::get<command::NudgeWindow>(person.frame().at(0).command).centre,
              0.5 * 1000 * InteractionOptions{}.longest_step, 1e-9);
}

TEST(Interaction, SticksRestWhileAHandHoldsTheStudy) {
  Person person;
  person.hand(Hand::right).grab = 1.0;
  person.hand(Hand::right).window = {1, 1};
  person.hand(Hand::left).window = {1, 1};
  EXPECT_TRUE(person.frame().empty());
}

}  // namespace
}  // namespace volvr::xr
