// SPDX-License-Identifier: Apache-2.0
// Several volumes on one ray: where they lie, and how they mix.
#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

#include <vtkActor.h>
#include <vtkColorTransferFunction.h>
#include <vtkGPUVolumeRayCastMapper.h>
#include <vtkMultiVolume.h>
#include <vtkNew.h>
#include <vtkPiecewiseFunction.h>
#include <vtkPlane.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>
#include <vtkSphereSource.h>
#include <vtkVolume.h>
#include <vtkVolumeProperty.h>

#include "render/caster/volume_mapper.h"
#include "render/fields.h"
#include "render/pictures.h"
#include "render/studio.h"
#include "volvr/error.h"
#include "volvr/render.h"

namespace volvr::test {
namespace {

constexpr int side = 160;
const Eigen::Vector3d red(1, 0, 0);
const Eigen::Vector3d green(0, 1, 0);

class Layers : public Drawing, public testing::WithParamInterface<const char*> {
 protected:
  static StudioOptions by_this_path(const StudioOptions& options) {
    return by_path(GetParam(), options);
  }
};

INSTANTIATE_TEST_SUITE_P(Paths, Layers, testing::Values("fragments", "processors"),
                         [](const auto& path) { return std::string(path.param); });

class FusedPictures : public Drawing {};

Appearance coloured(Appearance appearance, const Eigen::Vector3d& rgb) {
  for (ColourPoint& point : appearance.colours) point.rgb = rgb;
  return appearance;
}

Eigen::Matrix3d turned(double angle) {
  return Eigen::AngleAxisd(angle, Eigen::Vector3d(1, 2, -1).normalized()).toRotationMatrix();
}

Eigen::Vector3d in_scene(const State& state, const Volume& main, const Eigen::Vector3d& point) {
  return scene_from_patient(state.pose, bounds_in_patient(main.geometry())) * point;
}

// Everywhere the same value, 100, which appearances show with one opacity.
Volume block(const GridOptions& options) {
  return sampled<std::uint8_t>(make_grid(options), [](const Eigen::Vector3d&) { return 100.0; });
}

Appearance medium(double opacity, const Eigen::Vector3d& rgb) {
  Appearance appearance;
  appearance.name = "medium";
  appearance.colours = {{0, rgb}, {200, rgb}};
  appearance.opacities = {{0, opacity}, {200, opacity}};
  appearance.shade = false;
  appearance.window = {100, 200};
  return appearance;
}

Eigen::Vector3d pixel(const Picture& picture, int x, int y) {
  const std::size_t at = 3 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.width) +
                              static_cast<std::size_t>(x));
  return Eigen::Vector3d(picture.rgb[at], picture.rgb[at + 1], picture.rgb[at + 2]);
}

// How a channel's picture of a ball compares with what geometry says of it.
void expect_ball(const Picture& picture, int channel, const Studio& studio,
                 const Eigen::Vector3d& centre_in_scene, double radius, const std::string& name) {
  int seen = 0;
  int expected = 0;
  int wrong = 0;
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      const bool is_seen = pixel(picture, x, y)[channel] > 127;
      const bool should = studio.sees_ball(x, y, centre_in_scene, radius);
      seen += is_seen ? 1 : 0;
      expected += should ? 1 : 0;
      wrong += is_seen != should ? 1 : 0;
    }
  }
  EXPECT_GT(expected, 300);
  EXPECT_NEAR(seen, expected, 0.03 * expected) << name << saved(picture, name);
  EXPECT_LT(wrong, 0.05 * expected) << name << saved(picture, name);
}

// A ball in a small grid, and one in another grid, turned, of other spacing, beside it: the ray's
// extent is that of both.
TEST_P(Layers, LieWhereTheirOwnGridsSay) {
  const Eigen::Vector3d left(-20, 4, 6);
  const Eigen::Vector3d right(22, -3, -8);
  const Volume main =
      sampled<float>(make_grid({.half = 17, .centre = left}), ball(left, 15));
  const Volume other = sampled<float>(
      make_grid({.axes = turned(0.7), .step = {1.1, 0.8, 1.4}, .half = 14, .centre = right}),
      ball(right, 12));
  const State state = state_of(coloured(opaque_above(0), red));
  Studio studio(by_this_path({.size = side, .distance = 0.3}));
  const Picture picture = studio.draw(
      main, state, {.layers = {{.volume = other, .appearance = coloured(opaque_above(0), green)}}});
  expect_ball(picture, 0, studio, in_scene(state, main, left), 0.015, "main");
  expect_ball(picture, 1, studio, in_scene(state, main, right), 0.012, "layer");
}

