// SPDX-License-Identifier: Apache-2.0
#include "render/caster/ray_clips.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include <vtkMatrix4x4.h>
#include <vtkNew.h>
#include <vtkPlane.h>
#include <vtkPlaneCollection.h>

namespace volvr::render {

namespace {

using RowMajor = Eigen::Matrix<double, 4, 4, Eigen::RowMajor>;

constexpr double endless = std::numeric_limits<double>::infinity();
constexpr float no_end = 1e30F;  // what shaders read for an infinite side

Float4 floats(const Eigen::Vector4d& v) {
  const Eigen::Vector4f narrow = v.cast<float>();
  return {narrow[0], narrow[1], narrow[2], narrow[3]};
}

bool is_usable(const ClipShape& shape) {
  const auto& matrix = shape.unit_from_dataset.matrix();
  return matrix.allFinite() && !matrix.topLeftCorner<3, 3>().isZero(0.0) &&
         !shape.low.array().isNaN().any() && !shape.high.array().isNaN().any();
}

// The shapes of one picture, sorted by what is done with them.
class Collector {
 public:
  explicit Collector(const RayGrid& grid) : dataset_from_texture_(grid.dataset_from_texture) {}

  void add(const ClipShape& shape) {
    if (!is_usable(shape)) return;
    const Eigen::Affine3d unit_from_texture = shape.unit_from_dataset * dataset_from_texture_;
    if (shape.kind == ClipShape::Kind::box && shape.keep) {
      add_sides(shape, unit_from_texture);
      return;
    }
    append(shape, unit_from_texture, shape.keep ? kept_ : removed_);
  }

  RayClips result() const {
    RayClips clips;
    clips.numbers = planes_;
    clips.numbers.insert(clips.numbers.end(), kept_.begin(), kept_.end());
    clips.numbers.insert(clips.numbers.end(), removed_.begin(), removed_.end());
    clips.planes = static_cast<int>(planes_.size());
    clips.kept = static_cast<int>(kept_.size() / numbers_a_shape);
    clips.removed = static_cast<int>(removed_.size() / numbers_a_shape);
    return clips;
  }

 private:
  void add_sides(const ClipShape& shape, const Eigen::Affine3d& unit_from_texture) {
    for (int axis = 0; axis < 3; ++axis) {
      const Eigen::Vector4d row = unit_from_texture.matrix().row(axis);
      const Eigen::Vector4d offset = Eigen::Vector4d::UnitW();
      if (shape.low[axis] > -endless) planes_.push_back(floats(row - shape.low[axis] * offset));
      if (shape.high[axis] < endless) planes_.push_back(floats(shape.high[axis] * offset - row));
    }
  }

  static void append(const ClipShape& shape, const Eigen::Affine3d& unit_from_texture,
                     std::vector<Float4>& to) {
    for (int axis = 0; axis < 3; ++axis) {
      to.push_back(floats(unit_from_texture.matrix().row(axis).transpose()));
    }
    const auto corner = [&](const Eigen::Vector3d& at) -> Float4 {
      Float4 result{};
      for (int axis = 0; axis < 3; ++axis) {
        result[static_cast<std::size_t>(axis)] =
            std::clamp(static_cast<float>(at[axis]), -no_end, no_end);
      }
      return result;
    };
    Float4 low = corner(shape.low);
    low[3] = shape.kind == ClipShape::Kind::ball ? 1.0F : 0.0F;
    to.push_back(low);
    to.push_back(corner(shape.high));
  }

