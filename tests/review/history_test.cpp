// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "review/any_command.h"
#include "volvr/command.h"
#include "volvr/error.h"

namespace volvr {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

std::string clips_of(const State& state) {
  std::string text;
  for (const Clip& clip : state.clips) {
    Command command;
    if (const auto* plane = std::get_if<ClipPlane>(&clip.shape)) {
      command = command::AddClipPlane{*plane};
    } else if (const auto* box = std::get_if<ClipBox>(&clip.shape)) {
      command = command::AddClipBox{*box};
    } else {
      command = command::AddClipSphere{std::get<ClipSphere>(clip.shape)};
    }
    text += ", " + to_text(command) + (clip.inverse ? " inverse" : "");
  }
  return text;
}

// All that is seen, as text that tells every bit apart.
std::string seen(const State& state) {
  return to_text(command::SetPreset{state.preset}) + ", " +
         to_text(command::SetWindow{state.window}) + ", " +
         to_text(command::SetTechnique{state.technique}) + ", " +
         to_text(command::SetShade{state.shade}) + ", " +
         to_text(command::SetTime{state.time_point}) + (state.playing ? ", play, " : ", pause, ") +
         to_text(command::SetSpeed{state.play_speed}) + ", " + to_text(command::SetPose{state.pose}) +
         ", drawn as " + state.appearance.name +
         (state.life_size ? ", life-size" : "") + (state.passthrough ? ", passthrough" : "") +
         (state.table ? ", " + to_text(command::SetTable{*state.table}) : "") + clips_of(state);
}

class HistoryTest : public testing::Test {
 protected:
  HistoryTest() : volume_(test::small_ct()), history_(volume_, first_of_four()) {}

  State first_of_four() const {
    State state = first_state(volume_);
    state.time_points = 4;
    return state;
  }

  void say(std::string_view sentence, bool continues = false) {
    history_.apply(parse_command(sentence), continues);
  }
  std::string now() const { return seen(history_.state()); }

  ErrorCode refusal(const Command& command) {
    const std::string before = now();
    try {
      history_.apply(command);
    } catch (const Error& error) {
      EXPECT_EQ(now(), before) << "a refused command changed the state";
      return error.code();
    }
    ADD_FAILURE() << "taken";
    return ErrorCode::internal;
  }

