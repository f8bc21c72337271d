// SPDX-License-Identifier: Apache-2.0
// Volumes whose values or shape are not what one draws every day, by volvr's ray caster.
#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include <vtkDoubleArray.h>
#include <vtkFloatArray.h>
#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkSOADataArrayTemplate.h>

#include "render/caster/finite_values.h"
#include "render/caster/volume_mapper.h"
#include "render/fields.h"
#include "render/pictures.h"
#include "render/studio.h"

namespace volvr::test {
namespace {

constexpr int side = 100;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

class BadValues : public Drawing, public testing::WithParamInterface<const char*> {
 protected:
  void SetUp() override { Drawing::SetUp(); }

  static Settings settings() {
    Settings settings;
    settings.set("render.mapper", "volvr");
    settings.set("render.path", GetParam());
    return settings;
  }
};

Volume a_ball() {
  return sampled<float>(make_grid({.step = {2, 2, 2}}), [](const Eigen::Vector3d& at) {
    return 100.0 * std::clamp(0.5 + (30.0 - at.norm()) / 4.0, 0.0, 1.0);
  });
}

// The ball in an array of another kind, `odd` in every voxel beyond x = 15 mm that has `is_odd`.
template <class Array, class IsOdd>
Picture with_odd_values(const Settings& settings, double odd, const IsOdd& is_odd) {
  const Volume ball = a_ball();
  Appearance appearance = opaque_above(50, 20);
  appearance.shade = true;
  const State state = state_of(appearance);
  Studio studio({.size = side, .settings = settings});
  studio.draw(ball, state);
  auto* mapper = render::VolumeMapper::SafeDownCast(studio.stage().scene().actor()->GetMapper());
  vtkNew<vtkImageData> image;
  image->ShallowCopy(mapper->GetDataSetInput());
  vtkNew<Array> values;
  values->SetNumberOfComponents(1);
  values->SetNumberOfTuples(image->GetNumberOfPoints());
  const auto from = ball.values<float>();
  for (vtkIdType at = 0; at < values->GetNumberOfTuples(); ++at) {
    const bool replace = is_odd(at);
    values->SetComponent(at, 0, replace ? odd : double{from[static_cast<std::size_t>(at)]});
  }
  image->GetPointData()->SetScalars(values);
  mapper->SetInputData(image);
  return studio.draw(state);
}

TEST_P(BadValues, AreDrawnAsTheLeastOrTheGreatestAndSpreadNowhere) {
  const auto in_a_corner = [](vtkIdType at) { return at % 51 > 33 && at / 2601 > 20; };
  const auto scattered = [](vtkIdType at) { return at % 977 == 0; };
  const Picture clean = with_odd_values<vtkFloatArray>(settings(), 0.0, [](auto) { return false; });
  ASSERT_GT(lit(clean).pixels, 500);
  const auto expect_same = [&](const auto& is_odd, double odd, double as) {
    const Picture expected = with_odd_values<vtkFloatArray>(settings(), as, is_odd);
    EXPECT_GT(difference(expected, clean).largest, 8) << "the values must be seen";
    const Picture floats = with_odd_values<vtkFloatArray>(settings(), odd, is_odd);
    EXPECT_EQ(difference(floats, expected).largest, 0) << odd << saved(floats, "odd-floats");
    const Picture doubles = with_odd_values<vtkDoubleArray>(settings(), odd, is_odd);
    EXPECT_LE(difference(doubles, expected).largest, 2) << odd << saved(doubles, "odd-doubles");
    const Picture other = with_odd_values<vtkSOADataArrayTemplate<float>>(settings(), odd, is_odd);
    EXPECT_LE(difference(other, expected).largest, 2) << odd << saved(other, "odd-layout");
  };
  for (const double odd : {nan, -infinity}) {
    expect_same(in_a_corner, odd, 0.0);
    expect_same(scattered, odd, 0.0);
  }
  expect_same(in_a_corner, infinity, 100.0);
}

TEST_P(BadValues, OneVoxelAcrossIsDrawnAsOneVoxel) {
  struct Thin {
    Eigen::Vector3i size;
    double area;  // seen from the front, mm²
  };
  for (const auto& [size, area] : {Thin{{1, 1, 60}, 59}, Thin{{60, 1, 1}, 59},
                                   Thin{{60, 1, 60}, 59.0 * 59.0}, Thin{{1, 1, 1}, 1}}) {
    GridGeometry grid = make_grid();
    grid.size = size;
    const Volume volume = sampled<std::int16_t>(grid, [](auto&) { return 100; });
    // Seen from so near that a millimetre has four pixels; only where a voxel is are rays stopped.
    Studio studio({.size = 300, .distance = 0.2132, .view_angle = 20.0, .settings = settings()});
    const Picture picture = studio.draw(volume, state_of(opaque_above(50)));
    EXPECT_NEAR(lit(picture).pixels, 16.0 * area, 8.0 * std::sqrt(area) + 0.15 * 16.0 * area)
        << size.transpose() << saved(picture, "thin");
  }
}

TEST_P(BadValues, ConstantVolumesAreDrawnByTheirValue) {
  const auto pixels = [&](const Volume& volume, double threshold) {
    Studio studio({.size = side, .settings = settings()});
    return lit(studio.draw(volume, state_of(opaque_above(threshold, std::abs(threshold) * 1e-3))))
        .pixels;
  };
  const auto constant = [](auto value) {
    return sampled<decltype(value)>(make_grid({.step = {5, 5, 5}, .half = 30}),
                                    [=](auto&) { return static_cast<double>(value); });
  };
  EXPECT_GT(pixels(constant(std::int16_t{-1000}), -1100), 500);
  EXPECT_EQ(pixels(constant(std::int16_t{-1000}), -900), 0);
  EXPECT_GT(pixels(constant(1e9F), 0.9e9), 500);
  EXPECT_EQ(pixels(constant(1e9F), 1.1e9), 0);
  EXPECT_GT(pixels(constant(1e-6F), 0.9e-6), 500);
  EXPECT_EQ(pixels(constant(-1e12), -0.9e12), 0);
  const Volume no_number =
      sampled<float>(make_grid({.step = {5, 5, 5}, .half = 30}), [](auto&) { return nan; });
  EXPECT_EQ(pixels(no_number, 10), 0);
}

INSTANTIATE_TEST_SUITE_P(Paths, BadValues, testing::Values("fragments", "processors"),
                         [](const auto& path) { return std::string(path.param); });

TEST(FiniteValues, AreTheArrayItselfWhereAllAre) {
  vtkNew<vtkFloatArray> values;
  values->SetNumberOfTuples(3000000);
  for (vtkIdType at = 0; at < values->GetNumberOfTuples(); ++at) {
    values->SetValue(at, static_cast<float>(at % 1000));
  }
  EXPECT_EQ(render::finite_values(*values), values.Get());
  values->SetValue(2999999, std::numeric_limits<float>::infinity());
  values->SetValue(7, std::numeric_limits<float>::quiet_NaN());
  values->Modified();
  const auto cleaned = render::finite_values(*values);
  ASSERT_NE(cleaned, values.Get());
  EXPECT_EQ(cleaned->GetComponent(2999999, 0), 999.0);
  EXPECT_EQ(cleaned->GetComponent(7, 0), 0.0);
  EXPECT_EQ(cleaned->GetComponent(8, 0), 8.0);
}

}  // namespace
}  // namespace volvr::test
