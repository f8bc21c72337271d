// SPDX-License-Identifier: Apache-2.0
#include "bench/multi_volume_view.h"

#include <Eigen/Geometry>
#include <algorithm>

#include <vtkGPUVolumeRayCastMapper.h>
#include <vtkMatrix4x4.h>
#include <vtkMultiVolume.h>
#include <vtkNew.h>
#include <vtkVolume.h>

#include "render/display_image.h"
#include "render/look.h"
#include "render/messages.h"
#include "render/offscreen_target.h"
#include "render/stage.h"
#include "volvr/error.h"

namespace volvr::bench {

namespace {

constexpr double metres_per_millimetre = 0.001;

void require_composites(const Fused& fused) {
  const auto composite = [](const Layer& layer) {
    return layer.appearance.technique == Technique::composite;
  };
  if (!fused.labels && std::ranges::all_of(fused.layers, composite)) return;
  throw Error(ErrorCode::unsupported, "VTK mixes composites alone.");
}

State state_of(const Layer& layer) {
  State state;
  state.appearance = resolve(layer.appearance, layer.volume);
  state.window = state.appearance.window;
  state.technique = state.appearance.technique;
  state.shade = state.appearance.shade;
  return state;
}

double finest_spacing(const Volume& main, const Fused& fused) {
  double finest = spacing(main.geometry()).minCoeff();
  for (const Layer& layer : fused.layers) {
    finest = std::min(finest, spacing(layer.volume.geometry()).minCoeff());
  }
  return finest;
}

vtkSmartPointer<vtkMatrix4x4> matrix_of(const Eigen::Affine3d& transform) {
  const Eigen::Matrix<double, 4, 4, Eigen::RowMajor> rows = transform.matrix();
  auto matrix = vtkSmartPointer<vtkMatrix4x4>::New();
  matrix->DeepCopy(rows.data());
  return matrix;
}

}  // namespace

struct MultiVolumeView::Impl {
  Impl(const Settings& settings, int size)
      : side(size),
        log({}),
        stage(settings, false),
        target(settings.integer("render.device"), size, size, log) {
    target.add(stage.renderer());
    stage.look_from_viewer();
  }

  int side;
  render::MessageLog log;
  render::Stage stage;
  render::OffscreenTarget target;
  vtkNew<vtkMultiVolume> volumes;
};

MultiVolumeView::MultiVolumeView(const Volume& main, const State& state, const Fused& fused,
                                 const Settings& settings, int side)
    : impl_(std::make_unique<Impl>(settings, side)) {
  require_composites(fused);
  render::Stage& stage = impl_->stage;
  impl_->target.with_context([&] { stage.show(main, state, {}); });
  stage.update(state);
  stage.prepare(side, side);
  vtkNew<vtkGPUVolumeRayCastMapper> mapper;
  mapper->AutoAdjustSampleDistancesOff();
  mapper->UseJitteringOff();
  mapper->SetSampleDistance(static_cast<float>(
      settings.number("render.step") * finest_spacing(main, fused) * metres_per_millimetre));
  impl_->volumes->SetMapper(mapper);
  const Eigen::Affine3d scene_from_patient =
      volvr::scene_from_patient(state.pose, bounds_in_patient(main.geometry()));
  const auto add = [&](int port, const Volume& volume, const State& shown,
                       const Eigen::Affine3d& patient_from_own) {
    const render::DisplayImage image = render::display_image(volume);
    mapper->SetInputDataObject(port, image.image);
    vtkNew<vtkVolume> actor;
    render::apply(render::look_of(shown), image, *actor->GetProperty());
    actor->GetProperty()->SetScalarOpacityUnitDistance(
        stage.scene().actor()->GetProperty()->GetScalarOpacityUnitDistance());
    actor->SetUserMatrix(
        matrix_of(scene_from_patient * patient_from_own * image.patient_from_dataset));
    impl_->volumes->SetVolume(actor, port);
  };
  add(0, main, state, Eigen::Affine3d::Identity());
  int port = 0;
  for (const Layer& layer : fused.layers) {
    add(++port, layer.volume, state_of(layer), layer.patient_from_layer);
  }
  stage.scene().actor()->SetVisibility(0);
  stage.renderer()->AddVolume(impl_->volumes);
}

MultiVolumeView::~MultiVolumeView() = default;

Picture MultiVolumeView::draw() {
  impl_->stage.prepare(impl_->side, impl_->side);
  return impl_->target.draw();
}

}  // namespace volvr::bench
