// SPDX-License-Identifier: Apache-2.0
// volvr's ray caster where its input or the machine is not as it should be.
#include <limits>

#include <gtest/gtest.h>

#include <vtkColorTransferFunction.h>
#include <vtkPiecewiseFunction.h>
#include <vtkPlane.h>
#include <vtkRenderWindow.h>
#include <vtkVolume.h>
#include <vtkVolumeProperty.h>

#include "render/caster/volume_mapper.h"
#include "render/fields.h"
#include "render/pictures.h"
#include "render/studio.h"

namespace volvr::test {
namespace {

constexpr int side = 100;

class Mapper : public Drawing, public testing::WithParamInterface<const char*> {
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
  return sampled<std::int16_t>(make_grid({.step = {2, 2, 2}}), [](const Eigen::Vector3d& at) {
    return 100.0 * std::clamp(0.5 + (30.0 - at.norm()) / 4.0, 0.0, 1.0);
  });
}

render::VolumeMapper& mapper_of(Studio& studio) {
  return *render::VolumeMapper::SafeDownCast(studio.stage().scene().actor()->GetMapper());
}

TEST_P(Mapper, ADriverThatTakesNoShadersGetsTheStockMapper) {
  const Volume volume = a_ball();
  const State state = state_of(opaque_above(50, 20));
  Studio right({.size = side, .settings = settings()});
  const Picture expected = right.draw(volume, state);
  ASSERT_GT(lit(expected).pixels, 500);
  Studio studio({.size = side, .settings = settings()});
  studio.stage().show(volume, state);
  mapper_of(studio).SetShaderPreamble("#error not on this driver\n");
  const Picture drawn = studio.draw(state);
  EXPECT_LT(difference(drawn, expected).mean, 0.5) << saved(drawn, "fallback");
  bool said = false;
  for (const std::string& message : studio.messages()) {
    said = said || message.find("VTK's ray caster draws instead") != std::string::npos;
  }
  EXPECT_TRUE(said);
}

TEST_P(Mapper, ATransferFunctionWithoutPointsShowsNothing) {
  Studio studio({.size = side, .settings = settings()});
  const State state = state_of(opaque_above(50));
  const Picture before = studio.draw(a_ball(), state);
  vtkVolumeProperty* property = studio.stage().scene().actor()->GetProperty();
  property->GetScalarOpacity(0)->RemoveAllPoints();
  EXPECT_EQ(lit(studio.draw(state), 20).pixels, 0);
  property->GetScalarOpacity(0)->AddPoint(50, std::numeric_limits<double>::quiet_NaN());
  EXPECT_EQ(lit(studio.draw(state), 20).pixels, 0);
  property->GetScalarOpacity(0)->RemoveAllPoints();
  property->GetScalarOpacity(0)->AddPoint(60, 1.0);
  property->GetScalarOpacity(0)->AddPoint(40, 0.0);
  EXPECT_NEAR(lit(studio.draw(state)).pixels, lit(before).pixels, 200);
  property->GetRGBTransferFunction(0)->RemoveAllPoints();
  EXPECT_NEAR(lit(studio.draw(state)).pixels, lit(before).pixels, 200) << "white without colours";
}

TEST_P(Mapper, AClipThatRemovesEverythingShowsNothing) {
  Studio studio({.size = side, .settings = settings()});
  const State state = state_of(opaque_above(50));
  EXPECT_GT(lit(studio.draw(a_ball(), state), 20).pixels, 500);
  vtkNew<vtkPlane> plane;
  plane->SetOrigin(10, 0, 0);
  plane->SetNormal(1, 0, 0);
  mapper_of(studio).AddClippingPlane(plane);
  EXPECT_EQ(lit(studio.draw(state), 20).pixels, 0);
}

TEST_P(Mapper, ThinAndNotFiniteVolumesAreDrawn) {
  for (const Eigen::Vector3i& size : {Eigen::Vector3i(1, 1, 40), Eigen::Vector3i(40, 1, 1),
                                      Eigen::Vector3i(1, 40, 40), Eigen::Vector3i(1, 1, 1)}) {
    GridGeometry grid = make_grid();
    grid.size = size;
    const Volume volume = sampled<float>(grid, [n = 0](const Eigen::Vector3d&) mutable {
      const double odd[] = {std::numeric_limits<double>::quiet_NaN(),
                            std::numeric_limits<double>::infinity(), 100.0, 100.0, 100.0};
      return odd[n++ % 5];
    });
    for (const Technique technique : {Technique::composite, Technique::mip, Technique::average}) {
      Appearance appearance = opaque_above(50);
      appearance.technique = technique;
      Studio studio({.size = side, .settings = settings()});
      EXPECT_NO_THROW(studio.draw(volume, state_of(appearance, View::left)));
    }
  }
}

TEST_P(Mapper, DrawsAgainAfterItsContextIsGone) {
  Studio studio({.size = side, .settings = settings()});
  const State state = state_of(opaque_above(50));
  const Picture before = studio.draw(a_ball(), state);
  studio.stage().scene().actor()->ReleaseGraphicsResources(
      studio.stage().renderer()->GetRenderWindow());
  EXPECT_EQ(studio.draw(state).rgb, before.rgb);
}

TEST_P(Mapper, TakesFewBytesBesideTheVolume) {
  Studio studio({.size = 16, .settings = settings()});
  const Volume volume = sampled<std::int16_t>(make_grid({.half = 63.5}), ball({0, 0, 0}, 40));
  Appearance appearance = opaque_above(0);
  studio.draw(volume, state_of(appearance));
  appearance.technique = Technique::mip;
  studio.draw(state_of(appearance));
  const bool on_gpu = std::string(GetParam()) != "processors";
  EXPECT_LT(static_cast<double>(mapper_of(studio).GraphicsMemory()),
            on_gpu ? 1.03 * static_cast<double>(volume.size_bytes()) : 200000.0);
}

INSTANTIATE_TEST_SUITE_P(Paths, Mapper, testing::Values("fragments", "compute", "processors"),
                         [](const auto& path) { return std::string(path.param); });

}  // namespace
}  // namespace volvr::test
