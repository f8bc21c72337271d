// SPDX-License-Identifier: Apache-2.0
// Lamps of every kind: as VTK's mapper lights right-angled, even grids that are not turned, and as
// geometry says on others. VTK's mapper (9.3) turns normals by the transpose of a volume's own
// rotation, so that a lamp to the right of a turned volume lights it from elsewhere.
#include <cmath>

#include <gtest/gtest.h>

#include <vtkLight.h>
#include <vtkNew.h>
#include <vtkRenderer.h>
#include <vtkVolume.h>

#include "render/caster/volume_mapper.h"
#include "render/fields.h"
#include "render/pictures.h"
#include "render/studio.h"

namespace volvr::test {
namespace {

constexpr int side = 120;
constexpr double radius = 30.0;

Settings settings_for(const std::string& path) {
  Settings settings;
  settings.set("render.mapper", path == "stock" ? "stock" : "volvr");
  if (path != "stock") {
    settings.set("render.path", path);
    settings.set("render.rounding", "stock");
    settings.set("render.shadow_strength", "0");
  }
  return settings;
}

struct LampOptions {
  int type = VTK_LIGHT_TYPE_SCENE_LIGHT;
  Eigen::Vector3d from{0.2, 0.3, 0.4};
  Eigen::Vector3d to{0.0, 0.0, 0.0};
  Eigen::Vector3d rgb{1.0, 1.0, 1.0};
  bool positional = false;
  double cone = 180.0;
  double exponent = 1.0;
  Eigen::Vector3d attenuation{1.0, 0.0, 0.0};
  double intensity = 1.0;
  bool on = true;
};

void add(vtkRenderer& renderer, const LampOptions& options) {
  vtkNew<vtkLight> light;
  light->SetLightType(options.type);
  light->SetPosition(options.from.data());
  light->SetFocalPoint(options.to.data());
  light->SetColor(options.rgb[0], options.rgb[1], options.rgb[2]);
  light->SetAmbientColor(0.1, 0.2, 0.3);
  light->SetPositional(options.positional);
  light->SetConeAngle(options.cone);
  light->SetExponent(options.exponent);
  light->SetAttenuationValues(options.attenuation[0], options.attenuation[1],
                              options.attenuation[2]);
  light->SetIntensity(options.intensity);
  light->SetSwitch(options.on ? 1 : 0);
  renderer.AddLight(light);
}

Appearance lit_ball() {
  Appearance appearance = opaque_above(50, 40);
  appearance.shade = true;
  appearance.colours = {{0, {0.9, 0.6, 0.3}}, {100, {0.9, 0.6, 0.3}}};
  appearance.ambient = 0.2;
  appearance.diffuse = 0.7;
  appearance.specular = 0.3;
  appearance.specular_power = 12.0;
  return appearance;
}

Volume ball_on(const GridGeometry& grid) {
  return sampled<std::int16_t>(grid, [](const Eigen::Vector3d& at) {
    return std::clamp(50.0 + 10.0 * (radius - at.norm()), 0.0, 100.0);
  });
}

class Lights : public Drawing, public testing::WithParamInterface<const char*> {
 protected:
  void SetUp() override { Drawing::SetUp(); }

  static Picture lit_by(const std::string& path, const std::vector<LampOptions>& lamps,
                        bool both_sides = true) {
    Studio studio({.size = side, .settings = settings_for(path)});
    State state = state_of(lit_ball());
    state.pose.scene_from_patient.setIdentity();
    studio.draw(ball_on(make_grid({.half = 40})), state);
    vtkRenderer& renderer = *studio.stage().renderer();
    renderer.RemoveAllLights();
    renderer.SetTwoSidedLighting(both_sides);
    for (const LampOptions& lamp : lamps) add(renderer, lamp);
    return studio.draw(state);
  }

