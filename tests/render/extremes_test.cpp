// SPDX-License-Identifier: Apache-2.0
// Greatest and least values by processors, which look at few of a ray's samples to find them.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "render/caster/cell_extremes.h"
#include "render/caster/plateaus.h"
#include "render/fields.h"
#include "render/pictures.h"
#include "render/studio.h"

namespace volvr::test {
namespace {

using render::CellExtremes;
using render::Plateaus;
using render::plateaus_of;

// Noise without a pattern, in -100..100, of which one voxel in some hundred is steep.
double noise(const Eigen::Vector3d& at) {
  const auto mixed = [](std::uint64_t n) {
    n = (n ^ (n >> 30)) * 0xbf58476d1ce4e5b9U;
    n = (n ^ (n >> 27)) * 0x94d049bb133111ebU;
    return n ^ (n >> 31);
  };
  std::uint64_t seed = 7;
  for (int axis = 0; axis < 3; ++axis) {
    seed = mixed(seed + static_cast<std::uint64_t>(std::llround(8.0 * at[axis]) + 100000));
  }
  const double part = static_cast<double>(seed >> 40) / static_cast<double>(1U << 24U);
  const bool steep = (seed & 255U) == 0;
  return (steep ? 200.0 : 60.0) * (part - 0.5);
}

struct Scene {
  StudioOptions options = {};
  GridOptions grid = {};
};

// From far and near, from within, along and across the axes, where a pixel is narrow and where it
// is wide, and where voxels are as uneven as scans have them.
std::vector<Scene> scenes() {
  const Eigen::Matrix3d oblique =
      Eigen::AngleAxisd(0.9, Eigen::Vector3d(1, 2, 3).normalized()).toRotationMatrix();
  const StudioOptions far{.size = 120, .distance = 1.0, .view_angle = 5.0};
  const StudioOptions close{.size = 120, .distance = 0.12, .view_angle = 50.0};
  const StudioOptions within{.size = 120, .distance = 0.005, .view_angle = 90.0};
  const StudioOptions small{.size = 20, .distance = 0.5, .view_angle = 10.0};
  const StudioOptions tiny{.size = 4, .distance = 0.5, .view_angle = 10.0};
  const GridOptions even{.half = 20};
  const GridOptions turned{.axes = oblique, .half = 22};
  const GridOptions uneven{.axes = oblique, .step = {0.7, 0.7, 3.1}, .half = 22};
  const GridOptions flat{.step = {1.0, 1.0, 15.0}, .half = 20};
  return {{far, even},     {far, turned},  {far, uneven},    {far, flat},     {close, even},
          {close, turned}, {within, even}, {within, uneven}, {small, turned}, {tiny, even}};
}

const std::vector<Window> usual{{0, 240}, {0, 30}, {40, 20}, {-60, 30}};

State look(Technique technique, const Window& window, View view) {
  State state = state_of(opaque_above(0.0), view);
  state.technique = technique;
  state.window = window;
  return state;
}

// A hole too small for any sample to be in it has rays go from block to block, as they did before
// there was another way.
State with_hole(State state) {
  state.clips.push_back({ClipSphere{{3.3, 2.2, 1.1}, 1e-4}});
  return state;
}

class Extremes : public Drawing {};

template <class T>
void expect_all_found(const Field& field, double offset, const std::vector<Scene>& all,
                      const std::vector<Window>& windows) {
  for (std::size_t number = 0; number < all.size(); ++number) {
    const Scene& scene = all[number];
    Studio processors(by_path("processors", scene.options));
    const Volume volume = sampled<T>(make_grid(scene.grid), [&](const Eigen::Vector3d& at) {
      return std::round(field(at) + offset);
    });
    for (const Technique technique : {Technique::mip, Technique::minip}) {
      for (const Window& window : windows) {
        const Window own{window.centre + offset, window.width};
        const State state = look(technique, own, View::left);
        const Picture found = processors.draw(volume, state);
        const Picture expected = processors.draw(with_hole(state));
        const std::string what = std::string(to_string(technique)) + " of scene " +
                                 std::to_string(number) + " in a window of " +
                                 std::to_string(window.width) + " about " +
                                 std::to_string(window.centre);
        EXPECT_LE(difference(found, expected).largest, 1)
            << what << saved(found, "found") << saved(expected, "expected");
      }
    }
  }
}

TEST_F(Extremes, AreThoseThatEveryRayMeetsByItself) {
  expect_all_found<std::int16_t>(noise, 0.0, scenes(), usual);
}

// In even cubes a ray meets all that a cell has, and what it has lies between coarser steps.
TEST_F(Extremes, AreFoundAmongValuesThatDifferLittle) {
  const Field cubes = [](const Eigen::Vector3d& at) {
    const Eigen::Vector3d cube = (at / 5.0).array().floor();
    return cube.norm() < 1.5 ? 2000.0 : 0.02 * noise(cube);
  };
  expect_all_found<std::int16_t>(cubes, 0.0, scenes(), {{0, 4}, {1, 2}});
}

TEST_F(Extremes, AreFoundInVoxelsOfEveryKind) {
  const std::vector<Scene> some{scenes()[2], scenes()[5]};
  expect_all_found<std::int8_t>(noise, 0.0, some, usual);
  expect_all_found<std::uint8_t>(noise, 120.0, some, usual);
  expect_all_found<std::uint16_t>(noise, 30000.0, some, usual);
  expect_all_found<float>(noise, 0.5, some, usual);
}

TEST_F(Extremes, AreThoseOfFragments) {
  for (const Scene& scene : scenes()) {
    Studio processors(by_path("processors", scene.options));
    Studio fragments(by_path("fragments", scene.options));
    const Volume volume = sampled<std::int16_t>(make_grid(scene.grid), noise);
    for (const Technique technique : {Technique::mip, Technique::minip}) {
      const State state = look(technique, {20, 120}, View::anterior);
      const Picture found = processors.draw(volume, state);
      const Picture expected = fragments.draw(volume, state);
      const Difference apart = difference(found, expected);
      EXPECT_LT(apart.mean, 0.2) << saved(found, "found") << saved(expected, "expected");
      EXPECT_LT(apart.part_beyond_8, 0.002) << saved(found, "found") << saved(expected, "expected");
    }
  }
}

// What was found out about one volume or technique serves no other: these two have the same values
// in other places.
TEST_F(Extremes, AreOfTheVolumeThatIsShown) {
  const GridGeometry grid = make_grid({.half = 20});
  const std::vector<Volume> volumes{
      sampled<std::int16_t>(grid, noise),
      sampled<std::int16_t>(grid, [](const Eigen::Vector3d& at) { return noise(-at); })};
  const StudioOptions options{.size = 120, .distance = 1.0, .view_angle = 5.0};
  Studio kept(by_path("processors", options));
  State state = look(Technique::mip, {20, 40}, View::anterior);
  kept.draw(volumes.front(), state);
  state.time_points = 2;
  kept.stage().scene().set_phases(volumes);
  for (const int time : {1, 2, 1}) {
    for (const Technique technique : {Technique::mip, Technique::minip, Technique::mip}) {
      state.technique = technique;
      state.window.centre = technique == Technique::mip ? 20 : -10;
      state.time_point = time;
      Studio fresh(by_path("processors", options));
      const Picture expected = fresh.draw(volumes[static_cast<std::size_t>(time - 1)], state);
      ASSERT_GT(lit(expected, 60).pixels, 1000) << saved(expected, "fresh");
      EXPECT_EQ(kept.draw(state).rgb, expected.rgb) << time << " " << to_string(technique);
    }
  }
}

TEST(PlateausTest, EndWhereTheTableBeginsToChange) {
  const std::vector<float> white(3 * 4, 1.0F);
  const Plateaus by_opacity =
      plateaus_of(std::vector<float>{0, 0, 0, 0.2F, 0.5F, 1, 1, 1, 1, 1}, white);
  EXPECT_FLOAT_EQ(by_opacity.low, 0.25F);
  EXPECT_FLOAT_EQ(by_opacity.high, 0.55F);
}

TEST(PlateausTest, AreThoseOfColoursWhereSomethingIsSeen) {
  const std::vector<float> opacities{0.5F, 0.5F, 0.5F, 0.5F};
  const std::vector<float> colours{0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1};
  const Plateaus seen = plateaus_of(opacities, colours);
  EXPECT_FLOAT_EQ(seen.low, 0.375F);
  EXPECT_FLOAT_EQ(seen.high, 0.875F);
  // What cannot be seen has no colour.
  EXPECT_FLOAT_EQ(plateaus_of(std::vector<float>{0, 0, 0, 1}, colours).low, 0.625F);
}

TEST(PlateausTest, AreAllWhereAllLooksAlike) {
  const Plateaus all = plateaus_of(std::vector<float>{0.0F, 0.0F}, std::vector<float>(6, 1.0F));
  EXPECT_FLOAT_EQ(all.low, 1.0F);
  EXPECT_FLOAT_EQ(all.high, 0.0F);
}

TEST(CellExtremesTest, AreForgottenWithWhatTheyWereMadeFor) {
  CellExtremes cells;
  const render::Float4 map{1.0F, 0.0F, 0.0F, 0.0F};
  cells.take(3, 1.0F, map);
  ASSERT_NE(cells.bytes(), nullptr);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(cells.bytes()) % CellExtremes::cells, 0U);
  CellExtremes::Block block;
  block.fill(7);
  cells.set(2, block);
  cells.take(3, 1.0F, map);
  EXPECT_EQ(cells.bytes()[2 * CellExtremes::cells], 7);
  EXPECT_EQ(cells.bytes()[CellExtremes::cells], 0);
  cells.take(3, -1.0F, map);
  EXPECT_EQ(cells.bytes()[2 * CellExtremes::cells], 0);
}

TEST(CellExtremesTest, AreNotMadeOfMoreBlocksThanCanBeCounted) {
  CellExtremes cells;
  cells.take(std::size_t{1} << 26U, 1.0F, {});
  EXPECT_EQ(cells.bytes(), nullptr);
}

}  // namespace
}  // namespace volvr::test
