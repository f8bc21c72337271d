// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "render/fields.h"
#include "render/pictures.h"
#include "render/studio.h"

namespace volvr::test {
namespace {

// Smooth, without any symmetry, and clear of the edges of every grid below.
double body(const Eigen::Vector3d& point) {
  const auto blob = [&](const Eigen::Vector3d& centre, double width, double height) {
    return height * std::exp(-(point - centre).squaredNorm() / (2.0 * width * width));
  };
  return blob({0, 0, 0}, 9, 100) + blob({14, 3, 6}, 5, 70) + blob({-4, -10, 13}, 4, 90) +
         blob({-11, 6, -12}, 6, 60);
}

State lit_state(View view) {
  Appearance appearance = opaque_above(30.0, 20.0);
  appearance.colours = {{20, {0.8, 0.3, 0.2}}, {90, {1.0, 0.95, 0.8}}};
  appearance.opacities = {{20, 0.0}, {40, 0.25}, {90, 0.8}};
  appearance.window = {50, 80};
  appearance.shade = true;
  appearance.ambient = 0.1;
  appearance.diffuse = 0.9;
  appearance.specular = 0.3;
  appearance.specular_power = 20;
  return state_of(appearance, view);
}

Eigen::Matrix3d sheared(double degrees) {
  Eigen::Matrix3d axes = Eigen::Matrix3d::Identity();
  const double angle = degrees * 3.14159265358979 / 180.0;
  axes.col(2) = Eigen::Vector3d(0.0, std::sin(angle), std::cos(angle));
  return axes;
}

Eigen::Matrix3d oblique() {
  return (Eigen::AngleAxisd(0.6, Eigen::Vector3d(1, 2, 3).normalized()) *
          Eigen::AngleAxisd(2.1, Eigen::Vector3d::UnitX()))
      .toRotationMatrix();
}

class Grids : public Drawing {
 protected:
  // The same body on another grid must give the same picture as on the plain one: position, light
  // and opacity, from in front and from a side.
  void expect_same_picture(const GridOptions& options, const std::string& name) {
    // A step in millimetres that does not depend on the grid.
    const auto settings_for = [](double smallest) {
      Settings settings;
      settings.set("render.step", std::to_string(0.25 / smallest));
      return settings;
    };
    const GridOptions plain{.step = {1, 1, 1}, .half = 34};
    for (const View view : {View::anterior, View::right}) {
      Studio reference({.size = 160, .view_angle = 9.0, .settings = settings_for(1.0)});
      Studio studio(
          {.size = 160, .view_angle = 9.0, .settings = settings_for(options.step.minCoeff())});
      // The pose puts the middle of the grid's bounds in the scene's origin: the same for both.
      const Picture expected = reference.draw(sampled(make_grid(plain), body), lit_state(view));
      const Picture found = studio.draw(sampled(make_grid(options), body), lit_state(view));
      ASSERT_GT(lit(expected, 60).pixels, 1500);
      const Difference apart = difference(expected, found);
      EXPECT_LT(apart.mean, 0.8) << name << saved(found, name) << saved(expected, "plain-grid");
      EXPECT_LT(apart.part_beyond_8, 0.01)
          << name << " largest " << apart.largest << saved(found, name);
    }
  }
};

TEST_F(Grids, AnisotropicLooksTheSame) {
  expect_same_picture({.step = {0.8, 1.0, 1.7}, .half = 34}, "anisotropic");
}

TEST_F(Grids, ObliqueLooksTheSame) {
  expect_same_picture({.axes = oblique(), .step = {1.0, 1.3, 0.9}, .half = 34}, "oblique");
}

TEST_F(Grids, LeftHandedLooksTheSame) {
  const Eigen::Vector3d mirrored(1, -1, 1);
  expect_same_picture({.axes = mirrored.asDiagonal(), .step = {1.0, 1.1, 1.3}, .half = 34},
                      "left-handed");
}

TEST_F(Grids, ObliqueLeftHandedLooksTheSame) {
  Eigen::Matrix3d axes = oblique();
  axes.col(2) *= -1.0;
  expect_same_picture({.axes = axes, .step = {1.0, 1.0, 1.5}, .half = 34}, "oblique-left-handed");
}

TEST_F(Grids, ShearedByAGantryTiltLooksTheSame) {
  expect_same_picture({.axes = sheared(25.0), .step = {1.0, 1.0, 1.2}, .half = 38}, "sheared");
}

TEST_F(Grids, ShearedObliqueAndLeftHandedLooksTheSame) {
  Eigen::Matrix3d axes = oblique() * sheared(-18.5);
  axes.col(0) *= -1.0;
  expect_same_picture({.axes = axes, .step = {0.9, 1.0, 1.4}, .half = 38}, "all-at-once");
}

TEST_F(Grids, APlaneOfOneVoxelIsDrawnWhereItLies) {
  GridGeometry grid;
  grid.size = {40, 1, 40};
  grid.patient_from_index.linear() = Eigen::Vector3d(1, 4, 1).asDiagonal();
  grid.patient_from_index.translation() = Eigen::Vector3d(-19.5, 0, -19.5);
  Studio studio;
  const Picture picture = studio.draw(sampled(grid, [](const Eigen::Vector3d&) { return 1.0; }),
                                      state_of(opaque_above(0.5)));
  const Eigen::Vector2d corner = studio.pixel_of({0.0195, 0.0195, 0.002});
  const double side = 2.0 * (corner[0] - 100.0);
  EXPECT_NEAR(lit(picture).pixels, side * side, 0.04 * side * side) << saved(picture, "plane");
}

}  // namespace
}  // namespace volvr::test
