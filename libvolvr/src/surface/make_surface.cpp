// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <new>
#include <utility>

#include "core/text.h"
#include "surface/contour.h"
#include "surface/mask.h"
#include "surface/normals.h"
#include "surface/place_points.h"
#include "surface/reduce.h"
#include "surface/smooth.h"
#include "volvr/error.h"
#include "volvr/surface.h"

namespace volvr {

namespace {

using namespace surface;

constexpr double default_smoothing_of_labels = 0.5;
constexpr double most_reduction = 0.99;

void require_sense(const Volume& volume, const SurfaceOptions& options) {
  if (volume.empty()) throw Error(ErrorCode::invalid_argument, "An empty volume has no surface.");
  if (volume.components() != 1) {
    throw Error(ErrorCode::invalid_argument, "A volume of colours has no surface at a value.");
  }
  const double amount = options.smoothing.value_or(0.0);
  if (!(amount >= 0.0 && amount <= 1.0)) {
    throw Error(ErrorCode::invalid_argument,
                "Smoothing is an amount from 0 to 1, not " + number_text(amount) + ".");
  }
  if (!(options.reduction >= 0.0 && options.reduction <= most_reduction)) {
    throw Error(ErrorCode::invalid_argument, "Reduction is a fraction from 0 to 0.99, not " +
                                                 number_text(options.reduction) + ".");
  }
}

void require_crossing(const Mask& mask, const Volume& volume, double isovalue) {
  if (mask.count > 0 && mask.count < voxel_count(volume.geometry())) return;
  const ValueStatistics found = statistics(volume);
  throw Error(ErrorCode::invalid_argument,
              std::string(mask.count == 0 ? "No voxel has " : "Every voxel has ") +
                  number_text(isovalue) +
                  " or more, so that there is no surface; values run from " +
                  number_text(found.minimum) + " to " + number_text(found.maximum) + ".");
}

double largest_shift(const Mesh& before, const Mesh& after, const Eigen::Matrix3d& linear) {
  double largest = 0.0;
  for (std::size_t i = 0; i < before.points.size(); ++i) {
    const Eigen::Vector3d shift = (after.points[i] - before.points[i]).cast<double>();
    largest = std::max(largest, (linear * shift).norm());
  }
  return largest;
}

void smooth_as_asked(Mesh& mesh, const GridGeometry& grid, SurfaceRecipe& recipe,
                     const ProgressSink& progress) {
  const Smoothing smoothing = smoothing_of(recipe.smoothing);
  recipe.pass_band = smoothing.pass_band;
  recipe.iterations = smoothing.iterations;
  if (smoothing.iterations == 0) return;
  const Mesh before{mesh.points, {}};
  smooth(mesh, smoothing, progress);
  recipe.largest_shift = largest_shift(before, mesh, grid.patient_from_index.linear());
}

void to_patient(Mesh& mesh, const GridGeometry& grid) {
  for (Eigen::Vector3f& point : mesh.points) {
    point = (grid.patient_from_index * point.cast<double>()).cast<float>();
  }
  if (!is_left_handed(grid)) return;
  for (Triangle& corners : mesh.triangles) std::swap(corners[1], corners[2]);
}

Surface finished(Mesh mesh, const GridGeometry& grid, SurfaceRecipe recipe,
                 const ProgressSink& progress) {
  smooth_as_asked(mesh, grid, recipe, progress);
  to_patient(mesh, grid);
  recipe.triangles_before_reduction = mesh.triangles.size();
  if (recipe.reduction > 0.0) reduce(mesh, recipe.reduction, progress);
  Surface made;
  made.normals = point_normals(mesh);
  made.points = std::move(mesh.points);
  made.triangles = std::move(mesh.triangles);
  made.recipe = std::move(recipe);
  return made;
}

template <class F>
Surface with_memory_errors(F&& make) {
  try {
    return make();
  } catch (const std::bad_alloc&) {
    throw Error(ErrorCode::out_of_memory, "There is not enough memory for this surface.");
  }
}

}  // namespace

Surface isosurface(const Volume& volume, double isovalue, const SurfaceOptions& options) {
  require_sense(volume, options);
  if (!std::isfinite(isovalue)) {
    throw Error(ErrorCode::invalid_argument, "An isovalue is a finite number.");
  }
  return with_memory_errors([&] {
    Mask mask = mask_above(volume, isovalue, options.progress);
    require_crossing(mask, volume, isovalue);
    Mesh mesh = contour(std::move(mask), options.progress);
    place_points(mesh, volume, isovalue);
    SurfaceRecipe recipe;
    recipe.isovalue = isovalue;
    recipe.unit = volume.unit();
    recipe.smoothing = options.smoothing.value_or(0.0);
    recipe.reduction = options.reduction;
    return finished(std::move(mesh), volume.geometry(), std::move(recipe), options.progress);
  });
}

Surface label_surface(const Volume& volume, const std::vector<std::int64_t>& labels,
                      const SurfaceOptions& options) {
  require_sense(volume, options);
  if (labels.empty()) throw Error(ErrorCode::invalid_argument, "No label was named.");
  return with_memory_errors([&] {
    Mesh mesh = contour(mask_of_labels(volume, labels, options.progress), options.progress);
    SurfaceRecipe recipe;
    recipe.labels = labels;
    recipe.smoothing = options.smoothing.value_or(default_smoothing_of_labels);
    recipe.reduction = options.reduction;
    return finished(std::move(mesh), volume.geometry(), std::move(recipe), options.progress);
  });
}

}  // namespace volvr