  Eigen::Affine3d dataset_from_texture_;
  std::vector<Float4> planes_;
  std::vector<Float4> kept_;
  std::vector<Float4> removed_;
};

void add_planes(vtkVolumeMapper& mapper, vtkVolume& volume, Collector& to) {
  vtkPlaneCollection* planes = mapper.GetClippingPlanes();
  if (planes == nullptr) return;
  vtkNew<vtkMatrix4x4> model;
  volume.GetModelToWorldMatrix(model);
  const Eigen::Affine3d world_from_dataset(Eigen::Map<const RowMajor>(model->GetData()));
  vtkCollectionSimpleIterator at = nullptr;
  planes->InitTraversal(at);
  while (vtkPlane* plane = planes->GetNextPlane(at)) {
    const Eigen::Vector3d normal(plane->GetNormal());
    ClipShape shape;
    Eigen::Matrix3d rows = Eigen::Matrix3d::Zero();
    rows.row(0) = normal;
    shape.unit_from_dataset.linear() = rows;
    shape.unit_from_dataset.translation().setZero();
    shape.unit_from_dataset.translation()[0] = -normal.dot(Eigen::Vector3d(plane->GetOrigin()));
    shape.unit_from_dataset = shape.unit_from_dataset * world_from_dataset;
    shape.low = {0.0, -endless, -endless};
    shape.high.setConstant(endless);
    to.add(shape);
  }
}

// Cropping divides space by two planes along each axis. Of the regions that are not shown, those
// that follow one another along x are removed as one box.
void add_cropping(vtkVolumeMapper& mapper, Collector& to) {
  if (mapper.GetCropping() == 0) return;
  const double* planes = mapper.GetCroppingRegionPlanes();
  const auto edge = [&](int axis, int number) {
    const std::array edges{-endless, planes[2 * axis], planes[2 * axis + 1], endless};
    return edges[static_cast<std::size_t>(number)];
  };
  const int flags = mapper.GetCroppingRegionFlags();
  ClipShape shape;
  if (flags == VTK_CROP_SUBVOLUME) {
    shape.low = {edge(0, 1), edge(1, 1), edge(2, 1)};
    shape.high = {edge(0, 2), edge(1, 2), edge(2, 2)};
    return to.add(shape);
  }
  shape.keep = false;
  const auto shown = [&](int x, int row) { return (flags >> (3 * row + x) & 1) != 0; };
  for (int row = 0; row < 9; ++row) {
    for (int x = 0; x < 3; ++x) {
      if (shown(x, row)) continue;
      const int first = x;
      while (x < 2 && !shown(x + 1, row)) ++x;
      shape.low = {edge(0, first), edge(1, row % 3), edge(2, row / 3)};
      shape.high = {edge(0, x + 1), edge(1, row % 3 + 1), edge(2, row / 3 + 1)};
      to.add(shape);
    }
  }
}

/// A box of the texture, as a place and half its sides.
struct Part {
  Eigen::Vector3d middle;
  Eigen::Vector3d half;
};

enum class Left { all, some, nothing };

// Judges parts of the texture against the clips.
class Judge {
 public:
  Judge(const RayClips& clips, const Eigen::Vector3d& smallest)
      : clips_(clips), smallest_(smallest) {}

  bool keeps(const Eigen::Vector3d& place) const {
    const Part point{place, Eigen::Vector3d::Zero()};
    for (int plane = 0; plane < clips_.planes; ++plane) {
      if (by_plane(point, static_cast<std::size_t>(plane)) == Left::nothing) return false;
    }
    for (int shape = 0; shape < clips_.kept + clips_.removed; ++shape) {
      if (by_shape(point, shape) == Left::nothing) return false;
    }
    return true;
  }

  bool any_left(const Part& part) const {
    Left left = Left::all;
    for (int plane = 0; plane < clips_.planes && left != Left::nothing; ++plane) {
      left = std::max(left, by_plane(part, static_cast<std::size_t>(plane)));
    }
    for (int shape = 0; shape < clips_.kept + clips_.removed && left != Left::nothing; ++shape) {
      left = std::max(left, by_shape(part, shape));
    }
    if (left == Left::nothing) return false;
    if (left == Left::all) return true;
    if ((part.half.array() <= smallest_.array()).all()) return keeps(part.middle);
    Part child{part.middle, 0.5 * part.half};
    for (int corner = 0; corner < 8; ++corner) {
      const Eigen::Vector3d way(corner & 1, corner >> 1 & 1, corner >> 2 & 1);
      child.middle = part.middle + (2.0 * way.array() - 1.0).matrix().cwiseProduct(child.half);
      if (any_left(child)) return true;
    }
    return false;
  }

