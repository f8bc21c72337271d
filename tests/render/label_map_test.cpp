// SPDX-License-Identifier: Apache-2.0
// Maps of labels drawn with a volume: where they lie, what they look like, and what is leapt over.
#include <cmath>
#include <map>

#include <gtest/gtest.h>

#include <vtkDoubleArray.h>
#include <vtkIntArray.h>
#include <vtkOpenGLRenderWindow.h>
#include <vtkRenderWindow.h>
#include <vtkVolume.h>

#include "render/caster/label_table.h"
#include "render/caster/label_volume.h"
#include "render/caster/volume_mapper.h"
#include "render/fields.h"
#include "render/pictures.h"
#include "render/studio.h"
#include "volvr/error.h"

namespace volvr::test {
namespace {

constexpr int side = 160;
const Eigen::Vector3d red(1, 0, 0);
const Eigen::Vector3d green(0, 1, 0);

class LabelMaps : public Drawing, public testing::WithParamInterface<const char*> {
 protected:
  static StudioOptions by_this_path(const StudioOptions& options) {
    return by_path(GetParam(), options);
  }
};

INSTANTIATE_TEST_SUITE_P(Paths, LabelMaps, testing::Values("fragments", "processors"),
                         [](const auto& path) { return std::string(path.param); });

class LabelVolumes : public Drawing {};

using LabelField = std::function<std::int64_t(const Eigen::Vector3d&)>;

template <class T = std::int32_t>
Volume label_map(const GridOptions& options, const LabelField& label) {
  return sampled<T>(make_grid(options),
                    [&](const Eigen::Vector3d& at) { return static_cast<double>(label(at)); });
}

Volume nothing() {
  return sampled<float>(make_grid({.half = 30}), [](const auto&) { return -1.0; });
}

Eigen::Vector3d pixel(const Picture& picture, int x, int y) {
  const std::size_t at = 3 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.width) +
                              static_cast<std::size_t>(x));
  return Eigen::Vector3d(picture.rgb[at], picture.rgb[at + 1], picture.rgb[at + 2]);
}

struct Counted {
  int seen = 0;
  int expected = 0;
  int wrong = 0;
};

// Pixels on which a channel is lit, against those on which geometry sees a ball.
Counted count_ball(const Picture& picture, int channel, const Studio& studio,
                   const Eigen::Vector3d& centre_in_scene, double radius) {
  Counted counted;
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      const bool seen = pixel(picture, x, y)[channel] > 40;
      const bool should = studio.sees_ball(x, y, centre_in_scene, radius);
      counted.seen += seen ? 1 : 0;
      counted.expected += should ? 1 : 0;
      counted.wrong += seen != should ? 1 : 0;
    }
  }
  return counted;
}

Eigen::Vector3d in_scene(const State& state, const Volume& main, const Eigen::Vector3d& point) {
  return scene_from_patient(state.pose, bounds_in_patient(main.geometry())) * point;
}

const Eigen::Vector3d left(-14, 3, 2);
const Eigen::Vector3d right(13, -4, -3);

// Two balls, whose numbers are few among many, in a grid that is turned.
Labels two_balls() {
  const Eigen::Matrix3d axes =
      Eigen::AngleAxisd(0.6, Eigen::Vector3d(2, -1, 1).normalized()).toRotationMatrix();
  Labels labels;
  labels.volume = label_map({.axes = axes, .step = {1.2, 1.5, 2.0}, .half = 34},
                            [](const Eigen::Vector3d& at) -> std::int64_t {
                              if ((at - left).norm() < 11.0) return 7;
                              return (at - right).norm() < 9.0 ? 1000000 : 0;
                            });
  labels.styles = {{.label = 7, .rgb = red}, {.label = 1000000, .rgb = green}};
  return labels;
}

TEST_P(LabelMaps, LieWhereTheirOwnGridSays) {
  const Volume main = nothing();
  const State state = state_of(opaque_above(0));
  Studio studio(by_this_path({.size = side, .distance = 0.3}));
  const Picture picture = studio.draw(main, state, {.labels = two_balls()});
  const Counted a = count_ball(picture, 0, studio, in_scene(state, main, left), 0.011);
  const Counted b = count_ball(picture, 1, studio, in_scene(state, main, right), 0.009);
  for (const Counted& one : {a, b}) {
    EXPECT_GT(one.expected, 300);
    EXPECT_NEAR(one.seen, one.expected, 0.05 * one.expected) << saved(picture, "labels");
    EXPECT_LT(one.wrong, 0.08 * one.expected) << saved(picture, "labels");
  }
}

