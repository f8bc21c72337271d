// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <Eigen/Geometry>
#include <array>

#include <vtkImageData.h>
#include <vtkRenderer.h>
#include <vtkVolume.h>

namespace volvr::render {

using Float4 = std::array<float, 4>;

/// The shader's block `Frame` (shaders/frame.glsl), in the layout std140.
struct FrameBlock {
  std::array<Float4, 3> ray_origin{};
  std::array<Float4, 3> ray_direction{};
  Float4 ray_depth{};
  Float4 box_low{};
  Float4 box_high{};
  Float4 voxels{};
  Float4 blocks{};
  std::array<Float4, 3> metric{};
  std::array<Float4, 3> normal_matrix{};
  Float4 value_map{};
  Float4 march{};
  Float4 material{};
  Float4 average{};
  Float4 light_diffuse{};
  Float4 light_specular{};
  std::array<Float4, 2> iso{};
  Float4 clip_counts{};
  Float4 gradient_scale{};
  std::array<Float4, 3> eye_from_texture{};
  std::array<Float4, 3> eye_normal{};
  std::array<Float4, 3> eye_turn{};
  Float4 lamp_counts{};
  Float4 lamp_ambient{};
  std::array<Float4, 40> lamps{};
  Float4 picture_size{};
  Float4 fovea_centre{};
  Float4 fovea_radius{};
  Float4 fovea_rise{};
  Float4 viewport{};
  Float4 shade_ahead{};
  Float4 shade_behind{};
  Float4 shade_scale{};
  Float4 shade_offset{};
};

/// A grid as rays see it. Frame `texture`: 0 to 1 over the texture, (i + 0.5) / size at voxel i.
struct RayGrid {
  Eigen::Vector3i size = Eigen::Vector3i::Ones();
  Eigen::Affine3d dataset_from_texture = Eigen::Affine3d::Identity();
};

RayGrid ray_grid(vtkImageData& image);

/// Where rays start and which way they go, for one renderer's camera. In double precision, so that
/// a study in a large room is not torn.
struct Rays {
  std::array<Eigen::Vector3d, 3> origin;     ///< texture: middle, change to the right and top edge
  std::array<Eigen::Vector3d, 3> direction;  ///< texture; origin + direction lies on the near plane
  Eigen::Vector4d depth;  ///< clip z and w of the origin, their change with the parameter
  double first = 0.0;     ///< smallest parameter that is drawn
  Eigen::Affine3d view_from_texture = Eigen::Affine3d::Identity();
  Eigen::Affine3d view_from_world = Eigen::Affine3d::Identity();
};

Rays rays_of(vtkRenderer& renderer, vtkVolume& volume, const RayGrid& grid);

/// How long the normal of `normal_matrix` is for a gradient of one of the texture's numbers a
/// dataset unit.
double normal_length(const RayGrid& grid);

/// The mean length of a voxel's sides, in the dataset.
double average_side(const RayGrid& grid);

/// Writes grid and rays into the block.
void set_geometry(const RayGrid& grid, const Rays& rays, FrameBlock& block);

}  // namespace volvr::render