// A registration moves and turns the layer.
TEST_P(Layers, LieWhereTheirTransformPutsThem) {
  const Eigen::Vector3d at(10, 5, 3);
  Layer layer{.volume = sampled<float>(make_grid({.half = 14, .centre = at}), ball(at, 12)),
              .appearance = coloured(opaque_above(0), green)};
  layer.patient_from_layer = Eigen::Translation3d(-30, 2, 4) * Eigen::AngleAxisd(0.8, Eigen::Vector3d::UnitZ());
  const Volume main = sampled<float>(make_grid({.half = 40}), [](const auto&) { return -1.0; });
  const State state = state_of(coloured(opaque_above(0), red));
  Studio studio(by_this_path({.size = side, .distance = 0.3}));
  const Picture picture = studio.draw(main, state, {.layers = {layer}});
  expect_ball(picture, 1, studio, in_scene(state, main, layer.patient_from_layer * at), 0.012,
              "moved");
}

// Two media in one place: opacities as of independent ones, colours weighed by opacity.
TEST_P(Layers, MixByTheFormula) {
  const double length = 40.0;  // mm that a ray goes through both
  for (const auto& [a, b] : {std::pair(0.01, 0.03), std::pair(0.002, 0.01), std::pair(0.3, 0.1)}) {
    const Volume main = block({.half = 0.5 * length});
    const Volume other = block({.axes = turned(0.0), .step = {1, 1, 2}, .half = 0.5 * length});
    Studio studio(by_this_path({.size = 64}));
    const Picture picture = studio.draw(main, state_of(medium(a, red)),
                                        {.layers = {{.volume = other, .appearance = medium(b, green)}}});
    const double opacity = 1.0 - std::pow((1.0 - a) * (1.0 - b), length);
    const Eigen::Vector3d colour = (a * red + b * green) / (a + b);
    const Eigen::Vector3d expected = 255.0 * opacity * colour;
    const Eigen::Vector3d seen = pixel(picture, 32, 32);
    // The share of each is that of a sample, which is as thick as the step.
    EXPECT_LT((seen - expected).cwiseAbs().maxCoeff(), 4.0)
        << seen.transpose() << " and not " << expected.transpose();
  }
}

TEST_P(Layers, OpacityMultipliesTheirOwn) {
  const Volume volume = block({.half = 20});
  Studio studio(by_this_path({.size = 64}));
  const Picture half = studio.draw(
      volume, state_of(medium(0.0, red)),
      {.layers = {{.volume = volume, .appearance = medium(0.04, green), .opacity = 0.5}}});
  EXPECT_NEAR(pixel(half, 32, 32)[1], 255.0 * (1.0 - std::pow(0.98, 40.0)), 3.0);
}

// Two volumes of opacity 1 - sqrt(1 - a) in one place are one of opacity a.
TEST_P(Layers, TwoOfHalfTheExtinctionAreOne) {
  const Volume volume = sampled<std::int16_t>(
      make_grid({.axes = turned(0.4), .step = {1.2, 1.5, 2.0}, .half = 32}),
      [](const Eigen::Vector3d& at) { return std::clamp(100.0 + 8.0 * (26.0 - at.norm()), 0.0, 200.0); });
  Appearance whole = opaque_above(100);
  whole.shade = true;
  whole.colours = {{0, {0.2, 0.1, 0.9}}, {200, {1.0, 0.8, 0.3}}};
  whole.opacities.clear();
  Appearance half = whole;
  for (int value = 0; value <= 200; value += 2) {
    const double opacity = value < 60 ? 0.0 : 0.2 * (value - 60) / 140.0;
    whole.opacities.push_back({double(value), opacity});
    half.opacities.push_back({double(value), 1.0 - std::sqrt(1.0 - opacity)});
  }
  Studio studio(by_this_path({.size = side, .distance = 0.3}));
  const Picture one = studio.draw(volume, state_of(whole));
  const Picture two =
      studio.draw(volume, state_of(half), {.layers = {{.volume = volume, .appearance = half}}});
  ASSERT_GT(lit(one, 60).pixels, 2000);
  EXPECT_LE(difference(one, two).largest, 3) << saved(one, "one") << saved(two, "two");
}

