// SPDX-License-Identifier: Apache-2.0
// Of RayRenderer what concerns volumes in bricks.
#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include <vtkVolumeMapper.h>

#include "render/caster/ray_renderer.h"

namespace volvr::render {

void RayRenderer::take_bricks(vtkOpenGLRenderWindow& window, const RayJob& job) {
  BrickUse use{job.technique, tables_.opacities(), iso_values_};
  if (job.technique == vtkVolumeMapper::ISOSURFACE_BLEND) {
    // The sample before a block decides on which side of a surface a ray comes in.
    double smallest = std::numeric_limits<double>::max();
    for (const double spacing : std::span(job.image.GetSpacing(), 3)) {
      smallest = std::min(smallest, std::abs(spacing));
    }
    use.reach = 1 + static_cast<int>(std::ceil(job.sample_distance / smallest));
  }
  brick_look_.update(*volume_.bricks(), grid_.size, ranges_, std::move(use));
  volume_.bricks()->look(window, brick_view(rays_of(job.renderer, job.volume, grid_), grid_),
                         job.limits.upload);
}

ShownVoxels RayRenderer::shown() const {
  return volume_.bricks() != nullptr && !empty_ ? volume_.bricks()->shown() : ShownVoxels{};
}

}  // namespace volvr::render
