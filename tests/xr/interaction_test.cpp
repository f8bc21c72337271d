// SPDX-License-Identifier: Apache-2.0
#include "xr/interaction.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numbers>
#include <random>
#include <string>

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
    for (const Hand each : both_hands) {
      hand(each).kind = HandKind::controller;
      put(each, {each == Hand::left ? -0.2 : 0.2, 1.1, -0.4});
    }
  }

  std::vector<HandCommand> frame() {
    Said said = interaction_.step(input, state, around);
    for (const HandCommand& each : said.commands) {
      if (const auto* pose = std::get_if<command::SetPose>(&each.command)) state.pose = pose->pose;
    }
    felt = said.haptics;
    return said.commands;
  }

  HandInput& hand(Hand which) { return input.hand(which); }
  void put(Hand which, const Vector3d& position) {
    input.hand(which).scene_from_hand = hand_at(position);
  }
  int count(HapticKind kind) const {
    return static_cast<int>(std::ranges::count(felt, kind, &Haptic::kind));
  }

  State state;
  Input input;
  Around around;
  std::vector<Haptic> felt;
  const Interaction& interaction() const { return interaction_; }
  void change(const InteractionOptions& options) { interaction_.set_options(options); }

 private:
  Interaction interaction_;
};

std::string text(const std::vector<HandCommand>& said) {
  std::string all;
  for (const HandCommand& each : said) all += (all.empty() ? "" : "; ") + to_text(each.command);
  return all;
}

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
  EXPECT_EQ(text(person.frame()), "preset next");
  EXPECT_EQ(person.count(HapticKind::click), 1);
  EXPECT_TRUE(person.frame().empty());
  EXPECT_TRUE(person.felt.empty());
  person.hand(Hand::left).next = false;
  person.hand(Hand::right).recentre = true;
  EXPECT_EQ(text(person.frame()), "recentre");
}

TEST(Interaction, TheMenuButtonOpensThePanelAndClosesIt) {
  Person person;
  person.hand(Hand::left).menu = true;
  EXPECT_EQ(text(person.frame()), "panel open");
  person.state.panel = true;
  EXPECT_TRUE(person.frame().empty()) << "held, it says no more";
  person.hand(Hand::left).menu = false;
  person.frame();
  person.hand(Hand::right).menu = true;
  EXPECT_EQ(text(person.frame()), "panel close");
}

TEST(Interaction, AStickPressedWhileAHandHoldsTheStudyDoesNothing) {
  Person person;
  person.hand(Hand::right).grab = 1.0;
  person.frame();
  person.hand(Hand::right).recentre = true;
  EXPECT_TRUE(person.frame().empty());
  person.hand(Hand::right).grab = 0.0;
  EXPECT_TRUE(person.frame().empty()) << "nor when the study is let go first";
}

TEST(Interaction, TheTriggerGrabsAsTheSqueezeDoes) {
  Person person;
  person.hand(Hand::right).select = 1.0;
  person.frame();
  EXPECT_EQ(person.felt, std::vector<Haptic>({{Hand::right, HapticKind::click}}));
  person.hand(Hand::right).grab = 1.0;
  person.frame();
  EXPECT_TRUE(person.felt.empty()) << "it holds the study already";
  person.put(Hand::right, {0.3, 1.1, -0.4});
  EXPECT_EQ(person.frame().size(), 1U);
  person.hand(Hand::right).select = 0.0;
  EXPECT_TRUE(person.frame().empty());
  EXPECT_TRUE(person.interaction().holds(Hand::right));
  person.hand(Hand::right).grab = 0.0;
  person.frame();
  EXPECT_EQ(person.felt, std::vector<Haptic>({{Hand::right, HapticKind::click}}));
}

TEST(Interaction, ATriggerPulledOnAPanelPressesThereAndTakesNothing) {
  Person person;
  person.around.on_panel = {false, true};
  person.hand(Hand::right).select = 1.0;
  person.frame();
  EXPECT_TRUE(person.interaction().presses_panel(Hand::right));
  person.around.on_panel = {false, false};
  person.frame();
  person.put(Hand::right, {0.5, 1.1, -0.4});
  EXPECT_TRUE(person.frame().empty()) << "a slider dragged beyond the panel's edge moves no study";
  EXPECT_TRUE(person.interaction().presses_panel(Hand::right));
  person.hand(Hand::right).select = 0.0;
  person.frame();
  EXPECT_FALSE(person.interaction().presses_panel(Hand::right));
  person.hand(Hand::right).select = 1.0;
  person.frame();
  EXPECT_TRUE(person.interaction().holds(Hand::right));
}

