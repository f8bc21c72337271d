// SPDX-License-Identifier: Apache-2.0
// Commands for volumes that follow each other in time.
#include <gtest/gtest.h>

#include "review/any_command.h"
#include "volvr/command.h"
#include "volvr/error.h"

namespace volvr {
namespace {

class Time : public testing::Test {
 protected:
  Time() : volume_(test::small_ct()), history_(volume_, first_of(5)) {}

  State first_of(int time_points) const {
    State state = first_state(volume_);
    state.time_points = time_points;
    return state;
  }
  const State& say(std::string_view sentence) {
    history_.apply(parse_command(sentence));
    return history_.state();
  }

  Volume volume_;
  History history_;
};

TEST_F(Time, PointsAreChosenAndStepInARing) {
  EXPECT_EQ(say("time 4").time_point, 4);
  EXPECT_EQ(say("time next").time_point, 5);
  EXPECT_EQ(say("time next").time_point, 1);
  EXPECT_EQ(say("time previous").time_point, 5);
  EXPECT_EQ(say("time step -7").time_point, 3);
  EXPECT_EQ(say("time step 2000000000").time_point, 3);
  EXPECT_EQ(say("undo").time_point, 5) << "the last step changed nothing";
  EXPECT_EQ(say("undo").time_point, 1);
  for (const char* sentence : {"time 0", "time 6", "time -1", "speed 0", "speed 1e9"}) {
    EXPECT_THROW(say(sentence), Error) << sentence;
  }
  EXPECT_THROW(parse_command("time 1.5"), Error);
}

TEST_F(Time, PlayingIsAStateThatUndoes) {
  EXPECT_TRUE(say("play").playing);
  EXPECT_EQ(say("speed -0.5").play_speed, -0.5);
  history_.reached(3);
  EXPECT_EQ(history_.state().time_point, 3);
  EXPECT_FALSE(say("pause").playing);
  EXPECT_EQ(history_.state().time_point, 3);
  EXPECT_TRUE(say("undo").playing);
  EXPECT_EQ(say("undo").play_speed, 1.0);
  EXPECT_FALSE(say("undo").playing);
  EXPECT_FALSE(history_.can_undo()) << "what was reached by playing is no step";
}

TEST_F(Time, AResetLeavesTheTimeAlone) {
  say("time 2");
  say("play");
  say("window 50 60");
  const State& state = say("reset");
  EXPECT_EQ(state.time_point, 2);
  EXPECT_TRUE(state.playing);
  EXPECT_NE(state.window.width, 60.0);
}

TEST_F(Time, OneVolumeHasNothingToPlay) {
  History one(volume_, first_of(1));
  EXPECT_THROW(one.apply(parse_command("play")), Error);
  EXPECT_THROW(one.apply(parse_command("time 2")), Error);
  EXPECT_NO_THROW(one.apply(parse_command("time next")));
  EXPECT_EQ(one.state().time_point, 1);
}

}  // namespace
}  // namespace volvr
