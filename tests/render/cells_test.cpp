// SPDX-License-Identifier: Apache-2.0
// What rays leave out within blocks in which something can be seen: nothing that is seen.
#include <cmath>
#include <random>
#include <string>

#include <gtest/gtest.h>

#include "render/fields.h"
#include "render/pictures.h"
#include "render/studio.h"

namespace volvr::test {
namespace {

constexpr int side = 120;

StudioOptions options(const std::string& path) {
  return by_path(path, {.size = side, .distance = 0.5, .view_angle = 12.0});
}

// Few of the voxels are seen, and none of their neighbours is like them.
template <class T>
Volume noise() {
  std::mt19937 random(29);
  return sampled<T>(make_grid({.step = {1.3, 1.0, 1.7}, .half = 37}),
                    [&](const Eigen::Vector3d&) { return static_cast<double>(random() % 120); });
}

// A thin band of values; outside of it nothing, or so little that no grey level changes.
State band(double outside) {
  Appearance appearance = opaque_above(60);
  appearance.colours = {{0, {1, 0.2, 0.1}}, {119, {0.1, 0.5, 1}}};
  appearance.opacities = {{0, outside}, {110, outside}, {112, 0.9},
                          {115, 0.9},   {117, outside}, {119, outside}};
  State state = state_of(appearance, View::superior);
  state.pose.scene_from_patient =
      state.pose.scene_from_patient *
      Eigen::Quaterniond(Eigen::AngleAxisd(0.5, Eigen::Vector3d(1, 2, 3).normalized()));
  return state;
}

// Masks of a transfer function that was changed have leeway for a few pictures: after so many rays
// leave out all they can.
Picture settled(Studio& studio, const State& state) {
  for (int picture = 0; picture < 15; ++picture) (void)studio.draw(state);
  return studio.draw(state);
}

template <class T>
void expect_nothing_left_out(const std::string& what) {
  Studio studio(options("processors"));
  (void)studio.draw(noise<T>(), band(0.0));
  const Picture leaping = settled(studio, band(0.0));
  const Picture looking = studio.draw(band(1e-7));
  EXPECT_GT(lit(leaping, 20).pixels, 500) << what;
  EXPECT_LE(difference(leaping, looking).largest, 1)
      << what << saved(leaping, "leaping") << saved(looking, "looking");
}

TEST_F(Drawing, CellsThatShowSomethingAreNeverLeftOut) {
  expect_nothing_left_out<std::int8_t>("int8");
  expect_nothing_left_out<std::uint8_t>("uint8");
  expect_nothing_left_out<std::int16_t>("int16");
  expect_nothing_left_out<std::uint16_t>("uint16");
  expect_nothing_left_out<float>("float32");
}

TEST_F(Drawing, CellsFollowTheTransferFunctionAndTheVolume) {
  Studio kept(options("processors"));
  kept.draw(noise<std::int16_t>(), band(0.0));
  (void)settled(kept, band(0.0));
  State other = band(0.0);
  other.appearance.opacities = {{0, 0.4}, {10, 0.4}, {12, 0.0}, {119, 0.0}};
  const Picture changed = kept.draw(other);
  Studio fresh(options("processors"));
  EXPECT_EQ(changed.rgb, fresh.draw(noise<std::int16_t>(), other).rgb);
  EXPECT_EQ(settled(kept, other).rgb, changed.rgb);
  const Volume ball_volume = sampled<std::int16_t>(
      make_grid({.half = 37}), [](const Eigen::Vector3d& at) { return at.norm() < 20 ? 5 : 60; });
  EXPECT_EQ(kept.draw(ball_volume, other).rgb, fresh.draw(ball_volume, other).rgb);
}

TEST_F(Drawing, CellsServeWhileATransferFunctionIsDragged) {
  Studio kept(options("processors"));
  kept.draw(noise<std::int16_t>(), band(0.0));
  for (int step = 1; step <= 12; ++step) {
    State moved = band(0.0);
    for (auto& point : moved.appearance.opacities) {
      if (point.value > 0 && point.value < 119) point.value -= 0.4 * step;
    }
    const Picture dragged = kept.draw(moved);
    Studio fresh(options("processors"));
    EXPECT_EQ(dragged.rgb, fresh.draw(noise<std::int16_t>(), moved).rgb) << "step " << step;
  }
}

class Isosurfaces : public Drawing, public testing::WithParamInterface<const char*> {
 protected:
  void SetUp() override { Drawing::SetUp(); }
};

// A level set of a ramp is a plane, wherever it lies between voxels and blocks.
TEST_P(Isosurfaces, HaveNoHolesAtTheBordersOfBlocks) {
  const Volume ramp =
      sampled<float>(make_grid({.half = 40}), [](const Eigen::Vector3d& at) { return at.y(); });
  Studio studio(options(GetParam()));
  State state = state_of(opaque_above(0));
  state.technique = Technique::isosurface;
  state.window = {.centre = 0.0, .width = 40.0};
  studio.draw(ramp, state);
  for (int step = 0; step < 60; ++step) {
    state.window.centre = -6.0 + 0.2 * step;
    const Picture picture = studio.draw(state);
    int dark = 0;
    for (int y = side / 4; y < 3 * side / 4; ++y) {
      for (int x = side / 4; x < 3 * side / 4; ++x) dark += grey(picture, x, y) < 40 ? 1 : 0;
    }
    EXPECT_EQ(dark, 0) << state.window.centre << saved(picture, "plane");
  }
}

INSTANTIATE_TEST_SUITE_P(Paths, Isosurfaces, testing::Values("fragments", "processors"),
                         [](const auto& path) { return std::string(path.param); });

}  // namespace
}  // namespace volvr::test