TEST(Interaction, AGrabThatBeganElsewhereGoesOnOverAPanel) {
  Person person;
  person.hand(Hand::right).select = 1.0;
  person.frame();
  person.around.on_panel = {true, true};
  person.put(Hand::right, {0.3, 1.1, -0.4});
  EXPECT_EQ(person.frame().size(), 1U);
  EXPECT_FALSE(person.interaction().presses_panel(Hand::right));
}

TEST(Interaction, TheSqueezeGrabsOverAPanelToo) {
  Person person;
  person.around.on_panel = {true, true};
  person.hand(Hand::right).grab = 1.0;
  person.frame();
  EXPECT_TRUE(person.interaction().holds(Hand::right));
}

TEST(Interaction, AControllerPutDownAndABareHandAreTwoPlaces) {
  Person person;
  person.hand(Hand::right).select = 1.0;
  person.frame();
  person.hand(Hand::right).kind = HandKind::bare;
  person.put(Hand::right, {0.9, 1.1, -0.4});
  EXPECT_TRUE(person.frame().empty()) << "no jump from one to the other";
  person.put(Hand::right, {1.0, 1.1, -0.4});
  EXPECT_EQ(person.frame().size(), 1U);
  EXPECT_NEAR(person.state.pose.position.x(), 0.1, 1e-12);
}

TEST(Interaction, LifeSizeIsKeptByTwoHandsWhichFeelIt) {
  Person person;
  person.state.life_size = true;
  person.hand(Hand::left).grab = person.hand(Hand::right).grab = 1.0;
  person.frame();
  double strength = 0.0;
  for (int i = 1; i <= 5; ++i) {
    person.put(Hand::left, {-0.2 - 0.02 * i, 1.1, -0.4});
    person.frame();
    EXPECT_EQ(person.state.pose.magnification, 1.0);
    ASSERT_EQ(person.count(HapticKind::warning), 2);
    EXPECT_GT(person.felt.back().strength, strength) << "harder the further they pull";
    strength = person.felt.back().strength;
  }
  EXPECT_NEAR(person.state.pose.position.x(), -0.05, 1e-12) << "it follows their middle";
}

TEST(Interaction, HandsFeelItWhenTheStudyPassesLifeSize) {
  Person person;
  person.state.pose.magnification = 0.9;
  person.hand(Hand::left).grab = person.hand(Hand::right).grab = 1.0;
  person.frame();
  person.put(Hand::left, {-0.21, 1.1, -0.4});
  person.frame();
  EXPECT_EQ(person.count(HapticKind::detent), 0) << person.state.pose.magnification;
  person.put(Hand::left, {-0.28, 1.1, -0.4});
  person.frame();
  EXPECT_GT(person.state.pose.magnification, 1.0);
  EXPECT_EQ(person.count(HapticKind::detent), 2);
  person.put(Hand::left, {-0.29, 1.1, -0.4});
  person.frame();
  EXPECT_EQ(person.count(HapticKind::detent), 0);
}

TEST(Interaction, AHandThatPullsBeyondReachIsWarnedHarderAndHarder) {
  Person person;
  person.hand(Hand::right).grab = 1.0;
  person.frame();
  person.put(Hand::right, {5.2, 1.1, -0.4});
  person.frame();
  EXPECT_NEAR(person.state.pose.position.x(), 5.0, 1e-9);
  EXPECT_EQ(person.count(HapticKind::warning), 0) << "just there";
  double strength = 0.0;
  for (int i = 1; i <= 5; ++i) {
    person.put(Hand::right, {5.2 + 0.05 * i, 1.1, -0.4});
    person.frame();
    ASSERT_EQ(person.count(HapticKind::warning), 1);
    EXPECT_GT(person.felt.back().strength, strength);
    strength = person.felt.back().strength;
  }
  person.put(Hand::right, {5.3, 1.1, -0.4});
  person.frame();
  EXPECT_EQ(person.count(HapticKind::warning), 0) << "on the way back";
  EXPECT_LT(person.state.pose.position.x(), 5.0);
}