Layer a_ball(const Eigen::Vector3d& at, const Eigen::Vector3d& rgb, double opacity) {
  Appearance appearance = coloured(opaque_above(0, 8), rgb);
  appearance.opacities.back().opacity = opacity;
  appearance.shade = true;
  return {.volume = sampled<float>(make_grid({.axes = turned(at.x()), .half = 20, .centre = at}),
                                   ball(at, 16)),
          .appearance = appearance};
}

TEST_P(Layers, TheirOrderIsWithoutMeaning) {
  const Volume main = sampled<float>(make_grid({.half = 30}), ball({0, 0, 0}, 20));
  const State state = state_of(coloured(opaque_above(0, 20), {0.3, 0.3, 1.0}));
  const Layer a = a_ball({10, 5, 0}, red, 0.3);
  const Layer b = a_ball({-8, 0, 6}, green, 0.1);
  Layer c = a_ball({0, 0, -9}, {1, 1, 0}, 1.0);
  c.appearance.technique = Technique::mip;
  Studio studio(by_this_path({.size = side, .distance = 0.3}));
  const Picture first = studio.draw(main, state, {.layers = {a, b, c}});
  const Picture second = studio.draw(main, state, {.layers = {c, a, b}});
  ASSERT_GT(lit(first, 40).pixels, 2000);
  EXPECT_LE(difference(first, second).largest, 1);
}

TEST_P(Layers, OneThatIsClearChangesNothing) {
  const Volume main = sampled<float>(make_grid({.half = 30}), ball({0, 0, 0}, 20));
  Appearance shown = coloured(opaque_above(0, 20), {0.3, 0.6, 1.0});
  shown.shade = true;
  for (const Technique technique : {Technique::composite, Technique::mip}) {
    shown.technique = technique;
    Studio studio(by_this_path({.size = side, .distance = 0.3}));
    const Picture alone = studio.draw(main, state_of(shown));
    ASSERT_GT(lit(alone, 40).pixels, 2000);
    Layer layer = a_ball({10, -14, 0}, red, 0.5);
    layer.opacity = 0.0;
    EXPECT_LE(difference(studio.draw(main, state_of(shown), {.layers = {layer}}), alone).largest, 1);
    layer.opacity = 1.0;
    EXPECT_GT(difference(studio.draw(main, state_of(shown), {.layers = {layer}}), alone).mean, 1.0);
  }
}

TEST_P(Layers, AreSeenWhereTheMainVolumeShowsNothing) {
  const Layer layer = a_ball({0, 0, 0}, green, 1.0);
  const Volume main = sampled<float>(make_grid({.half = 8}), [](const auto&) { return -1.0; });
  Studio studio(by_this_path({.size = side, .distance = 0.3}));
  const Picture picture = studio.draw(main, state_of(opaque_above(0)), {.layers = {layer}});
  EXPECT_GT(lit(picture, 100).pixels, 1000);
}

// The greatest value along the ray: an unlit disc of one brightness, laid over the composite.
TEST_P(Layers, AreShownByTheirGreatestValue) {
  const double length = 40.0;
  const Volume main = block({.half = 0.5 * length});
  Layer layer{.volume = sampled<float>(make_grid({.axes = turned(0.5), .half = 30}),
                                       [](const Eigen::Vector3d& at) { return 10.0 - at.norm(); })};
  layer.appearance = medium(0.0, green);
  layer.appearance.technique = Technique::mip;
  layer.appearance.opacities = {{0.0, 0.0}, {10.0, 0.8}};
  Studio studio(by_this_path({.size = 65}));
  const State state = state_of(medium(0.01, red));
  const Picture picture = studio.draw(main, state, {.layers = {layer}});
  const double a = 1.0 - std::pow(0.99, length);
  const double b = 0.8;
  const Eigen::Vector3d expected = 255.0 * (1.0 - (1.0 - a) * (1.0 - b)) * (a * red + b * green) / (a + b);
  const Eigen::Vector3d seen = pixel(picture, 32, 32);
  EXPECT_LT((seen - expected).cwiseAbs().maxCoeff(), 8.0) << seen.transpose() << " and not " << expected.transpose();
  // A ray that passes the middle at 5 mm meets 5 at most.
  const Eigen::Vector2d beside = studio.pixel_of(in_scene(state, main, {5, 0, 0}));
  const double c = 0.4;
  EXPECT_NEAR(pixel(picture, static_cast<int>(beside.x()), 32)[1],
              255.0 * (1.0 - (1.0 - a) * (1.0 - c)) * c / (a + c), 10.0);
}