// Over an oblique volume that is seen itself, in a grid of its own.
TEST_P(LabelMaps, LieOverAnObliqueVolume) {
  const Eigen::Matrix3d axes =
      Eigen::AngleAxisd(-0.5, Eigen::Vector3d(1, 1, 3).normalized()).toRotationMatrix();
  const Volume main = sampled<std::int16_t>(
      make_grid({.axes = axes, .step = {0.9, 1.1, 2.5}, .half = 32}),
      [](const Eigen::Vector3d& at) { return 100.0 * std::clamp(28.0 - at.norm(), -1.0, 1.0); });
  Appearance glass = opaque_above(0, 100);
  glass.colours = {{0, {0, 0, 1}}, {1, {0, 0, 1}}};
  glass.opacities.back().opacity = 0.002;
  const State state = state_of(glass);
  Studio studio(by_this_path({.size = side, .distance = 0.3}));
  const Picture picture = studio.draw(main, state, {.labels = two_balls()});
  const Counted a = count_ball(picture, 0, studio, in_scene(state, main, left), 0.011);
  EXPECT_NEAR(a.seen, a.expected, 0.06 * a.expected) << saved(picture, "labels");
  EXPECT_LT(a.wrong, 0.09 * a.expected) << saved(picture, "labels");
  EXPECT_GT(pixel(picture, side / 2, side / 2 - 26)[2], 5.0) << "the volume itself";
}

TEST_P(LabelMaps, ColourAndVisibilityAreATable) {
  const Volume main = nothing();
  const State state = state_of(opaque_above(0));
  Studio studio(by_this_path({.size = side, .distance = 0.3}));
  const Labels labels = two_balls();
  const Picture both = studio.draw(main, state, {.labels = labels});
  auto& mapper =
      *render::VolumeMapper::SafeDownCast(studio.stage().scene().actor()->GetMapper());
  const std::size_t memory = mapper.GraphicsMemory();
  mapper.SetLabelStyle(7, Eigen::Vector3d(0, 0, 1).eval().data(), 1.0, true);
  const Picture blue = studio.draw(state);
  int red_pixels = 0;
  int blue_pixels = 0;
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      red_pixels += pixel(both, x, y)[0] > 40 ? 1 : 0;
      blue_pixels += pixel(blue, x, y)[2] > 40 ? 1 : 0;
      // The other label stays as it is.
      ASSERT_EQ(pixel(both, x, y)[1] > 40, pixel(blue, x, y)[1] > 40);
    }
  }
  EXPECT_EQ(blue_pixels, red_pixels);
  EXPECT_GT(blue_pixels, 300);
  mapper.SetLabelStyle(7, red.data(), 1.0, false);
  const Picture hidden = studio.draw(state);
  EXPECT_EQ(count_ball(hidden, 0, studio, {0, 0, 0}, 0).seen, 0);
  EXPECT_GT(count_ball(hidden, 1, studio, {0, 0, 0}, 0).seen, 300);
  mapper.SetLabelStyle(7, red.data(), 0.0, true);
  EXPECT_EQ(studio.draw(state).rgb, hidden.rgb) << "opacity 0 is hidden";
  mapper.SetLabelStyle(7, red.data(), 1.0, true);
  EXPECT_EQ(studio.draw(state).rgb, both.rgb) << "and back";
  EXPECT_EQ(mapper.GraphicsMemory(), memory);
}

TEST_P(LabelMaps, WithoutAStyleAreHidden) {
  Labels labels = two_balls();
  labels.styles.erase(labels.styles.begin());
  Studio studio(by_this_path({.size = side, .distance = 0.3}));
  const Picture picture =
      studio.draw(nothing(), state_of(opaque_above(0)), {.labels = labels});
  EXPECT_EQ(count_ball(picture, 0, studio, {0, 0, 0}, 0).seen, 0);
  EXPECT_GT(count_ball(picture, 1, studio, {0, 0, 0}, 0).seen, 300);
}