TEST(Interaction, NothingIsLostHoweverHandsAreThrownAbout) {
  Person person;
  std::mt19937 random(11);
  std::uniform_real_distribution<double> anywhere(-50.0, 50.0);
  std::bernoulli_distribution often(0.8);
  for (int frame = 0; frame < 3000; ++frame) {
    for (const Hand hand : both_hands) {
      person.hand(hand).grab = often(random) ? 1.0 : 0.0;
      person.hand(hand).scene_from_hand =
          hand_at({anywhere(random), anywhere(random), anywhere(random)});
      person.hand(hand).scene_from_hand->rotate(Eigen::Quaterniond::UnitRandom());
      if (!often(random)) person.hand(hand).scene_from_hand.reset();
    }
    person.frame();
    const Pose& pose = person.state.pose;
    ASSERT_LE(pose.position.cwiseAbs().maxCoeff(), GrabLimits{}.furthest);
    ASSERT_GE(pose.magnification, GrabLimits{}.smallest_magnification);
    ASSERT_LE(pose.magnification, GrabLimits{}.largest_magnification);
    ASSERT_NEAR(pose.scene_from_patient.norm(), 1.0, 1e-9);
  }
}

// Turned by hand, nearly square, and let go.
std::vector<HandCommand> let_go(Person& person, double degrees) {
  person.hand(Hand::right).grab = 1.0;
  person.frame();
  person.hand(Hand::right)
      .scene_from_hand->rotate(
          Eigen::AngleAxisd(degrees * std::numbers::pi / 180.0, Vector3d::UnitY()));
  person.frame();
  EXPECT_GT(person.state.pose.scene_from_patient.angularDistance(Eigen::Quaterniond::Identity()),
            0.01)
      << "not while it is held";
  person.hand(Hand::right).grab = 0.0;
  return person.frame();
}

TEST(Interaction, AStudyLetGoNearlySquareTurnsSquareWhereThatIsWanted) {
  InteractionOptions options;
  options.snap = true;
  Person person(options);
  const auto said = let_go(person, 4.5);
  ASSERT_EQ(said.size(), 1U);
  EXPECT_TRUE(said[0].continues_gesture) << "undone together with the grab";
  EXPECT_NEAR(person.state.pose.scene_from_patient.angularDistance(Eigen::Quaterniond::Identity()),
              0.0, 1e-7);
  EXPECT_EQ(person.count(HapticKind::detent), 1);
}

TEST(Interaction, AStudyLetGoFarFromSquareStaysAndSoItDoesWhereNobodyAsked) {
  InteractionOptions options;
  options.snap = true;
  Person far(options);
  EXPECT_TRUE(let_go(far, 5.5).empty());
  Person unasked;
  EXPECT_TRUE(let_go(unasked, 2.0).empty());
}

TEST(Interaction, AStudyLetGoAtTheTableLiesOnIt) {
  Person person;
  person.around.bounds_in_patient =
      Eigen::AlignedBox3d(Vector3d::Constant(-100.0), Vector3d::Constant(100.0));
  person.state.table = 0.75;
  const auto let_go_at = [&](double y) {
    person.hand(Hand::right).grab = 1.0;
    person.frame();
    const double now = person.state.pose.position.y();
    person.hand(Hand::right).scene_from_hand->pretranslate(Vector3d(0.0, y - now, 0.0));
    person.frame();
    person.hand(Hand::right).grab = 0.0;
    return person.frame();
  };
  EXPECT_TRUE(let_go_at(0.95).empty()) << "0.1 m above it";
  EXPECT_EQ(let_go_at(0.86).size(), 1U);
  EXPECT_NEAR(person.state.pose.position.y(), 0.85, 1e-9);
  EXPECT_EQ(person.count(HapticKind::contact), 1);
  let_go_at(0.5);
  EXPECT_NEAR(person.state.pose.position.y(), 0.85, 1e-9) << "not below it either";
}

