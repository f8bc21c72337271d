// SPDX-License-Identifier: Apache-2.0
// The ray caster in a program of VTK's own: nothing of volvr's scene around it.
#include <cmath>

#include <gtest/gtest.h>

#include <vtkActor.h>
#include <vtkCamera.h>
#include <vtkColorTransferFunction.h>
#include <vtkNew.h>
#include <vtkOpenGLGPUVolumeRayCastMapper.h>
#include <vtkPiecewiseFunction.h>
#include <vtkPlane.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>
#include <vtkRenderWindow.h>
#include <vtkRenderer.h>
#include <vtkSphereSource.h>
#include <vtkVolume.h>
#include <vtkVolumeProperty.h>

#include "render/fields.h"
#include "render/pictures.h"
#include "render/studio.h"
#include "volvr/error.h"
#include "volvr/interop/vtk.h"

namespace volvr::test {
namespace {

constexpr int side = 120;
constexpr double step = 0.5;  // millimetres

vtkSmartPointer<vtkVolumeMapper> stock_mapper() {
  const auto mapper = vtkSmartPointer<vtkOpenGLGPUVolumeRayCastMapper>::New();
  mapper->AutoAdjustSampleDistancesOff();
  mapper->LockSampleDistanceToInputSpacingOff();
  mapper->SetSampleDistance(static_cast<float>(step));
  return mapper;
}

class VtkMapper : public Drawing {
 protected:
  // @param samples  a pixel; where there are any an opaque ball stands in the volume's surface
  Picture drawn(vtkVolumeMapper* mapper, int samples = 0) {
    const Volume ball_of_30 =
        sampled<std::int16_t>(make_grid({.step = {2, 2, 2}, .half = 40}), ball({5, 0, 0}, 30));
    mapper->SetInputData(interop::vtk_image(ball_of_30));
    vtkNew<vtkVolume> volume;
    volume->SetMapper(mapper);
    vtkVolumeProperty* property = volume->GetProperty();
    property->SetInterpolationTypeToLinear();
    property->ShadeOn();
    property->GetRGBTransferFunction()->AddRGBPoint(0, 0.9, 0.6, 0.3);
    property->GetScalarOpacity()->AddPoint(0, 0.0);
    property->GetScalarOpacity()->AddPoint(4, 0.8);
    vtkNew<vtkRenderer> renderer;
    renderer->AddVolume(volume);
    if (samples > 0) renderer->AddActor(opaque_ball());
    renderer->GetActiveCamera()->SetPosition(20, -200, 40);
    renderer->GetActiveCamera()->SetViewUp(0, 0, 1);
    renderer->ResetCameraClippingRange();
    render::OffscreenTarget target(-1, side, side, log_);
    target.add(renderer);
    renderer->GetRenderWindow()->SetMultiSamples(samples);
    return target.draw();
  }

  static vtkSmartPointer<vtkActor> opaque_ball() {
    vtkNew<vtkSphereSource> source;
    source->SetCenter(15, -25, 5);
    source->SetRadius(12);
    source->SetThetaResolution(32);
    source->SetPhiResolution(32);
    vtkNew<vtkPolyDataMapper> mapper;
    mapper->SetInputConnection(source->GetOutputPort());
    vtkNew<vtkActor> actor;
    actor->SetMapper(mapper);
    actor->GetProperty()->SetColor(0.1, 0.9, 0.2);
    return actor;
  }

  render::MessageLog log_;
};

TEST_F(VtkMapper, DrawsInAPlainRendererWhatVtksOwnDraws) {
  const Picture stock = drawn(stock_mapper());
  ASSERT_GT(lit(stock, 40).pixels, 500);
  for (const char* path : {"auto", "fragments", "processors"}) {
    const auto mapper = interop::volume_mapper({.sample_distance = step, .path = path});
    const Picture ours = drawn(mapper);
    const Difference apart = difference(ours, stock);
    EXPECT_LT(apart.mean, 0.1) << path << saved(ours, "vtk_mapper") << saved(stock, "vtk_stock");
    EXPECT_LT(apart.part_beyond_8, 0.002) << path;
  }
}

// The windows of VTK's own programs draw several samples a pixel unless they say otherwise.
TEST_F(VtkMapper, DrawsAroundOpaqueThingsWithSeveralSamplesAPixel) {
  const Picture stock = drawn(stock_mapper(), 4);
  const Picture without = drawn(stock_mapper());
  ASSERT_GT(difference(stock, without).mean, 0.5);
  for (const char* path : {"fragments", "processors"}) {
    const auto mapper = interop::volume_mapper({.sample_distance = step, .path = path});
    const Picture ours = drawn(mapper, 4);
    const Difference apart = difference(ours, stock);
    EXPECT_LT(apart.mean, 0.3) << path << saved(ours, "vtk_mapper") << saved(stock, "vtk_stock");
    EXPECT_LT(apart.part_beyond_8, 0.01) << path;
  }
}

TEST_F(VtkMapper, ObeysClippingPlanesAndItsOptions) {
  const auto mapper = interop::volume_mapper({.sample_distance = step});
  const Lit whole = lit(drawn(mapper), 40);
  vtkNew<vtkPlane> plane;
  plane->SetOrigin(5, 0, 0);
  plane->SetNormal(1, 0, 0);
  mapper->AddClippingPlane(plane);
  const Lit half = lit(drawn(mapper), 40);
  EXPECT_NEAR(half.pixels, 0.5 * whole.pixels, 0.1 * whole.pixels);
  EXPECT_GT(half.centroid[0], whole.centroid[0] + 5);
  mapper->RemoveAllClippingPlanes();
  interop::set_options(*mapper, {.sample_distance = step, .pixels = 8});
  const Picture coarse = drawn(mapper);
  interop::set_options(*mapper, {.sample_distance = step});
  EXPECT_GT(difference(coarse, drawn(mapper)).mean, 0.3);
}

TEST(VtkMapperOptions, RefusesWhatCannotBe) {
  EXPECT_THROW((void)interop::volume_mapper({.sample_distance = 0}), Error);
  EXPECT_THROW((void)interop::volume_mapper({.sample_distance = std::nan("")}), Error);
  EXPECT_THROW((void)interop::volume_mapper({.pixels = 0.5}), Error);
  EXPECT_THROW((void)interop::volume_mapper({.path = "sideways"}), Error);
  EXPECT_THROW(interop::set_options(*stock_mapper(), {}), Error);
}

}  // namespace
}  // namespace volvr::test
