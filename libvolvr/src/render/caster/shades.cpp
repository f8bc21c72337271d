// SPDX-License-Identifier: Apache-2.0
#include "render/caster/shades.h"

#include <Eigen/LU>
#include <algorithm>

namespace volvr::render {

namespace {

const Eigen::Vector3d key_in_view = Eigen::Vector3d(-0.45, 0.6, 0.66).normalized();
constexpr double darkest = 0.8;  // part of the light that the deepest shade takes at full strength
// Light is looked up before the sample, or a surface would lie half in its own shade.
constexpr double cells_ahead = 1.3;

Float4 floats(const Eigen::Vector3d& v, double w = 0.0) {
  return {static_cast<float>(v[0]), static_cast<float>(v[1]), static_cast<float>(v[2]),
          static_cast<float>(w)};
}

}  // namespace

bool Shades::take_cells(const ShadeJob& job, const RayGrid& grid) {
  if (taken_ == &job.values && taken_time_ == job.values.GetMTime()) return true;
  taken_ = nullptr;
  made_ = false;
  if ((grid.size.array() < 4).any()) return false;  // too thin for any shade
  cells_ = light_cells(job.values, grid.size, job.component, job.lowest, job.highest, job.spacing);
  taken_ = &job.values;
  taken_time_ = job.values.GetMTime();
  return true;
}

void Shades::make(vtkOpenGLRenderWindow& window, const ShadeJob& job, const RayGrid& grid) {
  const bool at_hand = job.by_processors ? !light_.empty() : ahead_.handle() != 0;
  if (made_ && at_hand && opacity_time_ == job.opacity_time && clips_ == job.clips) return;
  lamp_.setZero();
  clips_ = job.clips;
  opacity_time_ = job.opacity_time;
  shade_ = shade_volume(cells_, {.opacities = job.opacities,
                                 .thickness = job.thickness,
                                 .spacing = job.spacing,
                                 .clips = clips_.numbers.empty() ? nullptr : &clips_,
                                 .size = grid.size});
  made_ = true;
  if (job.by_processors) {
    ahead_.free();
    behind_.free();
  } else {
    light_.clear();
    upload(window, shade_.behind, behind_);
  }
}

void Shades::upload(vtkOpenGLRenderWindow& window, const std::vector<std::uint8_t>& bytes,
                    GlTexture& texture) {
  texture.allocate(window, shade_.cells, {GL_RGBA8, GL_RGBA, GL_UNSIGNED_BYTE, true});
  texture.fill(window, Eigen::Vector3i::Zero(), shade_.cells, bytes.data());
}

// A lamp that has moved by so little that nobody sees it stays where it is.
void Shades::take_lamp(vtkOpenGLRenderWindow& window, const ShadeJob& job,
                       const Eigen::Vector3d& key, const Eigen::Vector3d& viewer) {
  constexpr double least_move = 0.03;  // radians
  if ((key - lamp_).norm() < least_move && (viewer - viewer_).norm() < least_move) return;
  lamp_ = key;
  viewer_ = viewer;
  add_lamp(shade_, key);
  weights_ = side_weights(viewer);
  if (job.by_processors) {
    weigh_sides(shade_, weights_, light_);
  } else {
    upload(window, shade_.ahead, ahead_);
  }
}

void Shades::write(vtkOpenGLRenderWindow& window, const ShadeJob& job, const RayGrid& grid,
                   const Rays& rays, FrameBlock& block) {
  const Eigen::Matrix3d dataset_from_texture = grid.dataset_from_texture.linear();
  const Eigen::Matrix3d dataset_from_view =
      dataset_from_texture * rays.view_from_texture.linear().inverse();
  const Eigen::Vector3d key = (dataset_from_view * key_in_view).normalized();
  const Eigen::Vector3d viewer = dataset_from_view.col(2).normalized();
  take_lamp(window, job, key, viewer);
  const double strength = darkest * std::clamp(job.strength, 0.0, 1.0);
  block.shade_ahead = {weights_[0], weights_[1], weights_[2], static_cast<float>(strength)};
  block.shade_behind = {weights_[3], weights_[4], weights_[5], weights_[6]};
  const Eigen::Array3d voxels = cells_.voxels.cast<double>();
  block.shade_scale =
      floats(grid.size.cast<double>().array() / (voxels * cells_.cells.cast<double>().array()));
  const double cell = (job.spacing.array().abs() * voxels).mean();
  const Eigen::Vector3d before = cells_ahead * cell * (key + viewer).normalized();
  block.shade_offset = floats(dataset_from_texture.inverse() * before);
}

void Shades::take(vtkOpenGLRenderWindow& window, const ShadeJob& job, const RayGrid& grid,
                  const Rays& rays, FrameBlock& block) {
  used_ = job.strength > 0.0 && take_cells(job, grid);
  if (!used_) return;
  make(window, job, grid);
  write(window, job, grid, rays, block);
}

void Shades::bind(vtkOpenGLRenderWindow& window, int ahead_unit, int behind_unit) const {
  ahead_.bind(window, ahead_unit);
  behind_.bind(window, behind_unit);
}

void Shades::free() {
  ahead_.free();
  behind_.free();
  made_ = false;
}

}  // namespace volvr::render
