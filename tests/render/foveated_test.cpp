// SPDX-License-Identifier: Apache-2.0
// Pictures with fewer rays: foveated, coarser, and both, by the GPU's shaders and by processors.
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include <vtkActor.h>
#include <vtkCamera.h>
#include <vtkCubeSource.h>
#include <vtkNew.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>
#include <vtkRenderWindow.h>
#include <vtkRenderer.h>

#include "render/caster/volume_mapper.h"
#include "render/fields.h"
#include "render/pictures.h"
#include "render/quality_settings.h"
#include "render/studio.h"

namespace volvr::test {
namespace {

using render::FoveaAim;
using render::Quality;
using render::Sampling;

constexpr int side = 160;
constexpr Quality foveated{.edge_pixel = 4.0};

class Foveated : public Drawing, public testing::WithParamInterface<const char*> {
 protected:
  static Settings settings() {
    Settings settings;
    settings.set("render.mapper", "volvr");
    settings.set("render.path", GetParam());
    return settings;
  }

  // A cage of balls that fills the picture: edges everywhere, in the middle and at the rim.
  static Volume cage() {
    return sampled<std::int16_t>(make_grid({.step = {2, 2, 2}, .half = 85}), [](const auto& at) {
      const auto wave = [](double x) { return std::cos(0.35 * x); };
      return 100.0 * wave(at.x()) * wave(at.z()) + 20.0 * wave(at.y());
    });
  }

  // Soft, without an edge.
  static Volume cloud() {
    return sampled<std::int16_t>(make_grid({.step = {2, 2, 2}, .half = 95}), [](const auto& at) {
      return 1000.0 * std::exp(-at.squaredNorm() / (2.0 * 30.0 * 30.0));
    });
  }

  static State cage_state() {
    Appearance appearance = opaque_above(40.0, 30.0);
    appearance.shade = true;
    return state_of(appearance);
  }

  static Picture drawn(Studio& studio, const State& state, const Sampling& sampling) {
    studio.stage().scene().set_sampling(sampling);
    return studio.draw(state);
  }
};

render::VolumeMapper& mapper_of(Studio& studio) {
  return *render::VolumeMapper::SafeDownCast(studio.stage().scene().actor()->GetMapper());
}

// VTK draws this eye from now on; both from the same place.
void show_eye(Studio& studio, int eye) {
  vtkRenderer* renderer = studio.stage().renderer();
  renderer->GetActiveCamera()->SetEyeAngle(0.0);
  renderer->GetRenderWindow()->SetStereoTypeToRight();
  renderer->GetRenderWindow()->SetStereoRender(eye);
}

TEST_P(Foveated, TheMiddleIsThePictureWithoutAFovea) {
  Studio studio({.size = side, .settings = settings()});
  const State state = cage_state();
  const Picture exact = studio.draw(cage(), state);
  ASSERT_GT(lit(exact, 60).pixels, side * side / 4);
  const Picture picture = drawn(studio, state, {.quality = foveated});
  const int radius = static_cast<int>(0.5 * std::tan(15.0 * M_PI / 180.0) * side);
  int differ = 0;
  int differ_outside = 0;
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      const bool inside =
          std::abs(2 * x + 1 - side) < 2 * radius && std::abs(2 * y + 1 - side) < 2 * radius;
      if (grey(exact, x, y) != grey(picture, x, y)) ++(inside ? differ : differ_outside);
    }
  }
  EXPECT_EQ(differ, 0) << saved(picture, "foveated") << saved(exact, "exact");
  EXPECT_GT(differ_outside, side * side / 4);
  EXPECT_LT(difference(picture, exact).mean, 20.0) << saved(picture, "foveated");
}

TEST_P(Foveated, CastsAsFewRaysAsItPromises) {
  Studio studio({.size = side, .settings = settings()});
  const State state = cage_state();
  studio.draw(cage(), state);
  EXPECT_EQ(mapper_of(studio).Rays().prod(), side * side);
  const std::size_t memory = mapper_of(studio).GraphicsMemory();
  for (const Quality quality :
       {foveated, Quality{.pixels = 2.0}, Quality{.edge_pixel = 3.0, .pixels = 1.7}}) {
    drawn(studio, state, {.quality = quality});
    const double share = static_cast<double>(mapper_of(studio).Rays().prod()) / (side * side);
    const double promised =
        render::area_share(0.5 * std::tan(15.0 * M_PI / 180.0), quality.edge_pixel) /
        (quality.pixels * quality.pixels);
    EXPECT_NEAR(share, promised, 0.05 * promised);
    EXPECT_EQ(mapper_of(studio).GraphicsMemory(), memory) << "nothing is allocated anew";
  }
  const Picture again = drawn(studio, state, {});
  EXPECT_EQ(difference(again, studio.draw(state)).largest, 0);
}

