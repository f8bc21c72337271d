// SPDX-License-Identifier: Apache-2.0
#include "render/scene.h"

#include <algorithm>
#include <string>

#include <vtkDataArray.h>
#include <vtkLight.h>
#include <vtkMatrix4x4.h>
#include <vtkNew.h>
#include <vtkOpenGLRenderWindow.h>
#include <vtkPointData.h>
#include <vtkTextureObject.h>
#include <vtkVolumeProperty.h>

#include "render/quality_settings.h"
#include "volvr/error.h"

namespace volvr::render {

namespace {

bool same(const Look& a, const Look& b) {
  return a.appearance == b.appearance && a.black == b.black && a.white == b.white;
}

}  // namespace

Scene::Scene(const Volume& volume, const Settings& settings)
    : volume_(volume),
      image_(display_image(volume)),
      bounds_in_patient_(bounds_in_patient(volume.geometry())),
      caster_(make_ray_caster(image_, *actor_, settings)) {
  actor_->SetMapper(caster_->mapper());
  actor_->SetUserMatrix(vtkNew<vtkMatrix4x4>());
  set_sampling(best_sampling(settings));
}

vtkRenderer* Scene::add_to(vtkRenderer* renderer) {
  renderer->RemoveAllLights();
  vtkNew<vtkLight> headlight;
  headlight->SetLightTypeToHeadlight();
  renderer->AddLight(headlight);
  renderer->AutomaticLightCreationOff();
  renderer->TwoSidedLightingOn();
  renderer->AddVolume(actor_);
  return renderer;
}

void Scene::remove_from(vtkRenderer* renderer) {
  renderer->RemoveVolume(actor_);
}

void Scene::release_graphics(vtkRenderer* renderer) {
  actor_->ReleaseGraphicsResources(renderer->GetRenderWindow());
}

void Scene::set_phases(const std::vector<Volume>& volumes) {
  std::vector<DisplayImage> phases;
  for (const Volume& volume : volumes) {
    const bool alike = volume.geometry().size == volume_.geometry().size &&
                       volume.type() == volume_.type() &&
                       volume.components() == volume_.components();
    if (!alike) {
      throw Error(ErrorCode::invalid_argument,
                  "Volumes that follow each other in time need one grid and one type.");
    }
    const bool is_shown = volume.buffer() == volume_.buffer();
    phases.push_back(is_shown ? image_ : display_image(volume));
  }
  phases_ = std::move(phases);
  phase_ = phases_.size();  // none is shown yet
}

void Scene::show_phase(const State& state) {
  const std::size_t count = phases_.size();
  const auto phase = static_cast<std::size_t>(std::max(state.time_point, 1) - 1) % count;
  if (phase == phase_) return;
  phase_ = phase;
  // Two ahead, in the direction of play.
  const std::size_t step = state.play_speed < 0.0 ? count - 1 : 1;
  std::vector<vtkSmartPointer<vtkDataArray>> upcoming;
  for (std::size_t at = 1; at <= std::min<std::size_t>(2, count - 1); ++at) {
    vtkImageData* next = phases_[(phase + at * step) % count].image;
    upcoming.emplace_back(next->GetPointData()->GetScalars());
  }
  caster_->set_image(phases_[phase], upcoming);
  has_look_ = false;
}

void Scene::update(const State& state) {
  if (!phases_.empty()) show_phase(state);
  Look look = look_of(state);
  if (!has_look_ || !same(look, look_)) {
    apply(look, image(), *actor_->GetProperty(), *caster_);
    look_ = std::move(look);
    has_look_ = true;
  }
  if (fused_) fused_->update(state);
  if (state.clips != clips_) {
    caster_->set_clips(clip_shapes(state.clips, image_.patient_from_dataset));
    clips_ = state.clips;
  }
  const Eigen::Affine3d scene_from_dataset =
      scene_from_patient(state.pose, bounds_in_patient_) * image_.patient_from_dataset;
  if (scene_from_dataset.matrix() == scene_from_dataset_) return;
  scene_from_dataset_ = scene_from_dataset.matrix();
  const Eigen::Matrix<double, 4, 4, Eigen::RowMajor> by_rows = scene_from_dataset_;
  actor_->GetUserMatrix()->DeepCopy(by_rows.data());
}

void Scene::fuse(const State& state, const Fused& fused) {
  if (!fused.empty()) fused_.emplace(*caster_, image_, state, fused);
}

void Scene::set_sampling(const Sampling& sampling) {
  caster_->set_sampling(sampling);
}

void Scene::set_waiting(bool on) {
  caster_->set_waiting(on);
}

VoxelsShown Scene::shown(bool* settled) const {
  const ShownVoxels shown = caster_->shown();
  if (settled != nullptr) *settled = shown.settled;
  const Eigen::Vector3d own = spacing(volume_.geometry());
  return {own, shown.finest * own, shown.coarsest * own};
}

void require_fits(const Volume& volume, vtkRenderer* renderer, const Settings& settings) {
  if (settings.text("render.mapper") != "stock") return;
  auto* window = vtkOpenGLRenderWindow::SafeDownCast(renderer->GetRenderWindow());
  if (window == nullptr) return;
  const int largest = vtkTextureObject::GetMaximumTextureSize3D(window);
  const Eigen::Vector3i size = volume.geometry().size;
  if (largest <= 0 || size.maxCoeff() <= largest) return;
  throw Error(ErrorCode::unsupported, "This volume is " + std::to_string(size.maxCoeff()) +
                                          " voxels long, and this graphics driver takes " +
                                          std::to_string(largest) + " at most.");
}

}  // namespace volvr::render
