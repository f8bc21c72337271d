// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstring>
#include <limits>
#include <vector>

#include "render/caster/cpu_rays.h"
#include "render/fields.h"
#include "render/pictures.h"
#include "render/studio.h"
#include "volvr/error.h"
#include "volvr/render.h"

namespace volvr::test {
namespace {

const Field body = [](const Eigen::Vector3d& point) {
  return std::max(0.0, 4.0 * ball({3, -2, 5}, 20)(point));
};

State shaded() {
  Appearance appearance = opaque_above(20.0, 20.0);
  appearance.colours = {{0, {0.3, 0.1, 0.1}}, {80, {1, 1, 0.8}}};
  appearance.opacities = {{5, 0.0}, {70, 0.4}};
  appearance.window = {40, 80};
  appearance.shade = true;
  return state_of(appearance);
}

class Voxels : public Drawing {
 protected:
  template <class T>
  void expect_as_float() {
    Studio studio({.size = 96, .view_angle = 9.0});
    const GridGeometry grid = make_grid({.step = {1.5, 1.5, 1.5}, .half = 30});
    // The same whole numbers in both types.
    const Field whole = [](const Eigen::Vector3d& point) { return std::floor(body(point)); };
    const Picture expected = studio.draw(sampled<float>(grid, whole), shaded());
    const Picture found = studio.draw(sampled<T>(grid, whole), shaded());
    ASSERT_GT(lit(expected, 60).pixels, 300);
    const Difference apart = difference(expected, found);
    EXPECT_LT(apart.mean, 0.5) << to_string(voxel_type_of<T>()) << saved(found, "voxel-type");
    EXPECT_LT(apart.part_beyond_8, 0.002);
  }
};

TEST_F(Voxels, OfAllTypesLookAlike) {
  expect_as_float<std::int8_t>();
  expect_as_float<std::uint8_t>();
  expect_as_float<std::int16_t>();
  expect_as_float<std::uint16_t>();
  expect_as_float<std::int32_t>();
  expect_as_float<std::uint32_t>();
  expect_as_float<double>();
}

// The greatest differences that two voxels can have, in value and in gradient.
TEST_F(Voxels, OfSixteenBitsMayUseThemAll) {
  const GridGeometry grid = make_grid({.step = {1.5, 1.5, 1.5}, .half = 30});
  const auto extremes = [](double low) -> Field {
    return [=](const Eigen::Vector3d& point) { return body(point) > 0.0 ? low + 65535.0 : low; };
  };
  const auto look = [](double low) {
    Appearance appearance = opaque_above(20.0);
    appearance.colours = {{low, {0.3, 0.1, 0.1}}, {low + 65535.0, {1, 1, 0.8}}};
    appearance.opacities = {{low + 5000.0, 0.0}, {low + 60000.0, 0.4}};
    appearance.window = {low + 32768.0, 65535.0};
    appearance.shade = true;
    return state_of(appearance);
  };
  Studio studio({.size = 96, .view_angle = 9.0});
  const auto expect_as_float = [&]<class T>(T low) {
    const Picture expected = studio.draw(sampled<float>(grid, extremes(low)), look(low));
    const Picture found = studio.draw(sampled<T>(grid, extremes(low)), look(low));
    ASSERT_GT(lit(expected, 60).pixels, 300) << saved(expected, "extreme-voxels");
    EXPECT_LE(difference(expected, found).largest, 1) << saved(found, "extreme-voxels");
  };
  expect_as_float(std::numeric_limits<std::int16_t>::lowest());
  expect_as_float(std::uint16_t{0});
}

// Waves that let light through everywhere, up to the volume's edges.
template <class T>
Volume waves(const GridGeometry& grid, double low, double high) {
  return sampled<T>(grid, [=](const Eigen::Vector3d& at) {
    const double wave = std::sin(at[0] / 3.1) * std::cos(at[1] / 4.3) * std::sin(at[2] / 3.7 + 1.0);
    return std::round(low + (high - low) * (0.5 + 0.5 * wave));
  });
}

State mist(double low, double high) {
  const double middle = 0.5 * (low + high);
  Appearance appearance = opaque_above(middle);
  appearance.colours = {{low, {0.2, 0.3, 1}}, {middle, {1, 0.3, 0.2}}, {high, {1, 1, 0.8}}};
  appearance.opacities = {{low, 0.01}, {middle, 0.03}, {high, 0.2}};
  appearance.window = {middle, high - low};
  appearance.shade = true;
  State state = state_of(appearance, View::superior);
  state.pose.scene_from_patient =
      state.pose.scene_from_patient *
      Eigen::Quaterniond(Eigen::AngleAxisd(0.6, Eigen::Vector3d(2, 1, -1).normalized()));
  return state;
}

// Whether processors mix voxels of blocks made ready (16 bits hold all differences) or where they
// are, and whatever edges and corners of blocks a grid has, they draw what the shaders draw.
TEST_F(Voxels, ThatLetLightThroughLookAlikeByProcessorsAndShaders) {
  const auto expect_alike = [&]<class T>(const GridGeometry& grid, T low, T high) {
    const auto drawn = [&](const char* path) {
      Studio studio(by_path(path, {.size = 110, .view_angle = 14.0}));
      return studio.draw(waves<T>(grid, low, high), mist(low, high));
    };
    const Picture expected = drawn("fragments");
    const Picture found = drawn("processors");
    ASSERT_GT(lit(expected, 10).pixels, 500) << saved(expected, "mist");
    const Difference apart = difference(expected, found);
    EXPECT_LT(apart.mean, 0.2) << to_string(voxel_type_of<T>()) << " from " << +low
                               << saved(expected, "mist-shaders") << saved(found, "mist");
    EXPECT_LT(apart.part_beyond_8, 0.001) << to_string(voxel_type_of<T>()) << " from " << +low;
  };
  const GridGeometry cube = make_grid({.step = {1.3, 1.0, 1.7}, .half = 33});
  expect_alike(cube, std::int8_t{-100}, std::int8_t{90});
  expect_alike(cube, std::uint8_t{20}, std::uint8_t{250});
  expect_alike(cube, std::int16_t{-1024}, std::int16_t{3071});
  expect_alike(cube, std::int16_t{-30000}, std::int16_t{30000});
  expect_alike(cube, std::uint16_t{20000}, std::uint16_t{50000});
  expect_alike(cube, std::uint16_t{1000}, std::uint16_t{64000});
  expect_alike(cube, -0.5F, 2.5F);
  GridGeometry slab = cube;
  for (const int thickness : {2, 3, 5, 6, 9}) {
    slab.size = {43, 58, thickness};
    expect_alike(slab, std::int16_t{-1024}, std::int16_t{3071});
  }
}

// The same field in so small voxels that 31 bits do not number their bytes; only around `places`,
// as it is 0 elsewhere.
Volume in_many_voxels(const GridGeometry& grid, const Field& field,
                      const std::vector<Eigen::Vector3d>& places, double reach) {
  const auto buffer = allocate_voxels(voxel_count(grid));
  auto* const voxels = static_cast<std::uint8_t*>(buffer.get());
  std::memset(voxels, 0, voxel_count(grid));
  const Eigen::Affine3d index_from_patient = grid.patient_from_index.inverse();
  for (const Eigen::Vector3d& place : places) {
    const Eigen::Vector3i first =
        (index_from_patient * (place.array() - reach).matrix()).cast<int>();
    const Eigen::Vector3i last =
        (index_from_patient * (place.array() + reach).matrix()).cast<int>();
    for (int k = first[2]; k <= last[2]; ++k) {
      for (int j = first[1]; j <= last[1]; ++j) {
        for (int i = first[0]; i <= last[0]; ++i) {
          const std::size_t row =
              static_cast<std::size_t>(k) * static_cast<std::size_t>(grid.size[1]) +
              static_cast<std::size_t>(j);
          voxels[row * static_cast<std::size_t>(grid.size[0]) + static_cast<std::size_t>(i)] =
              static_cast<std::uint8_t>(field(grid.patient_from_index * Eigen::Vector3d(i, j, k)));
        }
      }
    }
  }
  return {grid, VoxelType::uint8, buffer};
}

TEST_F(Voxels, OfMoreThanTwoGibibytesAreDrawnByProcessorsToo) {
  const std::vector<Eigen::Vector3d> places{{0, 0, -25}, {5, 0, 0}, {0, 0, 25}};
  const Field balls = [&](const Eigen::Vector3d& point) {
    double distance = 10.0;
    for (const Eigen::Vector3d& place : places) {
      distance = std::min(distance, (point - place).norm());
    }
    return std::clamp(100.0 + 100.0 * (4.0 - distance), 0.0, 200.0);
  };
  const double half = 32.4;
  const GridGeometry fine = make_grid({.step = {0.05, 0.05, 0.05}, .half = half});
  const GridGeometry coarse = make_grid({.step = {0.45, 0.45, 0.45}, .half = half});
  ASSERT_GT(voxel_count(fine), std::uint64_t{1} << 31);
  ASSERT_TRUE(render::fits_cpu_rays(render::CpuVoxels::uint8, fine.size));
  Settings settings;
  settings.set("render.path", "processors");
  Studio studio({.size = 160, .view_angle = 9.0, .settings = settings});
  Appearance appearance = opaque_above(100.0, 10.0);
  appearance.shade = true;
  const State state = state_of(appearance);
  const Picture expected = studio.draw(sampled<std::uint8_t>(coarse, balls), state);
  const Picture found = studio.draw(in_many_voxels(fine, balls, places, 5.1), state);
  ASSERT_GT(lit(expected, 60).pixels, 500);
  const Difference apart = difference(expected, found);
  EXPECT_LT(apart.mean, 1.0) << saved(expected, "few-voxels") << saved(found, "many-voxels");
  EXPECT_LT(apart.part_beyond_8, 0.05);
  EXPECT_TRUE(studio.messages().empty()) << studio.messages().front();
}

TEST_F(Voxels, ThatAreNotFiniteAreDrawnAsAirAndSpoilNothing) {
  const GridGeometry grid = make_grid({.step = {2, 2, 2}, .half = 30});
  const auto poisoned = [&](double poison) {
    return [=](const Eigen::Vector3d& point) {
      return point[0] > 15 && point[2] > 0 ? poison : body(point);
    };
  };
  Studio studio({.size = 96, .view_angle = 9.0});
  const Picture expected = studio.draw(sampled<float>(grid, poisoned(0.0)), shaded());
  ASSERT_GT(lit(expected, 60).pixels, 300);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinity = std::numeric_limits<double>::infinity();
  for (const double poison : {nan, -infinity}) {
    EXPECT_EQ(
        difference(expected, studio.draw(sampled<float>(grid, poisoned(poison)), shaded())).largest,
        0);
    EXPECT_LE(difference(expected, studio.draw(sampled<double>(grid, poisoned(poison)), shaded()))
                  .largest,
              2);
  }
}

TEST_F(Voxels, AllAlikeDoNotBreakTheirPicture) {
  Studio studio({.size = 64});
  const Volume flat = sampled<std::int16_t>(make_grid({.step = {5, 5, 5}, .half = 30}),
                                            [](const Eigen::Vector3d&) { return 7; });
  EXPECT_EQ(lit(studio.draw(flat, state_of(opaque_above(100.0)))).pixels, 0);
  EXPECT_GT(lit(studio.draw(flat, state_of(opaque_above(5.0)))).pixels, 100);
}

TEST_F(Voxels, OfColourShowTheirColour) {
  const GridGeometry grid = make_grid({.step = {2, 2, 2}, .half = 20});
  const auto buffer = allocate_voxels(3 * voxel_count(grid));
  auto* to = static_cast<std::uint8_t*>(buffer.get());
  for (std::uint64_t i = 0; i < voxel_count(grid); ++i) {
    *to++ = 200;
    *to++ = 100;
    *to++ = 40;
  }
  const Volume volume(grid, VoxelType::uint8, buffer, 3);
  Studio studio({.size = 64});
  const Picture picture = studio.draw(volume, state_of(opaque_above(50.0)));
  const auto* pixel = picture.rgb.data() + 3 * (32 * 64 + 32);
  EXPECT_NEAR(pixel[0], 200, 3) << saved(picture, "colour");
  EXPECT_NEAR(pixel[1], 100, 3);
  EXPECT_NEAR(pixel[2], 40, 3);
}

TEST_F(Voxels, ThatTheDriverCannotHoldAreRefusedInOneSentence) {
  GridGeometry grid;
  grid.size = {40000, 2, 2};
  const Volume volume = sampled<std::uint8_t>(grid, [](const Eigen::Vector3d&) { return 1; });
  RenderOptions options{.width = 32, .height = 32};
  options.settings.set("render.mapper", "stock");
  try {
    OffscreenRenderer(volume, opaque_above(0.5), options);
    FAIL() << "drew a volume 40000 voxels long";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::unsupported);
    EXPECT_NE(std::string(error.what()).find("40000"), std::string::npos);
  }
}

}  // namespace
}  // namespace volvr::test