TEST_P(Layers, GoOverAGreatestValue) {
  Appearance grey = medium(0.0, {1, 1, 1});
  grey.technique = Technique::mip;
  grey.opacities = {{0.0, 0.0}, {200.0, 1.0}};
  const Volume main = block({.half = 20});
  Studio studio(by_this_path({.size = 64}));
  const Picture alone = studio.draw(main, state_of(grey));
  EXPECT_NEAR(pixel(alone, 32, 32)[1], 127.5, 2.0);
  const Picture picture = studio.draw(
      main, state_of(grey), {.layers = {{.volume = main, .appearance = medium(0.02, green)}}});
  const double a = 1.0 - std::pow(0.98, 40.0);
  const Eigen::Vector3d expected =
      255.0 * (1.0 - (1.0 - a) * 0.5) * (a * green + 0.5 * Eigen::Vector3d::Ones()) / (a + 0.5);
  EXPECT_LT((pixel(picture, 32, 32) - expected).cwiseAbs().maxCoeff(), 5.0)
      << pixel(picture, 32, 32).transpose() << " and not " << expected.transpose();
}

TEST_P(Layers, AreCutByPlanesAndHiddenByWhatIsOpaque) {
  const Volume main = sampled<float>(make_grid({.half = 10}), ball({0, 0, 0}, 8));
  const Layer layer = a_ball({0, 0, 0}, green, 1.0);
  const State state = state_of(coloured(opaque_above(0), red));
  Studio studio(by_this_path({.size = side, .distance = 0.3}));
  studio.draw(main, state, {.layers = {layer}});
  const int whole = lit(studio.draw(state), 60).pixels;
  vtkNew<vtkPlane> plane;
  plane->SetNormal(1, 0, 0);
  vtkVolume* actor = studio.stage().scene().actor();
  vtkVolumeMapper::SafeDownCast(actor->GetMapper())->AddClippingPlane(plane);
  const Lit cut = lit(studio.draw(state), 60);
  EXPECT_NEAR(cut.pixels, 0.5 * whole, 0.04 * whole);
  EXPECT_GT(cut.centroid.x(), 0.5 * side);
  vtkVolumeMapper::SafeDownCast(actor->GetMapper())->RemoveAllClippingPlanes();

  vtkNew<vtkSphereSource> source;
  source->SetRadius(0.03);
  source->SetCenter(0.03, 0, 0.06);
  vtkNew<vtkPolyDataMapper> mapper;
  mapper->SetInputConnection(source->GetOutputPort());
  vtkNew<vtkActor> before;
  before->SetMapper(mapper);
  before->GetProperty()->SetColor(0, 0, 1);
  before->GetProperty()->LightingOff();
  studio.stage().renderer()->AddActor(before);
  const Picture hidden = studio.draw(state);
  const Eigen::Vector2d at = studio.pixel_of({0.014, 0, 0.06});
  EXPECT_EQ(pixel(hidden, static_cast<int>(at.x()), static_cast<int>(at.y())),
            Eigen::Vector3d(0, 0, 255));
  source->SetCenter(0.03, 0, -0.06);
  const Picture behind = studio.draw(state);
  EXPECT_GT(pixel(behind, side / 2 + 8, side / 2)[1], 60.0);
  studio.stage().renderer()->RemoveActor(before);
}

template <class T>
Layer of_type() {
  return {.volume = sampled<T>(make_grid({.axes = turned(0.3), .half = 24}),
                               [](const Eigen::Vector3d& at) {
                                 return std::clamp(std::round(60.0 + 3.0 * (16.0 - at.norm())), 0.0, 110.0);
                               }),
          .appearance = coloured(opaque_above(60, 10), green)};
}

