// SPDX-License-Identifier: Apache-2.0
#include "render/gestures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <vector>

#include "support/temporary_folder.h"
#include "volvr/command.h"

namespace volvr::test {
namespace {

using render::Button;
using render::Gestures;

struct Said {
  std::string sentence;
  bool continues;
};

class GesturesTest : public testing::Test {
 protected:
  GesturesTest()
      : gestures_([this](std::string_view sentence,
                         bool continues) { said_.push_back({std::string(sentence), continues}); },
                  folder_.path()) {}

  // Reads the sentence as the viewer will, and gives it as its kind.
  template <class T>
  T last() {
    EXPECT_FALSE(said_.empty());
    const Command command = parse_command(said_.back().sentence);
    EXPECT_TRUE(std::holds_alternative<T>(command)) << said_.back().sentence;
    return std::get<T>(command);
  }

  TemporaryFolder folder_;
  std::vector<Said> said_;
  Gestures gestures_;
};

TEST_F(GesturesTest, LeftDragTurnsWithTheHand) {
  gestures_.press(Button::left, 100, 100, {});
  gestures_.move(150, 100);
  const auto right = last<command::Turn>();
  EXPECT_GT(right.yaw, 0.0);  // about the upward axis: the near side goes right
  EXPECT_EQ(right.pitch, 0.0);
  gestures_.move(150, 60);
  EXPECT_GT(last<command::Turn>().pitch, 0.0);  // about the rightward axis: the near side goes down
}

TEST_F(GesturesTest, OneDragIsOneGesture) {
  gestures_.press(Button::left, 0, 0, {});
  gestures_.move(1, 0);
  gestures_.move(2, 0);
  gestures_.release(Button::left);
  gestures_.move(50, 0);
  gestures_.press(Button::left, 0, 0, {});
  gestures_.move(1, 0);
  ASSERT_EQ(said_.size(), 3U);
  EXPECT_FALSE(said_[0].continues);
  EXPECT_TRUE(said_[1].continues);
  EXPECT_FALSE(said_[2].continues);
}

TEST_F(GesturesTest, ADragThatGoesThereAndBackEndsWhereItBegan) {
  gestures_.set_window_width(400);
  gestures_.press(Button::right, 10, 10, {});
  double centre = 0.0;
  double width = 1.0;
  for (const auto& [x, y] : {std::pair{60, 30}, std::pair{300, -90}, std::pair{10, 10}}) {
    gestures_.move(x, y);
    const auto nudge = last<command::NudgeWindow>();
    centre += nudge.centre;
    width *= nudge.width;
  }
  EXPECT_NEAR(centre, 0.0, 1e-9);
  EXPECT_NEAR(width, 1.0, 1e-9);
}

TEST_F(GesturesTest, RightDragWidensAcrossAndRaisesTheCentreUpwards) {
  gestures_.set_window_width(400);
  gestures_.press(Button::right, 0, 0, {});
  gestures_.move(30, 0);
  EXPECT_GT(last<command::NudgeWindow>().width, 1.0);
  EXPECT_EQ(last<command::NudgeWindow>().centre, 0.0);
  gestures_.move(30, 40);
  EXPECT_NEAR(last<command::NudgeWindow>().centre, 40 * 0.0025 * 400, 1e-9);
}

TEST_F(GesturesTest, MiddleAndShiftedLeftDragMoveByTheHandsWay) {
  gestures_.set_metres_per_pixel(0.002);
  gestures_.press(Button::left, 0, 0, {.shift = true});
  gestures_.move(10, 5);
  EXPECT_TRUE(last<command::Move>().by.isApprox(Eigen::Vector3d(0.02, 0.01, 0.0)));
  gestures_.release(Button::left);
  gestures_.press(Button::middle, 0, 0, {});
  gestures_.move(0, -5);
  EXPECT_TRUE(last<command::Move>().by.isApprox(Eigen::Vector3d(0.0, -0.01, 0.0)));
}

TEST_F(GesturesTest, ASecondButtonDoesNotDisturbADrag) {
  gestures_.press(Button::left, 0, 0, {});
  gestures_.press(Button::right, 0, 0, {});
  gestures_.release(Button::right);
  gestures_.move(5, 5);
  last<command::Turn>();
}

TEST_F(GesturesTest, TheWheelThereAndBackIsNothing) {
  gestures_.wheel(1);
  const double in = last<command::Magnify>().by;
  gestures_.wheel(-1);
  EXPECT_GT(in, 1.0);
  EXPECT_NEAR(in * last<command::Magnify>().by, 1.0, 1e-12);
}

TEST_F(GesturesTest, EveryKeySaysASentenceThatIsUnderstood) {
  for (const char* key : {"n", "p", "1", "2", "3", "4", "5", "6", "r", "u", "c", "m", "plus",
                          "minus", "s", "q", "Escape"}) {
    said_.clear();
    gestures_.key(key, {});
    ASSERT_EQ(said_.size(), 1U) << key;
    EXPECT_NO_THROW(parse_command(said_.front().sentence)) << said_.front().sentence;
  }
  gestures_.key("r", {.control = true});
  last<command::Redo>();
  gestures_.key("3", {});
  EXPECT_EQ(last<command::SetView>().view, View::left);
  said_.clear();
  gestures_.key("F7", {});
  gestures_.key("q", {.control = true});
  EXPECT_TRUE(said_.empty());
}

TEST_F(GesturesTest, SnapshotsNeverGoWhereOneIs) {
  gestures_.key("s", {});
  const auto first = last<command::Snapshot>().folder;
  std::filesystem::create_directories(first);
  gestures_.key("s", {});
  EXPECT_NE(last<command::Snapshot>().folder, first);
}

}  // namespace
}  // namespace volvr::test
