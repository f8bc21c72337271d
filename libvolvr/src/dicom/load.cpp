// SPDX-License-Identifier: Apache-2.0
#include "volvr/load.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "core/parallel.h"
#include "dicom/decode.h"
#include "dicom/pixel_format.h"
#include "dicom/voxel_type.h"
#include "volvr/error.h"

namespace volvr {

namespace {

ErrorCode code_of(FindingCode finding) {
  switch (finding) {
    case FindingCode::missing_geometry:
      return ErrorCode::missing_geometry;
    case FindingCode::missing_slices:
    case FindingCode::uneven_spacing:
    case FindingCode::duplicate_positions:
      return ErrorCode::irregular_geometry;
    case FindingCode::unsupported_encoding:
      return ErrorCode::unsupported;
    case FindingCode::unreadable_file:
      return ErrorCode::not_readable;
    case FindingCode::several_patients:
      return ErrorCode::mixed_patients;
    default:
      return ErrorCode::malformed;
  }
}

const Finding* first_error(const std::vector<Finding>& findings) {
  const auto error = std::ranges::find(findings, Severity::error, &Finding::severity);
  return error == findings.end() ? nullptr : &*error;
}

const VolumeInfo& chosen_volume(const SeriesInfo& series, std::size_t index) {
  if (series.volumes.empty()) {
    const Finding* error = first_error(series.findings);
    throw Error(error ? code_of(error->code) : ErrorCode::unsupported,
                error ? error->message : "The series holds no volume.", series.series_instance_uid);
  }
  if (index >= series.volumes.size()) {
    throw Error(ErrorCode::invalid_argument,
                "The series has no volume " + std::to_string(index) + ", only " +
                    std::to_string(series.volumes.size()) + ".",
                series.series_instance_uid);
  }
  const VolumeInfo& volume = series.volumes[index];
  if (const Finding* error = first_error(volume.findings)) {
    throw Error(code_of(error->code), error->message, series.series_instance_uid);
  }
  return volume;
}

// A catalog is a plain value that anybody may have changed: its sizes decide how much is written.
void require_consistent(const VolumeInfo& volume, const SeriesInfo& series) {
  const auto fits = [&](const SourceInstance& slice) {
    const PixelLayout& p = slice.pixels;
    const PixelLayout& first = volume.slices.front().pixels;
    return p.columns == volume.geometry.size[0] && p.rows == volume.geometry.size[1] &&
           p.columns > 0 && p.rows > 0 && p.samples_per_pixel == first.samples_per_pixel &&
           (p.samples_per_pixel == 1 || p.samples_per_pixel == 3) && p.bits_stored >= 1 &&
           p.bits_stored <= p.bits_allocated && p.high_bit >= p.bits_stored - 1 &&
           p.high_bit < p.bits_allocated &&
           (p.bits_allocated == 8 || p.bits_allocated == 16 || p.bits_allocated == 32);
  };
  if (volume.slices.size() != static_cast<std::size_t>(std::max(volume.geometry.size[2], 0)) ||
      volume.slices.empty() || !std::ranges::all_of(volume.slices, fits)) {
    throw Error(ErrorCode::invalid_argument,
                "The volume's slices do not fit its size: it was not made by a scan.",
                series.series_instance_uid);
  }
}

GridGeometry slab_of(GridGeometry grid, const LoadOptions& options, const SeriesInfo& series) {
  const int count = options.slice_count == 0 ? grid.size[2] - options.first_slice
                                             : options.slice_count;
  if (options.first_slice < 0 || count < 1 || options.first_slice > grid.size[2] - count) {
    throw Error(ErrorCode::invalid_argument,
                "The volume has no slices from " + std::to_string(options.first_slice) +
                    " on that many: it has " + std::to_string(grid.size[2]) + ".",
                series.series_instance_uid);
  }
  grid.patient_from_index.translation() =
      grid.patient_from_index * Eigen::Vector3d(0.0, 0.0, options.first_slice);
  grid.size[2] = count;
  return grid;
}

std::shared_ptr<const Provenance> provenance_of(const SeriesInfo& series, const VolumeInfo& volume,
                                                const std::vector<SourceInstance>& slices,
                                                VoxelType type) {
  auto provenance = std::make_shared<Provenance>();
  provenance->findings = series.findings;
  provenance->findings.insert(provenance->findings.end(), volume.findings.begin(),
                              volume.findings.end());
  if (type == VoxelType::float32 || type == VoxelType::float64) {
    provenance->findings.push_back(
        {FindingCode::value_type_widened,
         Severity::note,
         "Rescaling made the values " + std::string(to_string(type)) + ".",
         {}});
  }
  provenance->slices = slices;
  static_cast<SeriesAttributes&>(provenance->series) = series;
  return provenance;
}

}  // namespace

Volume load(const SeriesInfo& series, const LoadOptions& options) {
  const VolumeShape shape = shape_of(series, options);
  const VolumeInfo& volume = series.volumes[options.volume];
  const auto begin = volume.slices.begin() + options.first_slice;
  const std::vector<SourceInstance> slices(begin, begin + shape.geometry.size[2]);
  const std::uint64_t slot = size_bytes(shape) / slices.size();
  const std::shared_ptr<void> buffer = allocate_voxels(size_bytes(shape));
  auto* const first = static_cast<std::byte*>(buffer.get());
  parallel_for(slices.size(), options.threads,
               [&](std::size_t k) {
                 dicom::decode_slice(slices[k], shape.type,
                                     {first + k * slot, static_cast<std::size_t>(slot)});
               },
               {options.progress, "loading", "slices"});
  return {shape.geometry, shape.type, buffer, shape.components, shape.unit,
          provenance_of(series, volume, slices, shape.type)};
}

VolumeShape shape_of(const SeriesInfo& series, const LoadOptions& options) {
  const VolumeInfo& volume = chosen_volume(series, options.volume);
  require_consistent(volume, series);
  VolumeShape shape;
  shape.geometry = slab_of(volume.geometry, options, series);
  // The type is that of the whole volume, so that its slabs fit together.
  shape.type = dicom::voxel_type_for(volume.slices);
  shape.components = volume.slices.front().pixels.samples_per_pixel;
  shape.unit = dicom::unit_of(series, volume.slices.front().pixels);
  return shape;
}

}  // namespace volvr