// Opacity is that of ten millimetres.
TEST_P(LabelMaps, AreAsOpaqueAsTheirStyleSays) {
  Labels labels;
  labels.volume = label_map<std::uint8_t>({.half = 12}, [](const Eigen::Vector3d& at) {
    return at.cwiseAbs().maxCoeff() < 10.0 ? 3 : 0;
  });
  labels.styles = {{.label = 3, .rgb = green, .opacity = 0.4}};
  Studio studio(by_this_path({.size = 64}));
  const Picture picture = studio.draw(nothing(), state_of(opaque_above(0)), {.labels = labels});
  const double opacity = 1.0 - std::pow(0.6, 1.875);  // the ramps at both ends count half
  // Light: a quarter ambient, three quarters diffuse, and the lamp is at the eye.
  EXPECT_NEAR(pixel(picture, 32, 32)[1], 255.0 * opacity, 8.0);
}

// Whether the ray through a pixel's middle meets a voxel, as a box, that has a label.
bool sees_voxels(const Studio& studio, int x, int y, const Volume& labels,
                 const Eigen::Affine3d& scene_from_patient) {
  const Eigen::Affine3d index_from_scene =
      (scene_from_patient * labels.geometry().patient_from_index).inverse();
  const Eigen::Vector3d eye(0.0, 0.0, 0.2);
  // The scene's unit vectors across the picture, a pixel long at the origin's distance.
  const double pixel = 1.0 / (studio.pixel_of({1.0, 0.0, 0.0}).x() - studio.pixel_of({0, 0, 0}).x());
  const Eigen::Vector2d middle = studio.pixel_of({0.0, 0.0, 0.0});
  const Eigen::Vector3d target((x + 0.5 - middle.x()) * pixel, (middle.y() - y - 0.5) * pixel, 0.0);
  for (double part = 0.8; part < 1.2; part += 0.0005) {
    const Eigen::Vector3d index = index_from_scene * (eye + part * (target - eye));
    const Eigen::Vector3i voxel = index.array().round().cast<int>();
    const bool inside = (voxel.array() >= 0).all() &&
                        (voxel.array() < labels.geometry().size.array()).all();
    if (inside && value_at(labels, voxel) != 0.0) return true;
  }
  return false;
}

// By how many pixels the border of what is seen about the picture's middle leaves a circle.
template <class F>
double roughness(const F& sees) {
  constexpr int directions = 60;
  Eigen::Array<double, directions, 1> radii;
  for (int at = 0; at < directions; ++at) {
    const double angle = 2.0 * 3.14159265358979 * at / directions;
    double radius = 80.0;
    while (radius > 1.0 && !sees(static_cast<int>(120.0 + radius * std::cos(angle)),
                                 static_cast<int>(120.0 + radius * std::sin(angle)))) {
      radius -= 0.25;
    }
    radii[at] = radius;
  }
  return std::sqrt((radii - radii.mean()).square().mean());
}

// A ball of coarse voxels, looked at closely: its border must follow the ball and not the voxels.
TEST_P(LabelMaps, HaveSmoothBorders) {
  Labels labels;
  labels.volume = label_map<std::uint8_t>({.step = {3, 3, 3}, .half = 24}, [](const Eigen::Vector3d& at) {
    return at.norm() < 15.0 ? 1 : 0;
  });
  labels.styles = {{.label = 1, .rgb = red}};
  const Volume main = nothing();
  const State state = state_of(opaque_above(0));
  Studio studio(by_this_path({.size = 240, .distance = 0.2}));
  const Picture picture = studio.draw(main, state, {.labels = labels});
  const Counted ball = count_ball(picture, 0, studio, in_scene(state, main, {0, 0, 0}), 0.015);
  ASSERT_GT(ball.expected, 5000);
  EXPECT_NEAR(ball.seen, ball.expected, 0.12 * ball.expected) << "half a voxel is 10 %";
  const Eigen::Affine3d scene =
      scene_from_patient(state.pose, bounds_in_patient(main.geometry()));
  const double ours = roughness([&](int x, int y) { return pixel(picture, x, y)[0] > 40; });
  const double boxes =
      roughness([&](int x, int y) { return sees_voxels(studio, x, y, labels.volume, scene); });
  EXPECT_GT(boxes, 1.0);
  EXPECT_LT(ours, 0.75 * boxes) << saved(picture, "coarse");
  // Light falls off towards the border as on a ball.
  const Eigen::Vector2d rim = studio.pixel_of(in_scene(state, main, {-12.5, 0, 0}));
  EXPECT_LT(pixel(picture, static_cast<int>(rim.x()), 120)[0],
            0.85 * pixel(picture, 120, 120)[0]);
}

