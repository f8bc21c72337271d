// SPDX-License-Identifier: Apache-2.0
// Of RayRenderer what concerns volumes that take each other's place.
#include <utility>

#include "render/caster/ray_renderer.h"

namespace volvr::render {

// From those that were brought here ahead, or now.
std::shared_ptr<const VolumeStructure> RayRenderer::take_voxels(vtkOpenGLRenderWindow& window,
                                                                const RayJob& job,
                                                                const Eigen::Vector3i& size) {
  std::shared_ptr<const VolumeStructure> structure;
  auto held = phases_.take(job.values, wanted_processors_);
  if (held) {
    std::swap(volume_, held->texture);
    std::swap(cpu_volume_, held->cpu);
    taken_by_processors_ = held->by_processors;
    structure = held->structure;
    phases_.give(std::move(held));
  } else {
    structure = phases_.structure_of(job.values, size);
    taken_by_processors_ = wanted_processors_ && cpu_volume_.take(*structure->values, size);
    if (taken_by_processors_) {
      volume_.free();
    } else {
      cpu_volume_.clear();
      volume_.upload(window, *structure->values, size, job.limits);
    }
  }
  colour_ = structure->colour;
  lowest_ = structure->lowest;
  highest_ = structure->highest;
  return structure;
}

void RayRenderer::fetch_upcoming(vtkOpenGLRenderWindow& window, const RayJob& job) {
  if (job.upcoming.empty() || volume_.bricks() != nullptr) return phases_.free();
  phases_.fetch(window, {.size = ray_grid(job.image).size,
                         .by_processors = taken_by_processors_,
                         .with_ranges = !leaps_by_gpu_,
                         .limits = job.limits,
                         .shown = &job.values,
                         .upcoming = job.upcoming});
}

}  // namespace volvr::render
