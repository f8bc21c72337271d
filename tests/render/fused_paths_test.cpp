// SPDX-License-Identifier: Apache-2.0
// What is drawn with a volume in one pass, cast by processors: the picture of the fragments.
#include <hwy/targets.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include <gtest/gtest.h>

#include <vtkActor.h>
#include <vtkLight.h>
#include <vtkNew.h>
#include <vtkPolyDataMapper.h>
#include <vtkRenderer.h>
#include <vtkSphereSource.h>

#include "render/fields.h"
#include "render/pictures.h"
#include "render/studio.h"
#include "volvr/render.h"

namespace volvr::test {
namespace {

constexpr int side = 120;

Eigen::Matrix3d turned(double angle) {
  return Eigen::AngleAxisd(angle, Eigen::Vector3d(1, 2, -1).normalized()).toRotationMatrix();
}

// Folds with a rind of noise, so that neighbouring rays meet different things.
double folds(const Eigen::Vector3d& at) {
  const double wave = std::sin(at[0] / 5.0) * std::cos(at[1] / 7.0 + at[2] / 6.0);
  const double grain = std::sin(at[0] * 3.1 + at[1] * 1.7) * std::sin(at[2] * 2.3 - at[1]);
  return std::clamp(60.0 + 6.0 * (24.0 - at.norm()) + 50.0 * wave + 10.0 * grain, 0.0, 250.0);
}

template <class T>
Volume body(const Eigen::Vector3d& centre, double angle, double half = 30.0) {
  return sampled<T>(
      make_grid({.axes = turned(angle), .step = {1.1, 1.4, 1.9}, .half = half, .centre = centre}),
      [&](const Eigen::Vector3d& at) { return std::round(0.5 * folds(at - centre)); });
}

Appearance look(const Eigen::Vector3d& rgb, double opacity, bool shade = true) {
  Appearance appearance = opaque_above(60, 40);
  appearance.shade = shade;
  appearance.colours = {{0, 0.3 * rgb}, {70, rgb}, {125, {1.0, 1.0, 0.9}}};
  appearance.opacities = {{25, 0.0}, {60, 0.3 * opacity}, {120, opacity}};
  appearance.window = {60, 120};
  appearance.ambient = 0.2;
  appearance.diffuse = 0.7;
  appearance.specular = 0.3;
  appearance.specular_power = 12.0;
  return appearance;
}

Appearance greatest(Appearance appearance) {
  appearance.technique = Technique::mip;
  return appearance;
}

render::Fused three_layers() {
  Appearance borders = look({0.2, 0.9, 0.4}, 0.2);
  borders.gradient_opacities = {{2, 0.0}, {9, 1.0}};
  return {.layers = {{.volume = body<std::uint8_t>({14, 0, 4}, 0.5),
                      .appearance = look({1.0, 0.2, 0.2}, 0.4)},
                     {.volume = body<float>({-12, 6, 0}, -0.8, 22), .appearance = borders},
                     {.volume = body<std::int16_t>({0, -5, -20}, 0.2, 20),
                      .appearance = greatest(look({1, 0.9, 0.2}, 0.7))}}};
}

Labels labels(LabelLook how) {
  const Volume map = sampled<std::int32_t>(
      make_grid({.axes = turned(0.3), .step = {1.6, 1.3, 2.2}, .half = 32}),
      [](const Eigen::Vector3d& at) {
        if (at.norm() > 24.0) return 0.0;
        return at[0] > 3.0 * std::sin(at[2] / 4.0) ? 1000.0 : at[1] > 0 ? -2.0 : 5.0;
      });
  return {.volume = map,
          .styles = {{.label = 1000, .rgb = {0.9, 0.1, 0.2}, .opacity = 0.5},
                     {.label = -2, .rgb = {0.1, 0.8, 0.9}, .opacity = 1.0},
                     {.label = 5, .visible = false}},
          .look = how};
}

struct Drawn {
  Volume main = body<std::int16_t>({0, 0, 0}, 0.9);
  State state = state_of(look({0.9, 0.7, 0.5}, 0.5));
  render::Fused fused = three_layers();
  StudioOptions options = {.size = side, .distance = 0.3, .view_angle = 16.0};
  bool lamps = false;
  bool opaque = false;
};

void add_lamp(vtkRenderer& renderer) {
  renderer.RemoveAllLights();
  renderer.SetTwoSidedLighting(true);
  vtkNew<vtkLight> light;
  light->SetLightType(VTK_LIGHT_TYPE_SCENE_LIGHT);
  light->SetPosition(0.3, 0.2, 0.2);
  light->SetFocalPoint(0, 0, 0);
  light->SetColor(1.0, 0.8, 0.6);
  light->SetPositional(true);
  light->SetConeAngle(180.0);
  renderer.AddLight(light);
}

void add_ball(vtkRenderer& renderer) {
  vtkNew<vtkSphereSource> source;
  source->SetRadius(0.012);
  source->SetCenter(0.008, 0.004, 0.01);
  vtkNew<vtkPolyDataMapper> mapper;
  mapper->SetInputConnection(source->GetOutputPort());
  vtkNew<vtkActor> actor;
  actor->SetMapper(mapper);
  renderer.AddActor(actor);
}

Picture drawn(const Drawn& what, const std::string& path) {
  Studio studio(by_path(path, what.options));
  studio.draw(what.main, what.state, what.fused);
  if (what.lamps) add_lamp(*studio.stage().renderer());
  if (what.opaque) add_ball(*studio.stage().renderer());
  const Picture picture = studio.draw(with_fused(what.state, what.fused));
  EXPECT_EQ(studio.stage().scene().is_drawn_by_processors(), path == "processors");
  return picture;
}

// Textures of software OpenGL interpolate in steps of 1/256, so that a ray here and there differs.
void expect_alike(const Drawn& what, const std::string& name) {
  const Picture fragments = drawn(what, "fragments");
  const Picture processors = drawn(what, "processors");
  ASSERT_GT(lit(fragments, 40).pixels, 1500) << name << saved(fragments, "fragments");
  const Difference apart = difference(fragments, processors);
  EXPECT_LT(apart.mean, 0.4) << name << saved(fragments, name + "-fragments")
                              << saved(processors, name + "-processors");
  EXPECT_LT(apart.part_beyond_8, 0.0006) << name << saved(fragments, name + "-fragments")
                                         << saved(processors, name + "-processors");
}

class FusedByProcessors : public Drawing {
 protected:
  void TearDown() override { hwy::SetSupportedTargetsForTest(0); }
};

TEST_F(FusedByProcessors, ThreeLayers) {
  expect_alike({}, "layers");
}

TEST_F(FusedByProcessors, OverAGreatestValue) {
  Drawn what;
  what.state = state_of(greatest(look({0.9, 0.7, 0.5}, 0.5)));
  expect_alike(what, "greatest");
}

TEST_F(FusedByProcessors, LabelsAsBodiesAndAsTints) {
  Drawn what;
  what.fused.labels = labels(LabelLook::bodies);
  expect_alike(what, "bodies");
  what.fused = {.labels = labels(LabelLook::bodies)};
  expect_alike(what, "bodies-alone");
  what.lamps = true;
  expect_alike(what, "bodies-lamps");
  what.fused.labels = labels(LabelLook::tint);
  expect_alike(what, "tint");
  what.state = state_of(greatest(look({0.9, 0.7, 0.5}, 0.5)));
  expect_alike(what, "tint-greatest");
}

TEST_F(FusedByProcessors, UnderLampsWithShadowsAndJitter) {
  Drawn what;
  what.lamps = true;
  expect_alike(what, "lamps");
  what.options.settings.set("render.shadow_strength", "1");
  expect_alike(what, "lamps-shadows");
  what.lamps = false;
  expect_alike(what, "shadows");
  what.options.settings.set("render.jitter", "on");
  expect_alike(what, "jitter");
}

TEST_F(FusedByProcessors, WithTheStockMappersRounding) {
  Drawn what;
  what.options.settings.set("render.rounding", "stock");
  expect_alike(what, "stock");
}

TEST_F(FusedByProcessors, CutAndBehindWhatIsOpaque) {
  Drawn what;
  what.state.clips = {{ClipPlane{{0, -8, 0}, {0.2, 1, 0.1}}},
                      {ClipSphere{{6, 4, 2}, 12}},
                      {ClipSphere{{-14, 10, -6}, 8}},
                      {ClipBox{{-8, -2, 4}, {4, 18, 16}}, true}};
  expect_alike(what, "clips");
  what.opaque = true;
  expect_alike(what, "clips-opaque");
  what.fused.labels = labels(LabelLook::bodies);
  expect_alike(what, "clips-opaque-labels");
}

TEST_F(FusedByProcessors, FromWithin) {
  Drawn what;
  what.options.distance = 0.01;
  what.options.view_angle = 70.0;
  expect_alike(what, "within");
}

TEST_F(FusedByProcessors, BesideAndBeforeTheVolume) {
  Drawn what;
  what.main = body<std::uint16_t>({26, 0, 0}, 0.9, 9);
  what.fused.labels = labels(LabelLook::bodies);
  expect_alike(what, "beside");
}

// What is no number, and colours.
TEST_F(FusedByProcessors, OfOddVoxels) {
  Drawn what;
  const Volume sound = body<float>({14, 0, 4}, 0.5);
  const auto buffer = allocate_voxels(sound.size_bytes());
  auto* to = static_cast<float*>(buffer.get());
  std::ranges::copy(sound.values<float>(), to);
  for (std::size_t at = 0; at < voxel_count(sound.geometry()); at += 97) {
    to[at] = at % 2 == 0 ? std::numeric_limits<float>::quiet_NaN()
                         : -std::numeric_limits<float>::infinity();
  }
  what.fused.layers[0].volume = {sound.geometry(), VoxelType::float32, buffer};
  expect_alike(what, "no-numbers");

  const GridGeometry grid = make_grid({.axes = turned(0.9), .step = {1.5, 1.5, 1.5}, .half = 28});
  const Volume red = sampled<std::uint8_t>(grid, [](const Eigen::Vector3d& at) {
    return std::clamp(200.0 - 5.0 * (at - Eigen::Vector3d(4, 6, 2)).norm(), 0.0, 255.0);
  });
  const auto colours = allocate_voxels(3 * voxel_count(grid));
  auto* channel = static_cast<std::uint8_t*>(colours.get());
  for (const std::uint8_t value : red.values<std::uint8_t>()) {
    *channel++ = value;
    *channel++ = static_cast<std::uint8_t>(value / 2);
    *channel++ = static_cast<std::uint8_t>(value / 3 + 20);
  }
  what = {};
  what.main = Volume(grid, VoxelType::uint8, colours, 3);
  expect_alike(what, "colours");
  what.state = state_of(greatest(look({0.9, 0.7, 0.5}, 0.5)));
  expect_alike(what, "colours-greatest");
}

TEST_F(FusedByProcessors, AtOtherSteps) {
  Drawn what;
  for (const char* step : {"0.2", "2.5"}) {
    what.options.settings.set("render.step", step);
    expect_alike(what, std::string("step-") + step);
  }
}

// One set of masks, tables and numbers serves many pictures.
TEST_F(FusedByProcessors, FollowsWhatChanges) {
  Drawn what;
  Studio studio(by_path("processors", what.options));
  studio.draw(what.main, what.state, what.fused);
  const auto expect_as_fresh = [&](const Picture& found, const std::string& change) {
    const Picture fresh = drawn(what, "processors");
    EXPECT_EQ(difference(found, fresh).largest, 0)
        << change << saved(found, "found") << saved(fresh, "fresh");
  };
  const auto expect_look = [&](const std::string& change) {
    expect_as_fresh(studio.draw(with_fused(what.state, what.fused)), change);
  };
  const auto expect_others = [&](const std::string& change) {
    expect_as_fresh(studio.draw(what.main, what.state, what.fused), change);
  };
  what.fused.layers[0].appearance.opacities = {{80, 0.0}, {110, 0.9}};
  expect_look("opacities");
  what.fused.layers[0].appearance.colours[1].rgb = {0.2, 0.3, 1.0};
  expect_look("colours");
  what.fused.layers[1].opacity = 0.3;
  expect_look("a layer's opacity");
  const Appearance through = what.fused.layers[0].appearance;
  what.fused.layers[0].appearance = greatest(through);
  expect_others("its greatest value");
  what.fused.layers[0].appearance = through;
  expect_others("seen through again");
  what.fused.layers[0].volume = body<std::int16_t>({-5, 10, 4}, 0.1);
  expect_others("another volume");
  std::swap(what.fused.layers[0], what.fused.layers[2]);
  expect_others("order");
  what.fused.layers.pop_back();
  expect_others("a layer less");
  what.fused.labels = labels(LabelLook::bodies);
  expect_others("labels");
  what.fused.labels->styles[2].visible = true;
  expect_look("a label more");
  what.fused.labels->styles[0].opacity = 0.9;
  expect_look("a label's opacity");
  what.fused.labels->look = LabelLook::tint;
  expect_others("tint");
  what.fused.layers.clear();
  expect_others("labels alone");
  what.fused.labels.reset();
  expect_others("nothing");
}

TEST_F(FusedByProcessors, AreAlikeOnEveryKind) {
  const std::int64_t here = hwy::SupportedTargets();
  Drawn what;
  what.fused.labels = labels(LabelLook::bodies);
  what.state.clips = {{ClipSphere{{6, 4, 2}, 12}}};
  const Picture best = drawn(what, "processors");
  int kinds = 0;
  for (const std::int64_t target : {HWY_SSE2, HWY_AVX2, HWY_AVX3, HWY_NEON}) {
    if ((here & target) == 0) continue;
    hwy::SetSupportedTargetsForTest(target);
    const Picture found = drawn(what, "processors");
    EXPECT_LE(difference(best, found).largest, 2)
        << hwy::TargetName(target) << saved(found, hwy::TargetName(target));
    ++kinds;
  }
  EXPECT_GE(kinds, 3);
}

}  // namespace
}  // namespace volvr::test
