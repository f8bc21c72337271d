// SPDX-License-Identifier: Apache-2.0
#include "render/window_side.h"

#include <gtest/gtest.h>

#include <vector>

namespace volvr::test {
namespace {

// Takes the right 100 pixels, and notes what it is told.
class Noting : public render::Overlay {
 public:
  int width(int, int) const override { return open ? 100 : 0; }
  bool step(const Mouse& mouse, int, int, double) override {
    events.push_back(mouse);
    return true;
  }
  void draw(unsigned, int, int) override {}
  void release() override {}

  bool open = true;
  std::vector<Mouse> events;
};

class WindowSideTest : public testing::Test {
 protected:
  WindowSideTest() {
    side_.set(&overlay_);
    side_.resize(400, 300);
  }

  std::vector<render::Overlay::Mouse> events() {
    overlay_.events.clear();
    side_.step(0.01);
    return overlay_.events;
  }

  Noting overlay_;
  render::WindowSide side_;
};

TEST_F(WindowSideTest, LeavesTheStudyTheRest) {
  EXPECT_EQ(side_.width(), 100);
  EXPECT_EQ(side_.left(), 300);
  overlay_.open = false;
  side_.resize(400, 300);
  EXPECT_EQ(side_.left(), 400);
  EXPECT_FALSE(side_.step(0.01));
  EXPECT_FALSE(side_.press(350, 10));
}

TEST_F(WindowSideTest, TakesTheMouseOnItsOwnSideAlone) {
  EXPECT_FALSE(side_.press(299, 150));
  EXPECT_FALSE(side_.release(299, 150));
  EXPECT_TRUE(side_.press(320, 290));
  EXPECT_TRUE(side_.release(320, 290));
  const auto told = events();
  ASSERT_EQ(told.size(), 3u) << "it is pointed at, pressed and let go of, however fast";
  EXPECT_EQ(*told[0].at, Eigen::Vector2d(20, 10)) << "from its upper left corner";
  EXPECT_FALSE(told[0].pressed);
  EXPECT_TRUE(told[1].pressed);
  EXPECT_FALSE(told[2].pressed);
}

TEST_F(WindowSideTest, ADragBelongsToTheSideItBeganOn) {
  EXPECT_FALSE(side_.press(100, 100));
  EXPECT_FALSE(side_.move(350, 100)) << "the study is still being turned";
  EXPECT_FALSE(side_.release(350, 100));
  EXPECT_TRUE(side_.press(350, 100));
  EXPECT_TRUE(side_.move(100, 100)) << "the slider is still held";
  EXPECT_TRUE(side_.release(100, 100));
  EXPECT_FALSE(side_.move(100, 100));
}

TEST_F(WindowSideTest, TheWheelScrollsWhatIsBelowIt) {
  EXPECT_FALSE(side_.wheel(1, 100, 100));
  EXPECT_TRUE(side_.wheel(-1, 350, 100));
  const auto told = events();
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].scroll, -1.0);
  EXPECT_EQ(events()[0].scroll, 0.0) << "once";
}

}  // namespace
}  // namespace volvr::test