TEST(Interaction, AStickHeldOverMovesTheWindowWithTime) {
  Person person;
  person.hand(Hand::right).stick = {0, 1};
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
  person.hand(Hand::right).stick = {-1, 0};
  double factor = 1;
  for (int frame = 0; frame < 200; ++frame) {
    factor *= std::get<command::NudgeWindow>(person.frame().at(0).command).width;
  }
  EXPECT_NEAR(factor, 0.5, 1e-9);
}

TEST(Interaction, AStickNearItsMiddleRests) {
  Person person;
  person.hand(Hand::right).stick = {0.1, -0.14};
  EXPECT_TRUE(person.frame().empty());
}

TEST(Interaction, AFrameThatTookLongMovesTheWindowNoFurtherThanAShortOne) {
  Person person;
  person.input.seconds = 30.0;
  person.hand(Hand::right).stick = {0, 1};
  EXPECT_NEAR(std::get<command::NudgeWindow>(person.frame().at(0).command).centre,
              0.5 * 1000 * StickOptions{}.longest_step, 1e-9);
}

TEST(Interaction, SticksRestWhileAHandHoldsTheStudy) {
  Person person;
  person.hand(Hand::right).grab = 1.0;
  person.hand(Hand::right).stick = {1, 1};
  person.hand(Hand::left).stick = {1, 0};
  EXPECT_TRUE(person.frame().empty());
  person.hand(Hand::right).grab = 0.0;
  person.hand(Hand::right).stick = {0, 0};
  EXPECT_TRUE(person.frame().empty()) << "one that was pushed meanwhile has to come back first";
}

TEST(Interaction, SticksOfHandsOnAPanelRest) {
  Person person;
  person.around.on_panel = {true, true};
  person.hand(Hand::right).stick = {1, 1};
  person.hand(Hand::left).stick = {1, 0};
  EXPECT_TRUE(person.frame().empty());
}

TEST(Interaction, TheOtherStickTurnsTheStudyOneStepAPush) {
  Person person;
  person.hand(Hand::left).stick = {0.75, 0.1};
  EXPECT_EQ(text(person.frame()), "turn 30 0 0");
  EXPECT_EQ(person.felt, std::vector<Haptic>({{Hand::left, HapticKind::detent}}));
  person.hand(Hand::left).stick = {0.5, 0.1};
  EXPECT_TRUE(person.frame().empty());
  person.hand(Hand::left).stick = {0.9, 0.1};
  EXPECT_TRUE(person.frame().empty()) << "it did not come back in between";
  person.hand(Hand::left).stick = {0.3, 0.1};
  EXPECT_TRUE(person.frame().empty());
  person.hand(Hand::left).stick = {-0.9, 0.5};
  EXPECT_EQ(text(person.frame()), "turn -30 0 0");
}

TEST(Interaction, TheOtherStickStepsThroughTimeOrPresets) {
  Person person;
  const auto push = [&](double y) {
    person.hand(Hand::left).stick = {0.0, y};
    const std::string said = text(person.frame());
    person.hand(Hand::left).stick = {0.0, 0.0};
    person.frame();
    return said;
  };
  EXPECT_EQ(push(1.0), "preset next");
  EXPECT_EQ(push(-1.0), "preset previous");
  person.state.time_points = 10;
  EXPECT_EQ(push(1.0), "time next");
  EXPECT_EQ(push(-1.0), "time previous");
}

TEST(Interaction, LeftHandedPeopleHaveTheWindowAtTheLeft) {
  InteractionOptions options;
  options.sticks.dominant = Hand::left;
  Person person(options);
  person.hand(Hand::left).stick = {0, 1};
  EXPECT_EQ(text(person.frame()).substr(0, 13), "window nudge ");
  person.hand(Hand::left).stick = {0, 0};
  person.hand(Hand::right).stick = {1, 0};
  EXPECT_EQ(text(person.frame()), "turn 30 0 0");
}

