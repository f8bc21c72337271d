// SPDX-License-Identifier: Apache-2.0
#include "volvr/resample.h"

#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <type_traits>

#include "core/text.h"
#include "io/resample_itk.h"
#include "volvr/error.h"

namespace volvr {

namespace {

// A corner that moves by less is where it was.
constexpr double least_move_mm = 1e-3;
constexpr double air = -1024.0;  // Hounsfield units

Eigen::Vector3d last_index(const GridGeometry& grid) {
  return (grid.size.array() - 1).cast<double>();
}

Eigen::Vector3d corner_of(const Eigen::Vector3d& last, int which) {
  return {which & 1 ? last.x() : 0.0, which & 2 ? last.y() : 0.0, which & 4 ? last.z() : 0.0};
}

struct Range {
  double least;
  double most;
};

Range range_of(const Volume& volume) {
  return visit_values(volume, [](auto values) -> Range {
    using Value = std::remove_cv_t<typename decltype(values)::value_type>;
    return {static_cast<double>(std::numeric_limits<Value>::lowest()),
            static_cast<double>(std::numeric_limits<Value>::max())};
  });
}

double outside_value(const Volume& volume, const StraightenOptions& options) {
  const Range range = range_of(volume);
  const auto holds = [&](double value) { return value >= range.least && value <= range.most; };
  if (options.outside) {
    if (!holds(*options.outside)) {
      throw Error(ErrorCode::invalid_argument, "The value for voxels outside of the volume, " +
                                                   number_text(*options.outside) +
                                                   ", is none that its voxels can have.");
    }
    return *options.outside;
  }
  const Provenance& provenance = volume.provenance();
  if (!provenance.slices.empty() && provenance.slices[0].pixels.pixel_padding_value) {
    const PixelLayout& pixels = provenance.slices[0].pixels;
    const double padding =
        *pixels.pixel_padding_value * pixels.rescale_slope + pixels.rescale_intercept;
    if (holds(padding)) return padding;
  }
  if (volume.unit() == "HU" && holds(air)) return air;
  const double least = statistics(volume).minimum;
  return std::isfinite(least) ? least : 0.0;
}

std::string_view name_of(Interpolator interpolator) {
  switch (interpolator) {
    case Interpolator::nearest:
      return "nearest";
    case Interpolator::linear:
      return "linear";
    case Interpolator::windowed_sinc:
      break;
  }
  return "windowed sinc";
}

std::string size_text(const Eigen::Vector3i& size) {
  return std::to_string(size.x()) + " x " + std::to_string(size.y()) + " x " +
         std::to_string(size.z());
}

Resampling record(const GridGeometry& from, const GridGeometry& to, Interpolator interpolator,
                  double outside) {
  const Eigen::Vector3d step = spacing(to);
  return {"gantry-tilt", std::string(name_of(interpolator)),
          "from a grid of " + size_text(from.size) + " voxels that leans by " +
              short_number(shear_degrees(from), 4) + " degrees to a right-angled one of " +
              size_text(to.size) + " voxels of " + short_number(step.x(), 6) + " x " +
              short_number(step.y(), 6) + " x " + short_number(step.z(), 6) +
              " mm; voxels outside are " + number_text(outside)};
}

void resample(const Volume& volume, const GridGeometry& to, void* target, double outside,
              const StraightenOptions& options) {
  io::ResampleJob job;
  const Eigen::Affine3d from_to =
      volume.geometry().patient_from_index.inverse() * to.patient_from_index;
  for (std::size_t row = 0; row < 3; ++row) {
    job.from_size[row] = static_cast<std::size_t>(volume.geometry().size[static_cast<int>(row)]);
    job.to_size[row] = static_cast<std::size_t>(to.size[static_cast<int>(row)]);
    for (std::size_t column = 0; column < 4; ++column) {
      job.from_index_of_to_index[row][column] =
          from_to(static_cast<int>(row), static_cast<int>(column));
    }
  }
  job.from = volume.buffer().get();
  job.to = target;
  job.value_type = to_string(volume.type());
  job.components = volume.components();
  job.interpolator = name_of(options.interpolator);
  job.outside = outside;
  job.threads = options.threads;
  io::resample_by_itk(job);
}

}  // namespace

GridGeometry straightened(const GridGeometry& grid) {
  const Eigen::Matrix3d& steps = grid.patient_from_index.linear();
  const Eigen::Vector3d i = steps.col(0).normalized();
  Eigen::Vector3d j = (steps.col(1) - steps.col(1).dot(i) * i).normalized();
  Eigen::Vector3d k = i.cross(j);
  if (k.dot(steps.col(2)) < 0.0) k = -k;
  Eigen::Matrix3d axes;
  axes << i, j, k;
  GridGeometry result;
  const Eigen::Vector3d step(steps.col(0).norm(), steps.col(1).dot(j), steps.col(2).dot(k));
  result.patient_from_index.linear() = axes * step.asDiagonal();
  result.patient_from_index.translation() = origin(grid);
  // The corners of the sheared grid in the new axes, counted in steps from the first voxel.
  const Eigen::Affine3d new_from_old =
      result.patient_from_index.inverse() * grid.patient_from_index;
  const Eigen::Vector3d last = last_index(grid);
  const double slack = least_move_mm / step.minCoeff();
  Eigen::Vector3d low = Eigen::Vector3d::Zero(), high = Eigen::Vector3d::Zero();
  for (int corner = 0; corner < 8; ++corner) {
    const Eigen::Vector3d at = new_from_old * corner_of(last, corner);
    low = low.cwiseMin(at);
    high = high.cwiseMax(at);
  }
  // Whole steps, so that the first slice's voxels stay at their places.
  const Eigen::Vector3d first = (low.array() + slack).floor();
  const Eigen::Vector3d end = (high.array() - slack).ceil();
  result.size = (end - first).array().round().cast<int>() + 1;
  result.patient_from_index = result.patient_from_index * Eigen::Translation3d(first);
  return result;
}

Volume straighten(const Volume& volume, const StraightenOptions& options) {
  if (volume.empty()) {
    throw Error(ErrorCode::invalid_argument, "An empty volume cannot be straightened.");
  }
  const GridGeometry& from = volume.geometry();
  const GridGeometry to = straightened(from);
  double moved = 0.0;
  for (int corner = 0; corner < 8; ++corner) {
    const Eigen::Vector3d at = corner_of(last_index(from), corner);
    moved = std::max(moved, (from.patient_from_index * at - to.patient_from_index * at).norm());
  }
  if (to.size == from.size && moved <= least_move_mm) return volume;
  const double outside = outside_value(volume, options);
  const VolumeShape shape{to, volume.type(), volume.components(), volume.unit()};
  const auto buffer = allocate_voxels(size_bytes(shape));
  resample(volume, to, buffer.get(), outside, options);
  auto provenance = std::make_shared<Provenance>(volume.provenance());
  provenance->resamplings.push_back(record(from, to, options.interpolator, outside));
  return {to, volume.type(), buffer, volume.components(), volume.unit(), provenance};
}

}  // namespace volvr