TEST_P(Layers, AreOfAnyVoxelType) {
  const Volume main = sampled<float>(make_grid({.half = 10}), ball({0, 0, 0}, 8));
  const State state = state_of(coloured(opaque_above(0), red));
  Studio studio(by_this_path({.size = side, .distance = 0.3}));
  const Picture expected = studio.draw(main, state, {.layers = {of_type<float>()}});
  ASSERT_GT(lit(expected, 60).pixels, 1000);
  for (const Layer& layer : {of_type<std::uint8_t>(), of_type<std::int8_t>(), of_type<std::int16_t>(),
                             of_type<std::uint16_t>(), of_type<std::int32_t>(), of_type<double>()}) {
    EXPECT_LT(difference(studio.draw(main, state, {.layers = {layer}}), expected).mean, 0.1)
        << to_string(layer.volume.type());
  }
}

ErrorCode error_of(const Volume& main, const Appearance& appearance, const RenderOptions& options) {
  try {
    OffscreenRenderer renderer(main, appearance, options);
  } catch (const Error& error) {
    return error.code();
  }
  return ErrorCode::internal;
}

TEST_F(FusedPictures, ThatCannotBeDrawnAreRefused) {
  const Volume main = sampled<float>(make_grid({.half = 10}), ball({0, 0, 0}, 8));
  const Appearance appearance = opaque_above(0);
  const Layer layer = a_ball({0, 0, 0}, green, 1.0);
  RenderOptions options{.width = 32, .height = 32};
  options.layers = {layer, layer, layer, layer};
  EXPECT_EQ(error_of(main, appearance, options), ErrorCode::invalid_argument);
  options.layers = {layer};
  options.layers[0].opacity = 1.5;
  EXPECT_EQ(error_of(main, appearance, options), ErrorCode::invalid_argument);
  options.layers = {layer};
  options.layers[0].patient_from_layer.linear().setZero();
  EXPECT_EQ(error_of(main, appearance, options), ErrorCode::invalid_argument);
  options.layers = {layer};
  options.layers[0].appearance.technique = Technique::minip;
  EXPECT_EQ(error_of(main, appearance, options), ErrorCode::unsupported);
  options.layers = {layer};
  options.layers[0].volume = {};
  EXPECT_EQ(error_of(main, appearance, options), ErrorCode::invalid_argument);
  options.layers = {layer};
  Appearance surface = appearance;
  surface.technique = Technique::isosurface;
  EXPECT_EQ(error_of(main, surface, options), ErrorCode::unsupported);
  options.settings.set("render.mapper", "stock");
  EXPECT_EQ(error_of(main, appearance, options), ErrorCode::unsupported);
  options.settings = {};
  GridGeometry grid;
  grid.size = {4, 4, 4};
  options.layers[0].volume = Volume(grid, VoxelType::uint8, allocate_voxels(192), 3);
  EXPECT_EQ(error_of(main, appearance, options), ErrorCode::unsupported);
}

Volume of_patient(const Volume& volume, const std::string& id) {
  const auto provenance = std::make_shared<Provenance>();
  provenance->series.series_instance_uid = "2.25.1";
  provenance->series.patient.patient_id = id;
  return {volume.geometry(), volume.type(), volume.buffer(), 1, {}, provenance};
}

TEST_F(FusedPictures, OfAnotherPatientAreRefusedUnlessAskedFor) {
  const Volume main = of_patient(sampled<float>(make_grid({.half = 10}), ball({0, 0, 0}, 8)), "A");
  Layer layer = a_ball({0, 0, 0}, green, 1.0);
  layer.volume = of_patient(layer.volume, "B");
  RenderOptions options{.width = 32, .height = 32, .layers = {layer}};
  EXPECT_EQ(error_of(main, opaque_above(0), options), ErrorCode::mixed_patients);
  options.other_patients = true;
  EXPECT_NO_THROW(OffscreenRenderer(main, opaque_above(0), options).draw(View::anterior));
  options.other_patients = false;
  options.layers.clear();
  options.labels = Labels{.volume = layer.volume, .styles = {{.label = 1}}};
  EXPECT_EQ(error_of(main, opaque_above(0), options), ErrorCode::mixed_patients);
}