TEST(Interaction, OptionsThatChangeDropNothing) {
  Person person;
  person.hand(Hand::right).grab = 1.0;
  person.frame();
  InteractionOptions options;
  options.sticks.dominant = Hand::left;
  person.change(options);
  person.put(Hand::right, {0.3, 1.1, -0.4});
  EXPECT_EQ(person.frame().size(), 1U) << "the grab goes on";
  person.hand(Hand::right).grab = 0.0;
  person.frame();
  person.hand(Hand::right).stick = {1, 0};
  EXPECT_EQ(text(person.frame()), "turn 30 0 0");
}

// A study of 0.2 m about the middle of its pose.
class PersonAtABox : public Person {
 public:
  PersonAtABox() {
    around.bounds_in_patient =
        Eigen::AlignedBox3d(Vector3d::Constant(-100.0), Vector3d::Constant(100.0));
    put(Hand::left, {-2, 1.2, -0.6});
    put(Hand::right, {0.2, 1.2, -0.6});
    frame();
  }
  void go(double x) {
    put(Hand::right, {x, 1.2, -0.6});
    frame();
  }
};

TEST(Interaction, AHandThatEntersTheStudyFeelsItHarderTheFasterItIs) {
  PersonAtABox slow;
  slow.go(0.102);
  EXPECT_EQ(slow.count(HapticKind::contact), 0);
  slow.go(0.0995);
  ASSERT_EQ(slow.count(HapticKind::contact), 1);
  EXPECT_EQ(slow.felt[0].hand, Hand::right);
  EXPECT_NEAR(slow.felt[0].strength, 0.5, 1e-9) << "2.5 mm in a hundredth of a second";
  PersonAtABox fast;
  fast.go(0.0);
  ASSERT_EQ(fast.count(HapticKind::contact), 1);
  EXPECT_EQ(fast.felt[0].strength, 1.0);
}

TEST(Interaction, AHandThatTremblesAtTheStudyFeelsItOnce) {
  PersonAtABox person;
  person.go(0.099);
  EXPECT_EQ(person.count(HapticKind::contact), 1);
  for (const double x : {0.105, 0.099, 0.109, 0.099}) {
    person.go(x);
    EXPECT_EQ(person.count(HapticKind::contact), 0) << x;
  }
  person.go(0.12);
  person.go(0.099);
  EXPECT_EQ(person.count(HapticKind::contact), 1);
}

// Solid from 30 to 40 mm to the left of the study's middle alone.
class PersonAtAShell : public PersonAtABox {
 public:
  PersonAtAShell() {
    around.is_solid = [](const Vector3d& in_patient) {
      return in_patient.x() >= 30.0 && in_patient.x() <= 40.0;
    };
  }
};

TEST(Interaction, AHandFeelsWhatIsSolidAndNotTheBoxAroundIt) {
  PersonAtAShell person;
  person.go(0.05);
  EXPECT_EQ(person.count(HapticKind::contact), 0) << "in the box, before the shell";
  person.go(0.0395);
  EXPECT_EQ(person.count(HapticKind::contact), 1);
  person.go(0.03);
  EXPECT_EQ(person.count(HapticKind::contact), 0) << "still within it";
  person.go(0.0);
  EXPECT_EQ(person.count(HapticKind::contact), 0);
  person.go(0.031);
  EXPECT_EQ(person.count(HapticKind::contact), 1) << "from within";
}

TEST(Interaction, AHandThatIsFastFeelsAThinShell) {
  PersonAtAShell person;
  person.go(0.06);
  person.go(-0.02);
  EXPECT_EQ(person.count(HapticKind::contact), 1);
  person.go(-0.04);
  EXPECT_EQ(person.count(HapticKind::contact), 0);
}

TEST(Interaction, AHandThatHoldsTheStudyOrIsFoundInItFeelsNothingOfIt) {
  PersonAtABox person;
  person.hand(Hand::right).scene_from_hand.reset();
  person.frame();
  person.go(0.0);
  EXPECT_EQ(person.count(HapticKind::contact), 0) << "found within";
  person.go(0.2);
  person.hand(Hand::right).grab = 1.0;
  person.frame();
  person.state.pose.position.x() = 0.2;
  person.frame();
  EXPECT_EQ(person.count(HapticKind::contact), 0);
}

}  // namespace
}  // namespace volvr::xr
