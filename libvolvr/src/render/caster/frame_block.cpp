// SPDX-License-Identifier: Apache-2.0
#include "render/caster/frame_block.h"

#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <limits>

#include <vtkMatrix3x3.h>
#include <vtkMatrix4x4.h>
#include <vtkNew.h>
#include <vtkOpenGLCamera.h>

#include "render/caster/block_ranges.h"

namespace volvr::render {

namespace {

using RowMajor = Eigen::Matrix<double, 4, 4, Eigen::RowMajor>;

Eigen::Matrix4d matrix_of(const vtkMatrix4x4& matrix) {
  return Eigen::Map<const RowMajor>(matrix.GetData());
}

Float4 floats(const Eigen::Vector3d& v, double w = 0.0) {
  return {static_cast<float>(v[0]), static_cast<float>(v[1]), static_cast<float>(v[2]),
          static_cast<float>(w)};
}

struct Camera {
  Eigen::Matrix4d view_from_world;
  Eigen::Matrix4d clip_from_view;
  bool parallel = false;
  double near = 0.0;
  double far = 0.0;
};

// VTK hands its matrices out for row vectors.
Camera camera_of(vtkRenderer& renderer) {
  auto* camera = static_cast<vtkOpenGLCamera*>(renderer.GetActiveCamera());
  vtkMatrix4x4* view = nullptr;
  vtkMatrix4x4* clip = nullptr;
  vtkMatrix4x4* both = nullptr;
  vtkMatrix3x3* normals = nullptr;
  camera->GetKeyMatrices(&renderer, view, normals, clip, both);
  Camera result;
  result.view_from_world = matrix_of(*view).transpose();
  result.clip_from_view = matrix_of(*clip).transpose();
  result.parallel = camera->GetParallelProjection() != 0;
  result.near = camera->GetClippingRange()[0];
  result.far = camera->GetClippingRange()[1];
  return result;
}

// The stock mapper starts a little behind the near plane where that cuts the volume; so that both
// take the same samples, so do we.
double behind_near_plane(const Camera& camera) {
  constexpr double part_of_range = 0.001;
  constexpr double least = 1000.0 * std::numeric_limits<float>::epsilon();
  return std::max((camera.far - camera.near) * part_of_range, least);
}

bool near_plane_cuts(const Camera& camera, const Eigen::Affine3d& view_from_texture,
                     const RayGrid& grid) {
  const Eigen::Vector3d low = 0.5 * grid.size.cast<double>().cwiseInverse();
  bool before = false;
  bool behind = false;
  for (int corner = 0; corner < 8; ++corner) {
    Eigen::Vector3d at = low;
    for (int axis = 0; axis < 3; ++axis) {
      if ((corner >> axis & 1) != 0) at[axis] = 1.0 - low[axis];
    }
    const double depth = -(view_from_texture * at)[2] - camera.near;
    before = before || depth <= 0.0;
    behind = behind || depth >= 0.0;
  }
  return before && behind;
}

// Twice the gradient in the dataset from the differences between neighbours on either side.
Eigen::Matrix3d normals_of(const RayGrid& grid) {
  return grid.dataset_from_texture.linear().inverse().transpose() *
         grid.size.cast<double>().asDiagonal();
}

}  // namespace

RayGrid ray_grid(vtkImageData& image) {
  RayGrid grid;
  image.GetDimensions(grid.size.data());
  const std::array extent = [&] {
    std::array<int, 6> result{};
    image.GetExtent(result.data());
    return result;
  }();
  const Eigen::Affine3d dataset_from_index(matrix_of(*image.GetIndexToPhysicalMatrix()));
  const Eigen::Vector3d first(extent[0], extent[2], extent[4]);
  const Eigen::Vector3d size = grid.size.cast<double>();
  grid.dataset_from_texture = dataset_from_index *
                              Eigen::Translation3d(first - Eigen::Vector3d::Constant(0.5)) *
                              Eigen::Scaling(size);
  return grid;
}

Rays rays_of(vtkRenderer& renderer, vtkVolume& volume, const RayGrid& grid) {
  const Camera camera = camera_of(renderer);
  vtkNew<vtkMatrix4x4> model;
  volume.GetModelToWorldMatrix(model);
  const Eigen::Affine3d world_from_dataset(matrix_of(*model));
  const Eigen::Affine3d view_from_texture =
      Eigen::Affine3d(camera.view_from_world) * world_from_dataset * grid.dataset_from_texture;
  const Eigen::Affine3d texture_from_view = view_from_texture.inverse();
  const Eigen::Matrix4d view_from_clip = camera.clip_from_view.inverse();
  const auto in_view = [&](double x, double y, double z) -> Eigen::Vector3d {
    const Eigen::Vector4d at = view_from_clip * Eigen::Vector4d(x, y, z, 1.0);
    return at.head<3>() / at[3];
  };
  const std::array<Eigen::Vector3d, 3> on_near{in_view(0, 0, -1), in_view(1, 0, -1),
                                               in_view(0, 1, -1)};
  const Eigen::Vector3d eye = Eigen::Vector3d::Zero();
  Rays rays;
  rays.view_from_texture = view_from_texture;
  rays.view_from_world = Eigen::Affine3d(camera.view_from_world);
  const Eigen::Matrix3d turn = texture_from_view.linear();
  Eigen::Vector3d from = eye;
  Eigen::Vector3d to = on_near[0];
  if (camera.parallel) {
    from = on_near[0];
    to = in_view(0, 0, 1);
    rays.origin = {texture_from_view * from, turn * (on_near[1] - from),
                   turn * (on_near[2] - from)};
    rays.direction = {turn * (to - from), Eigen::Vector3d::Zero(), Eigen::Vector3d::Zero()};
    rays.first = 0.0;
  } else {
    rays.origin = {texture_from_view * from, Eigen::Vector3d::Zero(), Eigen::Vector3d::Zero()};
    rays.direction = {turn * to, turn * (on_near[1] - to), turn * (on_near[2] - to)};
    rays.first = 1.0;
  }
  const Eigen::Vector4d start = camera.clip_from_view * from.homogeneous();
  const Eigen::Vector4d end = camera.clip_from_view * to.homogeneous();
  rays.depth = {start[2], start[3], end[2] - start[2], end[3] - start[3]};
  if (near_plane_cuts(camera, view_from_texture, grid)) {
    const double scale = std::cbrt(std::abs(world_from_dataset.linear().determinant()));
    rays.first += scale * behind_near_plane(camera) / std::max(from.z() - to.z(), 1e-30);
  }
  return rays;
}

double normal_length(const RayGrid& grid) {
  return 2.0 / normals_of(grid).cwiseAbs().maxCoeff();  // differences span two voxels
}

double average_side(const RayGrid& grid) {
  const Eigen::RowVector3d lengths = grid.dataset_from_texture.linear().colwise().norm();
  return lengths.cwiseQuotient(grid.size.cast<double>().transpose()).mean();
}

void set_geometry(const RayGrid& grid, const Rays& rays, FrameBlock& block) {
  const Eigen::Vector3d size = grid.size.cast<double>();
  for (std::size_t i = 0; i < 3; ++i) {
    block.ray_origin[i] = floats(rays.origin[i]);
    block.ray_direction[i] = floats(rays.direction[i]);
  }
  block.ray_depth = floats(rays.depth.head<3>(), rays.depth[3]);
  block.box_low = floats(0.5 * size.cwiseInverse());
  block.box_high = floats(Eigen::Vector3d::Ones() - 0.5 * size.cwiseInverse());
  block.voxels = floats(size);
  const Eigen::Vector3i blocks =
      ((grid.size.array() - 1 + BlockRanges::side - 1) / BlockRanges::side).max(1);
  block.blocks = floats(blocks.cast<double>(), BlockRanges::side);
  const Eigen::Matrix3d metric = grid.dataset_from_texture.linear();
  const Eigen::Matrix3d normals = normals_of(grid);
  // Normals are made unit vectors, so their common scale is free; around 1 it suits floats best.
  const Eigen::Matrix3d scaled = normals / normals.cwiseAbs().maxCoeff();
  for (int i = 0; i < 3; ++i) {
    block.metric[static_cast<std::size_t>(i)] = floats(metric.col(i));
    block.normal_matrix[static_cast<std::size_t>(i)] = floats(scaled.col(i));
  }
  block.march[1] = static_cast<float>(rays.first);
}

}  // namespace volvr::render
