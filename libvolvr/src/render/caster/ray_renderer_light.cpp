// SPDX-License-Identifier: Apache-2.0
// Of RayRenderer what concerns light, and what cuts the volume.
#include <utility>

#include <vtkPiecewiseFunction.h>
#include <vtkVolumeMapper.h>
#include <vtkVolumeProperty.h>

#include "render/caster/ray_renderer.h"

namespace volvr::render {

void RayRenderer::take_clips(vtkOpenGLRenderWindow& window, const RayJob& job) {
  RayClips clips = ray_clips(job.mapper, job.volume, grid_, job.clips);
  const bool at_hand = taken_by_processors_ || clip_texture_.handle() != 0;
  if (clips == clips_ && (at_hand || clips.numbers.empty())) return;
  clips_ = std::move(clips);
  anything_left_ = leave_anything(clips_, grid_);
  if (!taken_by_processors_) fill_clip_texture(window, clips_, clip_texture_);
}

void RayRenderer::take_shades(vtkOpenGLRenderWindow& window, const RayJob& job, const Rays& rays) {
  vtkVolumeProperty& property = *job.volume.GetProperty();
  const bool any = job.technique == vtkVolumeMapper::COMPOSITE_BLEND && property.GetShade() != 0;
  shades_.take(window,
               {.strength = any ? job.shadows * job.quality.shadows : 0.0,
                .values = job.values,
                .component = colour_ ? 3 : 0,
                .lowest = lowest_,
                .highest = highest_,
                .spacing = Eigen::Vector3d(job.image.GetSpacing()),
                .opacities = tables_.opacities(),
                .thickness = job.sample_distance,
                .opacity_time = property.GetScalarOpacity()->GetMTime(),
                .clips = clips_,
                .by_processors = taken_by_processors_},
               grid_, rays, frame_);
}

void RayRenderer::write_light(vtkOpenGLRenderWindow& window, const RayJob& job, const Rays& rays) {
  lighting_ = set_lamps(job.renderer, rays, grid_, frame_);
  if (!tables_.gradients().empty()) {
    const double value_a_side = normal_length(grid_) / average_side(grid_);
    const double to_value = frame_.value_map[0] * (highest_ - lowest_);
    frame_.gradient_scale[0] =
        static_cast<float>(to_value / (value_a_side * tables_.gradient_span()));
  }
  take_shades(window, job, rays);
}

}  // namespace volvr::render