TEST_F(FusedPictures, AreFramedWithTheMainVolume) {
  const Volume main = sampled<float>(make_grid({.half = 10}), ball({0, 0, 0}, 8));
  Layer layer = a_ball({60, 0, 0}, green, 1.0);
  const Picture picture =
      OffscreenRenderer(main, coloured(opaque_above(0), red),
                        {.width = 120, .height = 120, .layers = {layer}})
          .draw(View::anterior);
  int green_at_edge = 0;
  int green_pixels = 0;
  for (int y = 0; y < 120; ++y) {
    for (int x = 0; x < 120; ++x) {
      if (pixel(picture, x, y)[1] < 60 || pixel(picture, x, y)[0] > 60) continue;
      ++green_pixels;
      green_at_edge += x == 0 || x == 119 || y == 0 || y == 119 ? 1 : 0;
    }
  }
  EXPECT_GT(green_pixels, 300);
  EXPECT_EQ(green_at_edge, 0);
}

// VTK's own way to draw several volumes in one pass.
Picture by_vtk(Studio& studio, const Volume& main, const Layer& layer, const State& state) {
  render::Stage& stage = studio.stage();
  vtkVolume* actor = stage.scene().actor();
  auto* ours = render::VolumeMapper::SafeDownCast(actor->GetMapper());
  vtkNew<vtkGPUVolumeRayCastMapper> mapper;
  mapper->AutoAdjustSampleDistancesOff();
  mapper->SetSampleDistance(0.0005F);
  mapper->UseJitteringOff();
  const render::DisplayImage image = render::display_image(main);
  const render::DisplayImage other = render::display_image(layer.volume);
  mapper->SetInputDataObject(0, image.image);
  mapper->SetInputDataObject(1, other.image);
  vtkNew<vtkVolume> first;
  first->SetProperty(actor->GetProperty());
  first->SetUserMatrix(actor->GetUserMatrix());
  vtkNew<vtkVolume> second;
  State as_layer = state_of(layer.appearance);
  render::apply(render::look_of(as_layer), other, *second->GetProperty());
  const Eigen::Matrix<double, 4, 4, Eigen::RowMajor> matrix =
      (scene_from_patient(state.pose, bounds_in_patient(main.geometry())) * other.patient_from_dataset).matrix();
  vtkNew<vtkMatrix4x4> second_matrix;
  second_matrix->DeepCopy(matrix.data());
  second->SetUserMatrix(second_matrix);
  vtkNew<vtkMultiVolume> both;
  both->SetMapper(mapper);
  both->SetVolume(first, 0);
  both->SetVolume(second, 1);
  actor->SetVisibility(0);
  stage.renderer()->AddVolume(both);
  const Picture picture = studio.draw(state);
  stage.renderer()->RemoveVolume(both);
  actor->SetVisibility(1);
  EXPECT_NE(ours, nullptr);
  return picture;
}

TEST_P(Layers, AgreeWithVtksMultiVolume) {
  const Volume main = sampled<float>(make_grid({.half = 30}), ball({-8, 0, 0}, 16));
  const Layer layer = [] {
    Layer made = a_ball({10, 3, 5}, green, 0.3);
    made.appearance.shade = false;
    return made;
  }();
  const State state = state_of(coloured(opaque_above(0, 20), red));
  Studio studio(by_this_path({.size = side, .distance = 0.3}));
  const Picture ours = studio.draw(main, state, {.layers = {layer}});
  const Picture stock = by_vtk(studio, main, layer, state);
  ASSERT_GT(lit(stock, 60).pixels, 1500) << saved(stock, "multi-volume");
  const Lit a = lit(ours, 60);
  const Lit b = lit(stock, 60);
  EXPECT_NEAR(a.pixels, b.pixels, 0.05 * b.pixels) << saved(ours, "ours") << saved(stock, "stock");
  EXPECT_LT((a.centroid - b.centroid).norm(), 1.5) << saved(ours, "ours") << saved(stock, "stock");
  EXPECT_LT(difference(ours, stock).mean, 8.0) << saved(ours, "ours") << saved(stock, "stock");
}

}  // namespace
}  // namespace volvr::test