TEST_P(LabelMaps, TintWhatIsSeenOfTheVolume) {
  const Volume main = sampled<float>(make_grid({.half = 24}), ball({0, 0, 0}, 18));
  const State state = state_of(opaque_above(0));
  Labels labels;
  labels.volume = label_map<std::uint16_t>({.half = 28}, [](const Eigen::Vector3d& at) {
    return at.x() > 0 ? 300 : 0;
  });
  labels.styles = {{.label = 300, .rgb = red, .opacity = 0.5}};
  labels.look = LabelLook::tint;
  Studio studio(by_this_path({.size = side, .distance = 0.3}));
  const Picture alone = studio.draw(main, state);
  const Picture picture = studio.draw(main, state, {.labels = labels});
  EXPECT_NEAR(lit(picture, 60).pixels, lit(alone, 60).pixels, 12) << "no body of its own";
  const Eigen::Vector2d tinted = studio.pixel_of(in_scene(state, main, {8, 0, 0}));
  const Eigen::Vector2d plain = studio.pixel_of(in_scene(state, main, {-8, 0, 0}));
  const Eigen::Vector3d seen = pixel(picture, static_cast<int>(tinted.x()), side / 2);
  EXPECT_LT((seen - Eigen::Vector3d(255, 127.5, 127.5)).cwiseAbs().maxCoeff(), 3.0)
      << seen.transpose();
  EXPECT_EQ(pixel(picture, static_cast<int>(plain.x()), side / 2), Eigen::Vector3d(255, 255, 255));
}

// A thousand columns of three voxels side, each a label of its own.
TEST_P(LabelMaps, MayHoldThousandsOfLabels) {
  constexpr int columns = 32;
  const auto number = [](int x, int z) { return std::int64_t{5} + 97 * (x + columns * z); };
  Labels labels;
  const GridOptions options{.half = 48};
  labels.volume = label_map(options, [&](const Eigen::Vector3d& at) -> std::int64_t {
    const int x = static_cast<int>(std::floor((at.x() + 48.0) / 3.0));
    const int z = static_cast<int>(std::floor((at.z() + 48.0) / 3.0));
    const bool inside = x >= 0 && x < columns && z >= 0 && z < columns && std::abs(at.y()) < 6.0;
    return inside ? number(x, z) : 0;
  });
  const auto colour = [](int x, int z) {
    return Eigen::Vector3d(0.2 + 0.1 * (x % 8), 0.2 + 0.1 * (z % 8), 0.2 + 0.2 * ((x + z) % 4));
  };
  for (int z = 0; z < columns; ++z) {
    for (int x = 0; x < columns; ++x) {
      labels.styles.push_back({.label = number(x, z), .rgb = colour(x, z)});
    }
  }
  const Volume main = nothing();
  const State state = state_of(opaque_above(0));
  Studio studio(by_this_path({.size = 320, .distance = 0.4}));
  const Picture picture = studio.draw(main, state, {.labels = labels});
  int wrong = 0;
  for (int z = 6; z < 26; ++z) {
    for (int x = 6; x < 26; ++x) {
      const Eigen::Vector3d front(3.0 * x - 46.5 - 0.5, -5.5, 3.0 * z - 46.5 - 0.5);
      const Eigen::Vector2d at = studio.pixel_of(in_scene(state, main, front));
      const Eigen::Vector3d seen = pixel(picture, static_cast<int>(at.x()), static_cast<int>(at.y()));
      // Lit from the eye, nearly face on, with a gloss that is white.
      const Eigen::Vector3d gloss = seen / 255.0 - colour(x, z);
      wrong += gloss.maxCoeff() - gloss.minCoeff() > 0.08 || gloss.maxCoeff() > 0.2 ? 1 : 0;
    }
  }
  EXPECT_EQ(wrong, 0) << saved(picture, "thousand-labels");
}