  Volume volume_;
  History history_;
};

TEST_F(HistoryTest, EveryCommandDoesWhatItSays) {
  say("window 40 400");
  EXPECT_EQ(history_.state().window.centre, 40.0);
  say("window nudge 10 0.5");
  EXPECT_EQ(history_.state().window.centre, 50.0);
  EXPECT_EQ(history_.state().window.width, 200.0);
  say("technique mip");
  EXPECT_EQ(history_.state().technique, Technique::mip);
  say("shade off");
  EXPECT_FALSE(history_.state().shade);
  say("pose 1 2 3 0 0 0 2 0.5");
  EXPECT_EQ(history_.state().pose.position, Eigen::Vector3d(1, 2, 3));
  EXPECT_EQ(history_.state().pose.scene_from_patient.w(), 1.0);
  say("move 0.5 0 -1");
  EXPECT_EQ(history_.state().pose.position, Eigen::Vector3d(1.5, 2, 2));
  say("magnify 3");
  EXPECT_EQ(history_.state().pose.magnification, 1.5);
  say("preset ct-lung");
  EXPECT_EQ(history_.state().appearance.name, "ct-lung");
  EXPECT_EQ(history_.state().window.width, find_preset("ct-lung").window.width);
}

TEST_F(HistoryTest, TurnsAboutTheAxesOfTheScene) {
  say("pose 0 0 0 0 0 0 1 1");
  say("turn 90 0 0");
  const Eigen::Vector3d x = history_.state().pose.scene_from_patient * Eigen::Vector3d::UnitX();
  EXPECT_LT((x - Eigen::Vector3d(0, 0, -1)).norm(), 1e-12) << "yaw turns x to -z about +y";
  say("turn 0 90 0");
  const Eigen::Vector3d still = history_.state().pose.scene_from_patient * Eigen::Vector3d::UnitX();
  EXPECT_LT((still - Eigen::Vector3d(0, 1, 0)).norm(), 1e-12) << "pitch turns -z to y about +x";
  say("turn 0 0 90");
  const Eigen::Vector3d rolled =
      history_.state().pose.scene_from_patient * Eigen::Vector3d::UnitX();
  EXPECT_LT((rolled - Eigen::Vector3d(-1, 0, 0)).norm(), 1e-12) << "roll turns y to -x about +z";
}

TEST_F(HistoryTest, PresetsOfTheModalityFollowOneAnotherInARing) {
  const auto names = presets_for("CT");
  ASSERT_GT(names.size(), 1U);
  for (std::size_t i = 1; i <= names.size(); ++i) {
    say("preset next");
    EXPECT_EQ(history_.state().preset, names[i % names.size()]);
  }
  say("preset previous");
  EXPECT_EQ(history_.state().preset, names.back());
  say("preset step -1000001");
  EXPECT_THAT(names, testing::Contains(history_.state().preset));
}

TEST_F(HistoryTest, FromAnotherModalitysPresetTheRingBeginsAtItsEnds) {
  const auto names = presets_for("CT");
  const std::string foreign = presets_for("MR").front();
  ASSERT_THAT(names, testing::Not(testing::Contains(foreign)));
  say("preset " + foreign);
  say("preset next");
  EXPECT_EQ(history_.state().preset, names.front());
  say("preset " + foreign);
  say("preset previous");
  EXPECT_EQ(history_.state().preset, names.back());
}

TEST_F(HistoryTest, ClipsAreAddedTurnedRoundAndTakenAway) {
  say("clip plane 1 2 3 0 0 2");
  say("clip box -10 -20 -30 10 20 30");
  say("clip sphere 4 5 6 12.5");
  ASSERT_EQ(history_.state().clips.size(), 3U);
  EXPECT_EQ(history_.state().clips[0], (Clip{ClipPlane{{1, 2, 3}, {0, 0, 2}}}));
  EXPECT_EQ(history_.state().clips[1], (Clip{ClipBox{{-10, -20, -30}, {10, 20, 30}}}));
  EXPECT_EQ(history_.state().clips[2], (Clip{ClipSphere{{4, 5, 6}, 12.5}}));
  const std::string three = now();
  say("clip inverse");
  EXPECT_TRUE(history_.state().clips[2].inverse);
  say("clip inverse 1");
  EXPECT_TRUE(history_.state().clips[0].inverse);
  say("undo");
  say("undo");
  EXPECT_EQ(now(), three);
  say("clip remove 2");
  ASSERT_EQ(history_.state().clips.size(), 2U);
  EXPECT_EQ(history_.state().clips[1], (Clip{ClipSphere{{4, 5, 6}, 12.5}}));
  say("clip remove");
  EXPECT_EQ(history_.state().clips.size(), 1U);
  say("clip clear");
  EXPECT_TRUE(history_.state().clips.empty());
  say("undo");
  say("undo");
  say("undo");
  EXPECT_EQ(now(), three);
  say("reset");
  EXPECT_TRUE(history_.state().clips.empty());
}

TEST_F(HistoryTest, ClipsThatAreNoneAreRefused) {
  EXPECT_EQ(refusal(command::InvertClip{}), ErrorCode::invalid_argument);
  EXPECT_EQ(refusal(command::RemoveClip{1}), ErrorCode::invalid_argument);
  EXPECT_EQ(refusal(command::AddClipSphere{{{0, 0, 0}, 0.0}}), ErrorCode::invalid_argument);
  EXPECT_EQ(refusal(command::AddClipSphere{{{0, 0, 0}, -1.0}}), ErrorCode::invalid_argument);
  EXPECT_EQ(refusal(command::AddClipPlane{{{0, 0, not_a_number}, {0, 0, 1}}}),
            ErrorCode::invalid_argument);
  EXPECT_EQ(refusal(command::AddClipPlane{{{0, 0, 0}, {0, 0, 0}}}), ErrorCode::invalid_argument);
  EXPECT_EQ(refusal(command::AddClipBox{{{0, 0, 0}, {-1, 1, 1}}}), ErrorCode::invalid_argument);
  say("clip sphere 0 0 0 5");
  EXPECT_EQ(refusal(command::RemoveClip{2}), ErrorCode::invalid_argument);
  EXPECT_EQ(refusal(command::RemoveClip{-1}), ErrorCode::invalid_argument);
  for (std::size_t at = 1; at < limits::clips; ++at) say("clip sphere 0 0 0 5");
  EXPECT_EQ(refusal(command::AddClipSphere{}), ErrorCode::invalid_argument);
}

TEST_F(HistoryTest, AGestureUndoesAsOne) {
  const std::string before = now();
  say("move 0.1 0 0");
  say("move 0.1 0 0", true);
  say("turn 5 0 0", true);
  say("magnify 1.1", true);
  say("undo");
  EXPECT_EQ(now(), before);
  EXPECT_FALSE(history_.can_undo());
}

TEST_F(HistoryTest, AGestureThatBeginsStillGrabsOnlyItself) {
  say("window 10 20");
  const std::string before = now();
  say("move 0 0 0");
  say("move 0.1 0 0", true);
  say("undo");
  EXPECT_EQ(now(), before);
}

TEST_F(HistoryTest, MovesThatAreNoGestureUndoOneByOne) {
  say("move 0.1 0 0");
  const std::string between = now();
  say("move 0.1 0 0");
  say("undo");
  EXPECT_EQ(now(), between);
}

TEST_F(HistoryTest, APoseGestureDoesNotSwallowAWindow) {
  say("move 0.1 0 0");
  const std::string between = now();
  say("window nudge 5 1", true);
  say("undo");
  EXPECT_EQ(now(), between);
}

TEST_F(HistoryTest, AGestureAfterAnUndoBeginsAnew) {
  say("move 0.1 0 0");
  say("undo");
  const std::string first = now();
  say("move 0.2 0 0", true);
  say("undo");
  EXPECT_EQ(now(), first);
}

TEST_F(HistoryTest, WhatChangesNothingLeavesNoStep) {
  say("view anterior");
  say("snapshot somewhere");
  say("info");
  say("wait 1");
  say("reset");
  EXPECT_FALSE(history_.can_undo());
}

TEST_F(HistoryTest, SnapshotsAndWaitsDoNotEndAGesture) {
  const std::string before = now();
  say("move 0.1 0 0");
  say("snapshot somewhere");
  say("move 0.1 0 0", true);
  say("undo");
  EXPECT_EQ(now(), before);
}

TEST_F(HistoryTest, UndoAtTheBeginningAndRedoAtTheEndDoNothing) {
  const std::string before = now();
  say("undo");
  say("redo");
  EXPECT_EQ(now(), before);
}

TEST_F(HistoryTest, ANewChangeForgetsWhatWasUndone) {
  say("window 1 2");
  say("undo");
  EXPECT_TRUE(history_.can_redo());
  say("window 3 4");
  EXPECT_FALSE(history_.can_redo());
}

TEST_F(HistoryTest, RefusesWhatIsNotFiniteAndChangesNothing) {
  using namespace command;
  Pose pose;
  for (const double bad : {infinity, -infinity, not_a_number}) {
    EXPECT_EQ(refusal(SetWindow{{bad, 1}}), ErrorCode::invalid_argument);
    EXPECT_EQ(refusal(SetWindow{{0, bad}}), ErrorCode::invalid_argument);
    EXPECT_EQ(refusal(NudgeWindow{bad, 1}), ErrorCode::invalid_argument);
    EXPECT_EQ(refusal(NudgeWindow{0, bad}), ErrorCode::invalid_argument);
    EXPECT_EQ(refusal(Move{{0, bad, 0}}), ErrorCode::invalid_argument);
    EXPECT_EQ(refusal(Turn{0, 0, bad}), ErrorCode::invalid_argument);
    EXPECT_EQ(refusal(Magnify{bad}), ErrorCode::invalid_argument);
    EXPECT_EQ(refusal(Wait{bad}), ErrorCode::invalid_argument);
    pose.scene_from_patient.coeffs() = Eigen::Vector4d(0, 0, bad, 1);
    EXPECT_EQ(refusal(SetPose{pose}), ErrorCode::invalid_argument);
  }
  pose.scene_from_patient.coeffs().setZero();
  EXPECT_EQ(refusal(SetPose{pose}), ErrorCode::invalid_argument);
  EXPECT_EQ(refusal(Magnify{0}), ErrorCode::invalid_argument);
  EXPECT_EQ(refusal(Magnify{-2}), ErrorCode::invalid_argument);
  EXPECT_EQ(refusal(SetWindow{{0, 0}}), ErrorCode::invalid_argument);
  EXPECT_EQ(refusal(Wait{-1}), ErrorCode::invalid_argument);
  EXPECT_EQ(refusal(SetPreset{"nothing-like-it"}), ErrorCode::unknown_preset);
  EXPECT_FALSE(history_.can_undo());
}

TEST_F(HistoryTest, SetsBeyondTheLimitsAreRefused) {
  Pose pose;
  pose.position.x() = limits::position * 1.001;
  EXPECT_EQ(refusal(command::SetPose{pose}), ErrorCode::invalid_argument);
  pose = {};
  pose.magnification = limits::magnification_smallest * 0.999;
  EXPECT_EQ(refusal(command::SetPose{pose}), ErrorCode::invalid_argument);
  pose.magnification = limits::magnification_largest * 1.001;
  EXPECT_EQ(refusal(command::SetPose{pose}), ErrorCode::invalid_argument);
}

TEST_F(HistoryTest, ChangesStopAtTheLimits) {
  say("move 1e300 -1e300 3");
  EXPECT_EQ(history_.state().pose.position.x(), limits::position);
  EXPECT_EQ(history_.state().pose.position.y(), -limits::position);
  say("magnify 1e300");
  EXPECT_EQ(history_.state().pose.magnification, limits::magnification_largest);
  say("magnify 1e-300");
  EXPECT_EQ(history_.state().pose.magnification, limits::magnification_smallest);
  say("window nudge 1e300 1e300");
  EXPECT_EQ(history_.state().window.width, limits::window);
  say("window nudge 0 1e-300");
  EXPECT_EQ(history_.state().window.width, limits::window_narrowest);
}

// Any sentence but undo and redo; half of them go on with a gesture.
// A clip that is not there can be neither turned round nor removed, and there are no layers here.
bool is_of_what_is_not_there(const Command& command) {
  const std::string text = to_text(command);
  return text.starts_with("clip ") || text.starts_with("layer ") || text.starts_with("label ") ||
         text.starts_with("labels ");
}

void apply_if_taken(History& history, const Command& command, bool continues = false) {
  try {
    history.apply(command, continues);
  } catch (const Error& error) {
    ASSERT_EQ(error.code(), ErrorCode::invalid_argument) << error.what();
    ASSERT_TRUE(is_of_what_is_not_there(command)) << error.what();
  }
}

void say_anything(History& history, std::mt19937_64& random) {
  Command command = command::Undo{};
  while (std::holds_alternative<command::Undo>(command) ||
         std::holds_alternative<command::Redo>(command)) {
    command = test::everyday_command(random() % test::command_kinds, random);
  }
  apply_if_taken(history, command, random() % 2 == 0);
}

TEST_F(HistoryTest, AnySequenceIsUndoneStepByStepAndRedoneToTheLastBit) {
  for (unsigned seed = 1; seed <= 40; ++seed) {
    History history(volume_, first_of_four());
    std::mt19937_64 random(seed);
    for (int i = 0; i < 200; ++i) say_anything(history, random);
    std::vector<std::string> back = {seen(history.state())};
    while (history.can_undo()) {
      history.apply(command::Undo{});
      back.push_back(seen(history.state()));
      ASSERT_LE(back.size(), 201U);
    }
    EXPECT_GT(back.size(), 50U);
    EXPECT_EQ(back.back(), seen(first_state(volume_)));
    for (auto expected = back.rbegin() + 1; expected != back.rend(); ++expected) {
      ASSERT_TRUE(history.can_redo());
      history.apply(command::Redo{});
      ASSERT_EQ(seen(history.state()), *expected) << "seed " << seed;
    }
    EXPECT_FALSE(history.can_redo());
  }
}

TEST_F(HistoryTest, AnUndoneStepIsTheStateBeforeTheCommand) {
  std::mt19937_64 random(99);
  for (int i = 0; i < 500; ++i) {
    const std::string before = now();
    const Command command = test::everyday_command(random() % test::command_kinds, random);
    if (std::holds_alternative<command::Undo>(command)) continue;
    if (std::holds_alternative<command::Redo>(command)) continue;
    apply_if_taken(history_, command);
    if (now() == before) continue;
    const std::string after = now();
    say("undo");
    ASSERT_EQ(now(), before) << to_text(command);
    say("redo");
    ASSERT_EQ(now(), after) << to_text(command);
  }
}

TEST_F(HistoryTest, ThousandsOfStepsKeepARotationARotation) {
  std::mt19937_64 random(5);
  for (int i = 0; i < 20000; ++i) history_.apply(test::everyday_command(8, random), true);
  EXPECT_NEAR(history_.state().pose.scene_from_patient.norm(), 1.0, 1e-12);
}

}  // namespace
}  // namespace volvr
