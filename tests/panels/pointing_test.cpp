// SPDX-License-Identifier: Apache-2.0
#include "panels/user.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace volvr::test {
namespace {

using panels::SteadyPointer;

TEST(SteadyPointer, StandsStillWhileATriggerIsPulledAndFollowsADrag) {
  SteadyPointer pointer;
  const Eigen::Vector2d start(100, 100);
  EXPECT_EQ(pointer.step(start, false, 5), start);
  EXPECT_EQ(pointer.step(start, true, 5), start);
  EXPECT_EQ(pointer.step(Eigen::Vector2d(103, 103), true, 5), start);
  EXPECT_EQ(pointer.step(Eigen::Vector2d(106, 100), true, 5), Eigen::Vector2d(106, 100));
  // Once it moves it moves, even back over the place of the press.
  EXPECT_EQ(pointer.step(Eigen::Vector2d(101, 100), true, 5), Eigen::Vector2d(101, 100));
  EXPECT_EQ(pointer.step(Eigen::Vector2d(102, 100), false, 5), Eigen::Vector2d(102, 100));
}

TEST(Pointing, AFingerThatComesAndGoesPresses) {
  User user(full_model());
  user.open("Place");
  const panels::Item* item = user.find("Anterior");
  ASSERT_NE(item, nullptr);
  const Eigen::Vector2d middle = item->place.center();
  user.look_away();
  user.clear();
  user.point(middle, true);
  user.look_away();
  EXPECT_THAT(user.sentences(), testing::ElementsAre("view anterior"));
}

TEST(Pointing, APressThatEndsElsewhereSaysNothing) {
  User user(full_model());
  user.open("Place");
  EXPECT_THAT(user.drag("Anterior", {0.5, 0.5}, {3.0, 0.5}), testing::IsEmpty());
}

TEST(Pointing, ADragUpScrollsAndPressesNothing) {
  User user(full_model(), panels::window_measures(480, 420));
  user.open("Settings");
  const panels::Item* first = user.find("render.mapper");
  ASSERT_NE(first, nullptr);
  const double before = first->place.min().y();
  const panels::Item* button = user.find("stock-cpu");
  ASSERT_NE(button, nullptr);
  const Eigen::Vector2d from = button->place.center();
  user.clear();
  user.point(from, false);
  user.point(from, true);
  for (int i = 1; i <= 10; ++i) user.point(from - Eigen::Vector2d(0, 3.0 * i), true);
  user.point(from - Eigen::Vector2d(0, 30), false);
  user.frames();
  EXPECT_THAT(user.sentences(), testing::IsEmpty());
  const panels::Item* after = user.find("render.mapper");
  EXPECT_TRUE(after->place.isEmpty() || after->place.min().y() < before - 10);
}

TEST(Pointing, AHeldStepperGoesOn) {
  User user(full_model());
  user.open("Window");
  const panels::Item* more = user.find("More centre");
  ASSERT_NE(more, nullptr);
  user.clear();
  user.point(more->place.center(), false);
  user.point(more->place.center(), true);
  EXPECT_TRUE(user.panel().wants_another_frame());
  user.frames(90);
  EXPECT_GE(user.said().size(), 5u);
  user.point(more->place.center(), false);
  user.frames();
  EXPECT_FALSE(user.panel().wants_another_frame());
}

TEST(Pointing, NothingChangesAndNothingIsDone) {
  User user(full_model());
  user.look_away();
  user.frames(10);
  EXPECT_FALSE(user.panel().wants_another_frame());
  // Turned but seen the same on the panel: nothing is due.
  user.model().state.pose.position.x() += 0.1;
  user.panel().step(user.model(), {}, 0.01);
  EXPECT_FALSE(user.panel().wants_another_frame());
  user.model().state.pose.magnification = 1.0;
  user.panel().step(user.model(), {}, 0.01);
  EXPECT_TRUE(user.panel().wants_another_frame());
}

TEST(Pointing, WhatIsPressedIsLargeEnough) {
  const panels::Measures measures = panels::headset_panel({.pixels_per_degree = 20}).measures;
  User user(full_model(), measures);
  for (const panels::Page& page : panels::pages()) {
    if (!page.is_there(user.model())) continue;
    user.open(page.name);
    ASSERT_EQ(user.panel().page(), page.name);
    for (const panels::Item& item : user.panel().items()) {
      if (item.kind == panels::ItemKind::text || item.place.isEmpty()) continue;
      // What the edge of a scrolled page cuts off is larger than it seems.
      if (item.place.sizes().y() < measures.target * 0.98) {
        const double from_edge =
            std::min(item.place.min().y(), measures.height - item.place.max().y());
        EXPECT_GT(from_edge, 0.0) << item.label;
        continue;
      }
      EXPECT_GE(item.place.sizes().x(), measures.target * 0.98) << item.label;
    }
  }
}

}  // namespace
}  // namespace volvr::test
