// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "volvr/catalog.h"
#include "volvr/geometry.h"

namespace volvr {

enum class VoxelType { int8, uint8, int16, uint16, int32, uint32, float32, float64 };

std::size_t bytes_per_value(VoxelType type);
std::string_view to_string(VoxelType type);

/// The VoxelType of a C++ type; defined for the eight types above alone.
template <class T>
VoxelType voxel_type_of();

/// What a volume's buffer holds, known before any of it is read.
struct VolumeShape {
  GridGeometry geometry;
  VoxelType type = VoxelType::uint8;
  int components = 1;
  std::string unit;
};

/// Bytes of all voxels of that shape; saturates instead of overflowing.
std::uint64_t size_bytes(const VolumeShape& shape);

/// One step that gave voxels values that the scanner did not measure at their places.
struct Resampling {
  std::string reason;        ///< "uneven-spacing", "missing-slices", "gantry-tilt", ...
  std::string interpolator;  ///< "linear along k", "trilinear", ...
  std::string detail;        ///< one sentence: from which grid to which
};

/// Where a volume came from: empty for one made in memory.
struct Provenance {
  SeriesInfo series;                   ///< without its `volumes` and `sequences`
  std::vector<SourceInstance> slices;  ///< one for every k, before any resampling
  std::vector<Finding> findings;       ///< of series, volume and loading together
  std::vector<Resampling> resamplings; ///< in the order in which they were done
};

/// A regular grid of voxels in the patient. Immutable and cheap to copy: copies share one buffer.
///
/// Values are what the study means by them (Hounsfield units, Bq/ml, ...): the modality's rescale
/// is already applied. Voxels are as the scanner laid them, never flipped and never resampled:
/// orientation lives in `geometry().patient_from_index`. Memory order: components fastest, then i,
/// j, k, no padding.
class Volume {
 public:
  Volume() = default;

  /// Takes a buffer of `voxel_count(geometry) * components * bytes_per_value(type)` bytes.
  /// @param unit  "HU", "Bq/ml" or empty for arbitrary units
  /// @throws Error invalid_argument for an empty or overflowing grid, a null buffer, or a transform
  ///         that is singular or not finite
  Volume(const GridGeometry& geometry, VoxelType type, std::shared_ptr<const void> buffer,
         int components = 1, std::string unit = {},
         std::shared_ptr<const Provenance> provenance = {});

  bool empty() const { return buffer_ == nullptr; }
  const GridGeometry& geometry() const { return geometry_; }
  VoxelType type() const { return type_; }
  int components() const { return components_; }   ///< 1, or 3 for RGB
  const std::string& unit() const { return unit_; }
  const Provenance& provenance() const;

  std::size_t size_bytes() const;
  const std::shared_ptr<const void>& buffer() const { return buffer_; }

  /// All values as their own type. @throws Error invalid_argument if T is not the voxel type.
  template <class T>
  std::span<const T> values() const;

 private:
  GridGeometry geometry_;
  VoxelType type_ = VoxelType::uint8;
  std::shared_ptr<const void> buffer_;
  int components_ = 1;
  std::string unit_;
  std::shared_ptr<const Provenance> provenance_;
};

/// An uninitialised buffer of `bytes` bytes. @throws Error out_of_memory, before there is swapping
std::shared_ptr<void> allocate_voxels(std::uint64_t bytes);

/// Value of the voxel at `index`, first component. Precondition: inside the grid.
double value_at(const Volume& volume, const Eigen::Vector3i& index);

/// Trilinear value at a patient position in millimetres; nothing outside of the voxel centres.
std::optional<double> probe(const Volume& volume, const Eigen::Vector3d& point_in_patient);

/// Smallest and largest finite value, and the values below which given fractions of voxels lie.
struct ValueStatistics {
  double minimum = 0.0;
  double maximum = 0.0;
  double mean = 0.0;
  std::vector<double> quantiles;  ///< in the order asked for
};

/// Statistics over all finite voxels (a histogram of 4096 bins for the quantiles).
/// @param fractions  each within 0..1
ValueStatistics statistics(const Volume& volume, const std::vector<double>& fractions = {});

/// Calls `f(std::span<const T>)` with the values as their own type.
template <class F>
decltype(auto) visit_values(const Volume& volume, F&& f) {
  switch (volume.type()) {
    case VoxelType::int8: return f(volume.values<std::int8_t>());
    case VoxelType::uint8: return f(volume.values<std::uint8_t>());
    case VoxelType::int16: return f(volume.values<std::int16_t>());
    case VoxelType::uint16: return f(volume.values<std::uint16_t>());
    case VoxelType::int32: return f(volume.values<std::int32_t>());
    case VoxelType::uint32: return f(volume.values<std::uint32_t>());
    case VoxelType::float32: return f(volume.values<float>());
    case VoxelType::float64: break;
  }
  return f(volume.values<double>());
}

}  // namespace volvr
