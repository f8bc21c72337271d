// SPDX-License-Identifier: Apache-2.0
#include "volvr/volume.h"

#include <sys/mman.h>

#include <cmath>
#include <cstdlib>
#include <limits>
#include <utility>

#include "core/memory.h"
#include "volvr/error.h"

namespace volvr {

std::uint64_t size_bytes(const VolumeShape& shape) {
  constexpr auto most = std::numeric_limits<std::uint64_t>::max();
  const std::uint64_t voxels = voxel_count(shape.geometry);
  const auto each = static_cast<std::uint64_t>(shape.components) * bytes_per_value(shape.type);
  return each != 0 && voxels > most / each ? most : voxels * each;
}

namespace {

// Far beyond any scan, and low enough that no later product overflows 64 bits.
constexpr std::uint64_t most_voxels = std::uint64_t{1} << 40;

void require_regular(const GridGeometry& grid) {
  if ((grid.size.array() <= 0).any() || voxel_count(grid) > most_voxels) {
    throw Error(ErrorCode::invalid_argument, "A volume needs a size of at least one voxel a side.");
  }
  const auto& matrix = grid.patient_from_index.matrix();
  if (!matrix.allFinite() || grid.patient_from_index.linear().determinant() == 0.0) {
    throw Error(ErrorCode::invalid_argument, "A volume's axes must be finite and independent.");
  }
}

}  // namespace

std::size_t bytes_per_value(VoxelType type) {
  switch (type) {
    case VoxelType::int8:
    case VoxelType::uint8:
      return 1;
    case VoxelType::int16:
    case VoxelType::uint16:
      return 2;
    case VoxelType::int32:
    case VoxelType::uint32:
    case VoxelType::float32:
      return 4;
    case VoxelType::float64:
      break;
  }
  return 8;
}

std::string_view to_string(VoxelType type) {
  switch (type) {
    case VoxelType::int8:
      return "int8";
    case VoxelType::uint8:
      return "uint8";
    case VoxelType::int16:
      return "int16";
    case VoxelType::uint16:
      return "uint16";
    case VoxelType::int32:
      return "int32";
    case VoxelType::uint32:
      return "uint32";
    case VoxelType::float32:
      return "float32";
    case VoxelType::float64:
      break;
  }
  return "float64";
}

template <>
VoxelType voxel_type_of<std::int8_t>() {
  return VoxelType::int8;
}
template <>
VoxelType voxel_type_of<std::uint8_t>() {
  return VoxelType::uint8;
}
template <>
VoxelType voxel_type_of<std::int16_t>() {
  return VoxelType::int16;
}
template <>
VoxelType voxel_type_of<std::uint16_t>() {
  return VoxelType::uint16;
}
template <>
VoxelType voxel_type_of<std::int32_t>() {
  return VoxelType::int32;
}
template <>
VoxelType voxel_type_of<std::uint32_t>() {
  return VoxelType::uint32;
}
template <>
VoxelType voxel_type_of<float>() {
  return VoxelType::float32;
}
template <>
VoxelType voxel_type_of<double>() {
  return VoxelType::float64;
}

Volume::Volume(const GridGeometry& geometry, VoxelType type, std::shared_ptr<const void> buffer,
               int components, std::string unit, std::shared_ptr<const Provenance> provenance)
    : geometry_(geometry),
      type_(type),
      buffer_(std::move(buffer)),
      components_(components),
      unit_(std::move(unit)),
      provenance_(std::move(provenance)) {
  require_regular(geometry_);
  if (buffer_ == nullptr) throw Error(ErrorCode::invalid_argument, "A volume needs a buffer.");
  if (components_ != 1 && components_ != 3) {
    throw Error(ErrorCode::invalid_argument, "A volume has one component, or three for colour.");
  }
}

const Provenance& Volume::provenance() const {
  static const Provenance none;
  return provenance_ ? *provenance_ : none;
}

std::size_t Volume::size_bytes() const {
  return voxel_count(geometry_) * static_cast<std::size_t>(components_) * bytes_per_value(type_);
}

template <class T>
std::span<const T> Volume::values() const {
  if (type_ != voxel_type_of<T>()) {
    throw Error(ErrorCode::invalid_argument, "The voxels are " + std::string(to_string(type_)) +
                                                 ", not " +
                                                 std::string(to_string(voxel_type_of<T>())) + ".");
  }
  if (empty()) return {};
  return {static_cast<const T*>(buffer_.get()), size_bytes() / sizeof(T)};
}

template std::span<const std::int8_t> Volume::values() const;
template std::span<const std::uint8_t> Volume::values() const;
template std::span<const std::int16_t> Volume::values() const;
template std::span<const std::uint16_t> Volume::values() const;
template std::span<const std::int32_t> Volume::values() const;
template std::span<const std::uint32_t> Volume::values() const;
template std::span<const float> Volume::values() const;
template std::span<const double> Volume::values() const;

namespace {

[[noreturn]] void refuse_size(std::uint64_t bytes, const std::string& why) {
  throw Error(ErrorCode::out_of_memory, "There is not enough memory for a volume of " +
                                            std::to_string(bytes / (1 << 20)) + " MiB" + why + ".");
}

// Memory is promised more freely than it can be given: what is not there would be missed only when
// the voxels are written, by all that runs on the machine.
void require_free(std::uint64_t bytes) {
  constexpr std::uint64_t worth_asking = std::uint64_t{64} << 20;
  if (bytes < worth_asking) return;
  const std::uint64_t available = available_memory();
  if (bytes <= available) return;
  refuse_size(bytes, ": " + std::to_string(available / (1 << 20)) + " MiB are free");
}

}  // namespace

std::shared_ptr<void> allocate_voxels(std::uint64_t bytes) {
  require_free(bytes);
  // One cache line, so that slices can be worked on with the widest vector instructions. Large
  // volumes ask for large pages: the first touch of each small one takes as long as reading it.
  constexpr std::uint64_t large_page = std::uint64_t{2} << 20;
  const bool is_large = bytes >= 4 * large_page;
  const std::uint64_t alignment = is_large ? large_page : 64;
  const std::uint64_t rounded = (bytes + alignment - 1) / alignment * alignment;
  void* memory = rounded < bytes ? nullptr : std::aligned_alloc(alignment, rounded);
  if (memory == nullptr) refuse_size(bytes, "");
  if (is_large) madvise(memory, rounded, MADV_HUGEPAGE);  // a hint: failing changes nothing
  return {memory, std::free};
}

double value_at(const Volume& volume, const Eigen::Vector3i& index) {
  const Eigen::Vector3i size = volume.geometry().size;
  const std::size_t voxel =
      (static_cast<std::size_t>(index[2]) * static_cast<std::size_t>(size[1]) +
       static_cast<std::size_t>(index[1])) *
          static_cast<std::size_t>(size[0]) +
      static_cast<std::size_t>(index[0]);
  return visit_values(volume, [&](auto values) {
    return static_cast<double>(values[voxel * static_cast<std::size_t>(volume.components())]);
  });
}

std::optional<double> probe(const Volume& volume, const Eigen::Vector3d& point_in_patient) {
  const Eigen::Vector3i last = (volume.geometry().size.array() - 1).matrix();
  const Eigen::Vector3d index =
      volume.geometry().patient_from_index.inverse(Eigen::Affine) * point_in_patient;
  constexpr double rounding = 1e-9;  // of a voxel: a centre hit exactly counts as inside
  if ((index.array() < -rounding).any() ||
      (index.array() > last.cast<double>().array() + rounding).any()) {
    return std::nullopt;
  }
  const Eigen::Vector3i low = index.array().floor().cast<int>().max(0).min(last.array()).matrix();
  const Eigen::Vector3d part = (index - low.cast<double>()).cwiseMax(0.0);
  double sum = 0.0;
  for (int corner = 0; corner < 8; ++corner) {
    Eigen::Vector3i at = low;
    double weight = 1.0;
    for (int axis = 0; axis < 3; ++axis) {
      const bool high = ((corner >> axis) & 1) != 0;
      weight *= high ? part[axis] : 1.0 - part[axis];
      if (high) at[axis] = std::min(at[axis] + 1, last[axis]);
    }
    if (weight > 0.0) sum += weight * value_at(volume, at);
  }
  return sum;
}

}  // namespace volvr
