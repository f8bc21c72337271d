// SPDX-License-Identifier: Apache-2.0
#include "render/solid.h"

#include <gtest/gtest.h>

#include "render/fields.h"

namespace volvr::test {
namespace {

using Eigen::Vector3d;
using render::solid_places;

constexpr double radius = 20.0;

class Solid : public testing::Test {
 protected:
  const Volume ball_ = sampled(make_grid({.step = {2, 1, 3}, .half = 40}), ball({5, 0, 0}, radius));
  State state_ = state_of(opaque_above(0.0));
};

TEST_F(Solid, EndsAtTheSurface) {
  const auto is_solid = solid_places(ball_, state_);
  ASSERT_TRUE(is_solid);
  for (const Vector3d& way : {Vector3d(1, 0, 0), Vector3d(0, -1, 0), Vector3d(1, 2, -1)}) {
    const Vector3d surface = Vector3d(5, 0, 0) + radius * way.normalized();
    EXPECT_TRUE(is_solid(surface - 0.5 * way.normalized())) << way.transpose();
    EXPECT_FALSE(is_solid(surface + 0.5 * way.normalized())) << way.transpose();
  }
  EXPECT_FALSE(is_solid({500, 0, 0})) << "beyond the grid";
}

TEST_F(Solid, FollowsTheWindow) {
  state_.window.centre = 10.0;  // the surface lies where the field is 10
  const auto is_solid = solid_places(ball_, state_);
  EXPECT_FALSE(is_solid({5 + 11, 0, 0}));
  EXPECT_TRUE(is_solid({5 + 9, 0, 0}));
}

TEST_F(Solid, IsNotWhatIsThinAsSmoke) {
  for (OpacityPoint& point : state_.appearance.opacities) point.opacity *= 0.05;
  EXPECT_FALSE(solid_places(ball_, state_)({5, 0, 0}));
}

TEST_F(Solid, IsNotWhatAClipRemoves) {
  state_.clips = {{ClipPlane{.point = {5, 0, 0}, .normal = {1, 0, 0}}}};
  const auto is_solid = solid_places(ball_, state_);
  for (const double x : {-5.0, 15.0}) {
    EXPECT_EQ(is_solid({x, 0, 0}), keeps(state_.clips, {x, 0, 0})) << x;
  }
  EXPECT_NE(is_solid({-5, 0, 0}), is_solid({15, 0, 0}));
}

TEST_F(Solid, IsTheInsideOfAnIsosurface) {
  state_.technique = Technique::isosurface;
  state_.window = {10.0, 4.0};
  const auto is_solid = solid_places(ball_, state_);
  EXPECT_FALSE(is_solid({5 + 11, 0, 0}));
  EXPECT_TRUE(is_solid({5 + 9, 0, 0}));
}

TEST_F(Solid, IsNothingOfAProjection) {
  for (const Technique technique : {Technique::mip, Technique::minip, Technique::average}) {
    state_.technique = technique;
    EXPECT_FALSE(solid_places(ball_, state_));
  }
}

}  // namespace
}  // namespace volvr::test
