// SPDX-License-Identifier: Apache-2.0
#include "render/annotations.h"

#include <gtest/gtest.h>

#include "volvr/state.h"

namespace volvr::test {
namespace {

using render::direction_letters;

TEST(Annotations, EveryAxisHasItsLetter) {
  EXPECT_EQ(direction_letters({1, 0, 0}), "L");
  EXPECT_EQ(direction_letters({-1, 0, 0}), "R");
  EXPECT_EQ(direction_letters({0, 1, 0}), "P");
  EXPECT_EQ(direction_letters({0, -1, 0}), "A");
  EXPECT_EQ(direction_letters({0, 0, 1}), "S");
  EXPECT_EQ(direction_letters({0, 0, -1}), "I");
}

TEST(Annotations, ALeaningDirectionHasItsParts) {
  EXPECT_EQ(direction_letters(Eigen::Vector3d(2, -1.5, 0).normalized()), "LA");
  EXPECT_EQ(direction_letters(Eigen::Vector3d(1, 0.1, 0).normalized()), "L");
  EXPECT_EQ(direction_letters(Eigen::Vector3d(-1, -2, 3).normalized()), "SA");
  EXPECT_EQ(direction_letters(Eigen::Vector3d(-1, -1.2, 1.1).normalized()), "ASR");
}

TEST(Annotations, LettersFollowTheView) {
  const auto right_edge = [](View view) {
    const Eigen::Vector3d in_patient =
        scene_from_patient(view).conjugate() * Eigen::Vector3d::UnitX();
    return direction_letters(in_patient);
  };
  EXPECT_EQ(right_edge(View::anterior), "L");
  EXPECT_EQ(right_edge(View::posterior), "R");
  EXPECT_EQ(right_edge(View::left), "P");
  EXPECT_EQ(right_edge(View::right), "A");
}

}  // namespace
}  // namespace volvr::test