 private:
  Eigen::Vector4d number(std::size_t at) const {
    return Eigen::Map<const Eigen::Vector4f>(clips_.numbers[at].data()).cast<double>();
  }

  Left by_plane(const Part& part, std::size_t at) const {
    const Eigen::Vector4d plane = number(at);
    const double middle = plane.head<3>().dot(part.middle) + plane[3];
    const double reach = plane.head<3>().cwiseAbs().dot(part.half);
    if (middle + reach < 0.0) return Left::nothing;
    return middle - reach >= 0.0 ? Left::all : Left::some;
  }

  Left by_shape(const Part& part, int shape) const {
    const auto first =
        static_cast<std::size_t>(clips_.planes) + static_cast<std::size_t>(shape) * numbers_a_shape;
    Eigen::Vector3d middle;
    Eigen::Vector3d reach;
    for (int axis = 0; axis < 3; ++axis) {
      const Eigen::Vector4d row = number(first + static_cast<std::size_t>(axis));
      middle[axis] = row.head<3>().dot(part.middle) + row[3];
      reach[axis] = row.head<3>().cwiseAbs().dot(part.half);
    }
    const Eigen::Vector4d low = number(first + 3);
    const Eigen::Vector3d high = number(first + 4).head<3>();
    bool within = false;
    bool outside = false;
    if (low[3] > 0.0) {
      const Eigen::Vector3d nearest = (middle.cwiseAbs() - reach).cwiseMax(0.0);
      within = (middle.cwiseAbs() + reach).norm() <= 1.0;
      outside = nearest.norm() > 1.0;
    } else {
      const Eigen::Array3d from = middle - reach;
      const Eigen::Array3d to = middle + reach;
      within = (from >= low.head<3>().array()).all() && (to <= high.array()).all();
      outside = (to < low.head<3>().array()).any() || (from > high.array()).any();
    }
    const bool keeps = shape < clips_.kept;
    if (within) return keeps ? Left::all : Left::nothing;
    if (outside) return keeps ? Left::nothing : Left::all;
    return Left::some;
  }

  const RayClips& clips_;
  Eigen::Vector3d smallest_;
};

}  // namespace

RayClips ray_clips(vtkVolumeMapper& mapper, vtkVolume& volume, const RayGrid& grid,
                   std::span<const ClipShape> shapes) {
  Collector collector(grid);
  add_planes(mapper, volume, collector);
  add_cropping(mapper, collector);
  for (const ClipShape& shape : shapes) collector.add(shape);
  return collector.result();
}

void fill_clip_texture(vtkOpenGLRenderWindow& window, const RayClips& clips, GlTexture& texture) {
  constexpr std::size_t row = 1024;
  const std::size_t rows = (clips.numbers.size() + row - 1) / row;
  if (rows == 0) return;
  std::vector<Float4> numbers = clips.numbers;
  numbers.resize(rows * row);
  const Eigen::Vector3i size(static_cast<int>(row), static_cast<int>(rows), 0);
  texture.allocate(window, size, {GL_RGBA32F, GL_RGBA, GL_FLOAT, false});
  texture.fill(window, Eigen::Vector3i::Zero(), size, numbers.data());
}

bool keep(const RayClips& clips, const Eigen::Vector3d& texture) {
  return Judge(clips, Eigen::Vector3d::Zero()).keeps(texture);
}

bool leave_anything(const RayClips& clips, const RayGrid& grid) {
  const Eigen::Vector3d voxel = grid.size.cast<double>().cwiseInverse();
  const Eigen::Vector3d middle = Eigen::Vector3d::Constant(0.5);
  return Judge(clips, 0.5 * voxel).any_left({middle, middle - 0.5 * voxel});
}

}  // namespace volvr::render