TEST_P(LabelMaps, OfOneSliceAndOfNumbersThatAreNotWholeAreDrawn) {
  GridGeometry grid = make_grid({.half = 10});
  grid.size[1] = 1;
  Labels labels;
  labels.volume = sampled<float>(grid, [n = 0](const Eigen::Vector3d&) mutable {
    const double odd[] = {std::nan(""), 1.9, 2.2, 1e300};
    return odd[n++ % 4];
  });
  labels.styles = {{.label = 2, .rgb = red}};
  Studio studio(by_this_path({.size = 64}));
  EXPECT_NO_THROW(studio.draw(nothing(), state_of(opaque_above(0)), {.labels = labels}));
}

// What a ray can meet, without a picture.
TEST_F(LabelVolumes, ThatAreHiddenAreLeaptOver) {
  Studio studio({.size = 16});
  studio.draw(nothing(), state_of(opaque_above(0)));  // for a context
  const Eigen::Vector3i size(41, 33, 17);
  vtkNew<vtkIntArray> values;
  values->SetNumberOfTuples(size.prod());
  values->FillValue(0);
  const auto at = [&](int x, int y, int z) { return x + size[0] * (y + size[1] * z); };
  values->SetValue(at(2, 2, 2), 40);
  values->SetValue(at(8, 9, 10), -3);  // x = 8 lies on the border of two blocks
  values->SetValue(at(40, 32, 16), 123456789);
  auto* window = vtkOpenGLRenderWindow::SafeDownCast(studio.stage().renderer()->GetRenderWindow());
  render::LabelTable table;
  render::LabelVolume volume;
  studio.with_context([&] {
    volume.take(*values, size, table);
    volume.upload(*window);
    ASSERT_EQ(table.count(), 4U);
    EXPECT_EQ(volume.distances(table).occupied, 0U) << "without a style";
    table.set(40, {});
    EXPECT_EQ(volume.distances(table).occupied, 1U);
    table.set(-3, {});
    const render::DistanceMap two = volume.distances(table);
    EXPECT_EQ(two.occupied, 3U);
    const auto block = [&](int x, int y, int z) {
      return two.distance[static_cast<std::size_t>(x + two.blocks[0] * (y + two.blocks[1] * z))];
    };
    EXPECT_EQ(block(0, 0, 0), 0);
    EXPECT_EQ(block(1, 2, 2), 0);
    EXPECT_EQ(block(2, 2, 2), 0);
    EXPECT_EQ(block(9, 7, 3), 7) << "to block 2, 2, 2";
    table.set(40, {.visible = false});
    EXPECT_EQ(volume.distances(table).occupied, 2U);
    table.set_other({});
    EXPECT_EQ(volume.distances(table).occupied, 3U);
    volume.free();
  });
}

TEST_F(LabelVolumes, OfTooManyLabelsAreRefused) {
  Studio studio({.size = 16});
  studio.draw(nothing(), state_of(opaque_above(0)));
  vtkNew<vtkDoubleArray> values;
  values->SetNumberOfTuples(66 * 66 * 66);
  for (vtkIdType at = 0; at < values->GetNumberOfTuples(); ++at) {
    values->SetValue(at, static_cast<double>(at));
  }
  render::LabelTable table;
  render::LabelVolume volume;
  studio.with_context(
      [&] { EXPECT_THROW(volume.take(*values, {66, 66, 66}, table), Error); });
}

TEST(LabelTables, ARowHoldsTwoHundredFiftySixLabels) {
  render::LabelTable table;
  std::vector<std::int64_t> labels;
  for (std::int64_t label = 1; label <= 600; ++label) labels.push_back(10 * label);
  table.set_labels(labels);
  table.set(10 * 300, {{0.5F, 0.25F, 0.125F}, 0.36F, true});
  const std::vector<float> texels = table.texels(0.5);
  ASSERT_EQ(texels.size(), 4U * 256U * 3U);
  EXPECT_FLOAT_EQ(texels[4 * 300], 0.5F);
  EXPECT_FLOAT_EQ(texels[4 * 300 + 3], 0.2F);  // 1 - sqrt(0.64)
  EXPECT_FLOAT_EQ(texels[4 * 299 + 3], 0.0F);
  EXPECT_FLOAT_EQ(table.texels(0.0)[4 * 300 + 3], 0.36F);
  EXPECT_TRUE(table.shows(300));
  EXPECT_FALSE(table.shows(0));
  const std::uint64_t before = table.version();
  table.set(10 * 300, {{0.5F, 0.25F, 0.125F}, 0.36F, true});
  EXPECT_EQ(table.version(), before) << "the same again is no change";
}

}  // namespace
}  // namespace volvr::test