// What is soft looks the same, whatever it is drawn with: nothing is moved, cut or brightened, and
// no line shows where the sharp part ends or where the part of the target in use does.
TEST_P(Foveated, SoftThingsLookTheSameWithoutASeam) {
  Studio studio({.size = side, .settings = settings()});
  Appearance appearance;
  appearance.technique = Technique::mip;
  appearance.window = {500.0, 1000.0};
  appearance.colours = {{0.0, Eigen::Vector3d::Ones()}, {1000.0, Eigen::Vector3d::Ones()}};
  appearance.opacities = {{0.0, 0.0}, {1000.0, 1.0}};
  const State state = state_of(appearance);
  const Picture exact = studio.draw(cloud(), state);
  ASSERT_GT(lit(exact).pixels, 1000);
  // Much is drawn before, so that the target holds other pictures beside the part in use.
  for (const Quality quality :
       {foveated, Quality{.pixels = 3.0}, Quality{.edge_pixel = 3.0, .pixels = 2.5}}) {
    const Picture picture = drawn(studio, state, {.quality = quality});
    EXPECT_LE(difference(picture, exact).largest, 5) << saved(picture, "soft");
    EXPECT_LT(difference(picture, exact).mean, 0.7);
    EXPECT_NEAR((lit(picture).centroid - lit(exact).centroid).norm(), 0.0, 0.2);
  }
}

// Geometry in front, inside and behind hides as it should, but for the width of a ray at its edge.
TEST_P(Foveated, OpaqueThingsHideTheSame) {
  Studio studio({.size = side, .settings = settings()});
  const State state = cage_state();
  studio.draw(cage(), state);
  vtkNew<vtkCubeSource> cube;
  cube->SetXLength(0.03);
  cube->SetYLength(0.03);
  cube->SetZLength(0.02);
  vtkNew<vtkPolyDataMapper> mapper;
  mapper->SetInputConnection(cube->GetOutputPort());
  vtkNew<vtkActor> actor;
  actor->SetMapper(mapper);
  actor->GetProperty()->SetColor(1.0, 0.0, 0.0);
  actor->GetProperty()->LightingOff();
  studio.stage().renderer()->AddActor(actor);
  for (const double depth : {0.07, 0.0, -0.07}) {
    actor->SetPosition(0.035, 0.03, depth);
    const Picture exact = drawn(studio, state, {});
    const Picture picture = drawn(studio, state, {.quality = {.edge_pixel = 3.0}});
    const auto reds = [](const Picture& of) {
      int count = 0;
      for (std::size_t at = 0; at < of.rgb.size(); at += 3) {
        count += of.rgb[at] > 200 && of.rgb[at + 1] < 30 ? 1 : 0;
      }
      return count;
    };
    EXPECT_NEAR(reds(picture), reds(exact), 0.12 * reds(exact) + 25)
        << depth << saved(picture, "opaque");
  }
}

// The fovea lies where the eye looks, and both eyes' are equally fine.
TEST_P(Foveated, LiesWhereTheEyeLooks) {
  Studio studio({.size = side, .settings = settings()});
  const State state = cage_state();
  const Picture exact = studio.draw(cage(), state);
  const render::Frustum left{.left = -1.3, .right = 0.9, .down = -1.1, .up = 1.1};
  const render::Frustum right{.left = -0.9, .right = 1.3, .down = -1.1, .up = 1.1};
  FoveaAim aim{.radius_degrees = 8.0};
  aim.eyes = std::array{left, right};
  for (const double gaze : {0.0, 0.5}) {
    aim.gaze = {render::PicturePlace{gaze, 0.2}, render::PicturePlace{gaze, 0.2}};
    std::array<double, 2> rays{};
    for (const int eye : {0, 1}) {
      show_eye(studio, eye);
      const Picture picture = drawn(studio, state, {.quality = foveated, .aim = aim});
      rays[static_cast<std::size_t>(eye)] = mapper_of(studio).Rays().prod();
      const render::PicturePlace at = place_of(eye == 0 ? left : right, {gaze, 0.2});
      const int x = static_cast<int>(at.x * side);
      const int y = static_cast<int>((1.0 - at.y) * side);
      for (int dy = -4; dy <= 4; ++dy) {
        for (int dx = -4; dx <= 4; ++dx) {
          EXPECT_EQ(grey(picture, x + dx, y + dy), grey(exact, x + dx, y + dy)) << eye << gaze;
        }
      }
    }
    if (gaze == 0.0) {
      EXPECT_EQ(rays[0], rays[1]);
    }
  }
}

TEST_P(Foveated, SettingsPinIt) {
  Settings pinned = settings();
  pinned.set("render.periphery", "4");
  pinned.set("render.resolution", "1.5");
  pinned.set("render.coarse_step", "2");
  pinned.set("render.fovea_radius", "25");
  Studio studio({.size = side, .settings = settings()});
  Studio of_settings({.size = side, .settings = pinned});
  const State state = cage_state();
  studio.draw(cage(), state);
  const Sampling same{.quality = {.edge_pixel = 4.0, .pixels = 1.5, .step = 2.0},
                      .aim = {.radius_degrees = 25.0}};
  EXPECT_EQ(difference(drawn(studio, state, same), of_settings.draw(cage(), state)).largest, 0);
  EXPECT_LT(mapper_of(of_settings).Rays().prod(), side * side / 3);
}

INSTANTIATE_TEST_SUITE_P(Paths, Foveated, testing::Values("fragments", "processors"),
                         [](const auto& one) { return std::string(one.param); });

}  // namespace
}  // namespace volvr::test