  static void compare(const std::vector<LampOptions>& lamps, const std::string& what,
                      bool both_sides = true, double most_beyond_8 = 0.001,
                      double most_mean = 0.1) {
    const Picture ours = lit_by(GetParam(), lamps, both_sides);
    const Picture stock = lit_by("stock", lamps, both_sides);
    EXPECT_GT(lit(stock, 12).pixels, 800) << what;
    EXPECT_LE(difference(ours, stock).part_beyond_8, most_beyond_8)
        << what << saved(ours, "ours") << saved(stock, "stock");
    EXPECT_LT(difference(ours, stock).mean, most_mean) << what;
  }
};

TEST_P(Lights, AreThoseOfTheStockMapper) {
  const LampOptions head{.type = VTK_LIGHT_TYPE_HEADLIGHT};
  LampOptions red{.from = {0.4, 0.1, 0.2}, .rgb = {1.0, 0.2, 0.1}};
  const LampOptions camera{
      .type = VTK_LIGHT_TYPE_CAMERA_LIGHT, .from = {-1, 1, 1}, .rgb = {0, 0.5, 1}};
  const LampOptions bulb{.from = {-0.05, 0.05, 0.04}, .positional = true};
  const LampOptions fading{
      .from = {0.05, 0.05, 0.05}, .positional = true, .attenuation = {0.2, 3.0, 80.0}};
  const LampOptions spot{
      .from = {0.02, 0.03, 0.1}, .positional = true, .cone = 15.0, .exponent = 4.0};
  compare({head}, "one headlight");
  compare({red}, "one scene light");
  compare({camera}, "one camera light");
  compare({bulb}, "a bulb");
  compare({fading}, "a bulb that fades");
  compare({spot}, "a spot", true, 0.006, 0.2);  // whose edge is sharp
  compare({head, red, camera}, "three that are far away");
  compare({spot, red, bulb, head, fading, camera}, "all kinds");
  compare({{.type = VTK_LIGHT_TYPE_HEADLIGHT, .intensity = 0.5}}, "a weak headlight");
  red.on = false;
  compare({red, head}, "one that is switched off before a headlight");
  compare({red, camera}, "one that is switched off before a camera light");
  compare({camera, bulb}, "one side alone", false);
}

TEST_P(Lights, WithoutAnyAllIsDark) {
  EXPECT_EQ(lit(lit_by(GetParam(), {}), 5).pixels, 0);
  EXPECT_EQ(lit(lit_by("stock", {}), 5).pixels, 0);
}

// A light that is far away, on a ball: brightness goes with the cosine of its normal to the light.
TEST_P(Lights, AreRightOnObliqueUnevenAndShearedGrids) {
  Eigen::Matrix3d oblique =
      Eigen::AngleAxisd(0.7, Eigen::Vector3d(1, 2, 3).normalized()).toRotationMatrix();
  Eigen::Matrix3d sheared = oblique;
  sheared.col(2) = (sheared.col(2) + 0.5 * sheared.col(0)).normalized();
  Appearance appearance = lit_ball();
  appearance.ambient = 0.0;
  appearance.specular = 0.0;
  appearance.diffuse = 0.9;
  appearance.colours = {{0, {1, 1, 1}}, {100, {1, 1, 1}}};
  const Eigen::Vector3d towards = Eigen::Vector3d(0.6, 0.5, 0.6).normalized();
  for (const auto& [axes, step] :
       {std::pair<Eigen::Matrix3d, Eigen::Vector3d>{oblique, {1, 1.4, 2.2}},
        std::pair<Eigen::Matrix3d, Eigen::Vector3d>{sheared, {1, 1.2, 1.8}}}) {
    Studio studio(
        {.size = side, .distance = 4.0, .view_angle = 1.5, .settings = settings_for(GetParam())});
    State state = state_of(appearance, View::left);
    state.pose.magnification = 1.3;
    const double shown = 0.001 * radius * state.pose.magnification;
    studio.draw(ball_on(make_grid({.axes = axes, .step = step, .half = 42})), state);
    vtkRenderer& renderer = *studio.stage().renderer();
    renderer.RemoveAllLights();
    add(renderer, {.from = 10.0 * towards});
    const Picture picture = studio.draw(state);
    int checked = 0;
    double off = 0.0;
    for (const double x : {-0.6, -0.2, 0.2, 0.6}) {
      for (const double y : {-0.6, -0.2, 0.2, 0.6}) {
        const Eigen::Vector3d normal(x, y, std::sqrt(1.0 - x * x - y * y));
        const Eigen::Vector2d pixel = studio.pixel_of(shown * normal);
        const double expected = 255.0 * 0.9 * std::abs(normal.dot(towards));
        off += std::abs(grey(picture, static_cast<int>(pixel[0]), static_cast<int>(pixel[1])) -
                        expected);
        ++checked;
      }
    }
    EXPECT_LT(off / checked, 9.0) << saved(picture, "lit");
  }
}

TEST_P(Lights, FollowTheirOwnWhileTheStudyTurns) {
  Studio studio({.size = side, .settings = settings_for(GetParam())});
  State state = state_of(lit_ball());
  studio.draw(ball_on(make_grid({.half = 40})), state);
  vtkRenderer& renderer = *studio.stage().renderer();
  renderer.RemoveAllLights();
  renderer.TwoSidedLightingOff();
  add(renderer, {.from = {1, 0, 0.2}});
  const Picture before = studio.draw(state);
  state.pose.scene_from_patient = scene_from_patient(View::superior);
  const Picture turned = studio.draw(state);
  EXPECT_GT(lit(before, 60).centroid[0], 0.5 * side + 5);
  EXPECT_LT(difference(turned, before).mean, 1.5) << "a ball looks the same from all sides";
}

TEST_P(Lights, BuildNoProgramWhereTheyMoveOrAreAdded) {
  Studio studio({.size = 40, .settings = settings_for(GetParam())});
  const State state = state_of(lit_ball());
  studio.draw(ball_on(make_grid({.half = 40})), state);
  vtkRenderer& renderer = *studio.stage().renderer();
  const auto* mapper =
      render::VolumeMapper::SafeDownCast(studio.stage().scene().actor()->GetMapper());
  add(renderer, {.from = {1, 0, 0.2}});
  Picture before = studio.draw(state);
  const std::size_t built = mapper->ProgramsBuilt();
  for (int more = 0; more < 10; ++more) {
    const double x = 0.1 * more - 0.5;
    add(renderer, {.from = {x, 0.3, 0.1}, .rgb = {0.1, 0.05, 0.02}, .positional = more % 2 == 0});
    const Picture now = studio.draw(state);
    if (more < 5) {
      EXPECT_NE(now.rgb, before.rgb) << more;
    }
    before = now;
  }
  EXPECT_EQ(mapper->ProgramsBuilt(), built);
}

INSTANTIATE_TEST_SUITE_P(Paths, Lights, testing::Values("fragments", "processors"),
                         [](const auto& path) { return std::string(path.param); });

}  // namespace
}  // namespace volvr::test
