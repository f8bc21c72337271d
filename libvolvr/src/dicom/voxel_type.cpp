// SPDX-License-Identifier: Apache-2.0
#include "dicom/voxel_type.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>

#include "dicom/pixel_format.h"

namespace volvr::dicom {

namespace {

constexpr int bits_of_float32 = 24;

bool is_whole(double value) {
  return std::floor(value) == value;
}

template <class T>
bool holds(double lowest, double highest) {
  return lowest >= static_cast<double>(std::numeric_limits<T>::min()) &&
         highest <= static_cast<double>(std::numeric_limits<T>::max());
}

VoxelType smallest_integer(double lowest, double highest, VoxelType if_none) {
  if (holds<std::uint8_t>(lowest, highest)) return VoxelType::uint8;
  if (holds<std::int8_t>(lowest, highest)) return VoxelType::int8;
  if (holds<std::uint16_t>(lowest, highest)) return VoxelType::uint16;
  if (holds<std::int16_t>(lowest, highest)) return VoxelType::int16;
  if (holds<std::uint32_t>(lowest, highest)) return VoxelType::uint32;
  if (holds<std::int32_t>(lowest, highest)) return VoxelType::int32;
  return if_none;
}

VoxelType type_for(std::span<const std::vector<SourceInstance>* const> volumes) {
  const PixelLayout& first = volumes.front()->front().pixels;
  if (first.sample_kind == SampleKind::float64) return VoxelType::float64;
  if (first.sample_kind == SampleKind::float32) return VoxelType::float32;
  if (first.palette_bits > 0 && first.photometric_interpretation == "PALETTE COLOR") {
    return first.palette_bits > 8 ? VoxelType::uint16 : VoxelType::uint8;
  }
  if (first.modality_lut_bits > 0) {
    const bool narrow = std::ranges::all_of(volumes, [](const auto* slices) {
      return std::ranges::all_of(
          *slices, [](const SourceInstance& slice) { return slice.pixels.modality_lut_bits <= 8; });
    });
    return narrow ? VoxelType::uint8 : VoxelType::uint16;
  }
  double lowest = std::numeric_limits<double>::infinity();
  double highest = -lowest;
  bool whole = true;
  int bits = 0;
  for (const auto* slices : volumes) {
    for (const SourceInstance& slice : *slices) {
      const PixelLayout& p = slice.pixels;
      const StoredRange stored = stored_range(p);
      const double a = p.rescale_slope * stored.lowest + p.rescale_intercept;
      const double b = p.rescale_slope * stored.highest + p.rescale_intercept;
      lowest = std::min({lowest, a, b});
      highest = std::max({highest, a, b});
      whole = whole && is_whole(p.rescale_slope) && is_whole(p.rescale_intercept);
      bits = std::max(bits, p.bits_stored);
    }
  }
  if (whole) return smallest_integer(lowest, highest, VoxelType::float64);
  return bits <= bits_of_float32 ? VoxelType::float32 : VoxelType::float64;
}

}  // namespace

VoxelType voxel_type_for(const std::vector<SourceInstance>& slices) {
  return type_for(std::array{&slices});
}

VoxelType sequence_voxel_type(const SeriesInfo& series, std::size_t volume) {
  std::vector<const std::vector<SourceInstance>*> all;
  for (const VolumeSequence& sequence : series.sequences) {
    if (std::ranges::find(sequence.volumes, volume) == sequence.volumes.end()) continue;
    for (const std::size_t one : sequence.volumes) {
      if (one < series.volumes.size()) all.push_back(&series.volumes[one].slices);
    }
  }
  if (all.empty()) return voxel_type_for(series.volumes[volume].slices);
  return type_for(all);
}

std::string unit_of(const SeriesInfo& series, const PixelLayout& layout) {
  if (series.modality == "CT" && (layout.rescale_type.empty() || layout.rescale_type == "HU")) {
    return "HU";
  }
  if (layout.rescale_type == "Gy") return "Gy";
  if (series.modality == "PT" && series.units == "BQML") return "Bq/ml";
  if (series.modality == "PT" && series.units == "GML") return "g/ml";
  if (series.modality == "PT" && series.units == "CM2ML") return "cm2/ml";
  return {};
}

}  // namespace volvr::dicom
