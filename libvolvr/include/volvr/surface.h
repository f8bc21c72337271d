// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "volvr/progress.h"
#include "volvr/save.h"
#include "volvr/volume.h"

namespace volvr {

/// By what steps a surface came out of a volume; written into files and reports.
struct SurfaceRecipe {
  std::optional<double> isovalue;    ///< in `unit`; nothing for labels
  std::vector<std::int64_t> labels;  ///< taken together as one body; empty for an isovalue
  std::string unit;                  ///< of the isovalue
  double smoothing = 0.0;            ///< the amount, 0..1
  double pass_band = 0.0;            ///< of the windowed sinc; 0 where nothing was smoothed
  int iterations = 0;
  double largest_shift = 0.0;  ///< mm by which smoothing moved the point that it moved most
  double reduction = 0.0;      ///< the fraction of triangles that was to go, 0..0.99
  std::size_t triangles_before_reduction = 0;
};

/// A closed triangle mesh in the patient frame (geometry.h): LPS millimetres.
struct Surface {
  std::vector<Eigen::Vector3f> points;
  std::vector<Eigen::Vector3f> normals;  ///< unit vectors, outward, one for each point
  std::vector<std::array<std::uint32_t, 3>> triangles;  ///< counter-clockwise as seen from outside
  SurfaceRecipe recipe;
};

struct SurfaceOptions {
  /// 0: none; 1: strongest. Nothing: 0 for an isosurface, and 0.5 for labels, whose voxels' steps
  /// would stand out otherwise.
  ///
  /// A windowed sinc (Taubin, Zhang, Golub 1996), which does not shrink, with pass band
  /// 10^(-2 amount) and 20 + 60 amount iterations: ripples shorter than some 7 voxels go at 0.5,
  /// and shorter than 22 at 1. No point moves by more than half a voxel along any axis of the grid.
  std::optional<double> smoothing = {};
  /// Fraction of the triangles to be taken away, 0..0.99, by the edge collapses with the least
  /// quadric error (Garland, Heckbert 1997). The surface stays closed, so that fewer may go.
  double reduction = 0.0;
  ProgressSink progress = {};
};

/// The border of all places whose value is `isovalue` or more, closed half a voxel beyond the
/// outermost voxel centres, where the volume itself ends. Right for oblique, sheared and
/// left-handed grids. Points lie where a line between neighbouring voxel centres has the value;
/// where that is a voxel's centre, they lie 1/256 voxel beside it, so that no triangle is without
/// area. Values that are no number count as outside.
/// @throws Error invalid_argument (colour volume, no place or every place has the value, options
/// out
///         of range), unsupported (more triangles than files can count), out_of_memory, cancelled
Surface isosurface(const Volume& volume, double isovalue, const SurfaceOptions& options = {});

/// The border of the voxels that have one of `labels`, taken together as one body, without the
/// steps of the voxels. Neighbouring voxels that touch by an edge or corner alone are not joined.
/// @throws Error as `isosurface`; invalid_argument where a label is nowhere in the volume
Surface label_surface(const Volume& volume, const std::vector<std::int64_t>& labels,
                      const SurfaceOptions& options = {});

struct SurfaceMeasures {
  double area = 0.0;                                   ///< mm²
  double volume = 0.0;                                 ///< mm³, negative if inside out
  Eigen::Vector3d centroid = Eigen::Vector3d::Zero();  ///< of the enclosed space, LPS mm
  bool closed = false;  ///< every edge has one triangle on either side, turned alike
};

SurfaceMeasures measure(const Surface& surface);

/// Writes a surface; the format follows from the file's name: .stl (binary), .ply (binary), .obj
/// (text), .glb (binary glTF 2.0). Like `save`, the file appears under its name when it is whole.
///
/// Points are LPS millimetres in every format; a comment says so and tells the recipe (STL: its
/// header). glTF wants metres with +Y up and the front towards +Z: its one node has the matrix for
/// that (x = L/1000, y = S/1000, z = A/1000), while the points in the buffer stay patient
/// millimetres. No file says who the patient is.
/// @throws Error unsupported (name, or a surface too large for the format), not_writable, no_space,
///         cancelled, invalid_argument (an empty surface)
void save_surface(const Surface& surface, const std::filesystem::path& file,
                  const SaveOptions& options = {});

/// The endings that `save_surface` knows, without their dot.
const std::vector<std::string_view>& surface_formats();

}  // namespace volvr
