// SPDX-License-Identifier: Apache-2.0
#include "volvr/load.h"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "dicom/labels.h"
#include "dicom/load_slices.h"
#include "dicom/pixel_format.h"
#include "dicom/value_scaling.h"
#include "dicom/skeleton.h"
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

bool is_forgiven(const Finding& finding, const VolumeInfo& volume, const LoadOptions& options) {
  return volume.regularity == Regularity::resampling &&
         options.uneven_slices == UnevenSlices::interpolate &&
         code_of(finding.code) == ErrorCode::irregular_geometry;
}

const VolumeInfo& chosen_volume(const SeriesInfo& series, const LoadOptions& options) {
  const std::size_t index = options.volume;
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
  for (const Finding& finding : volume.findings) {
    if (finding.severity != Severity::error || is_forgiven(finding, volume, options)) continue;
    throw Error(code_of(finding.code), finding.message, series.series_instance_uid);
  }
  return volume;
}

bool fits(const SourceInstance& slice, const PixelLayout& first) {
  const PixelLayout& p = slice.pixels;
  const std::array widths{1, 8, 12, 16, 32, 64};
  const bool in_image = !slice.tile || (slice.tile->column >= 0 && slice.tile->row >= 0 &&
                                        slice.tile->column + p.columns <= slice.tile->image_columns &&
                                        slice.tile->row + p.rows <= slice.tile->image_rows);
  return p.columns == first.columns && p.rows == first.rows && p.columns > 0 && p.rows > 0 &&
         in_image && slice.frame >= 0 && p.samples_per_pixel == first.samples_per_pixel &&
         (p.samples_per_pixel == 1 || p.samples_per_pixel == 3) &&
         p.photometric_interpretation == first.photometric_interpretation &&
         p.palette_bits == first.palette_bits &&
         (p.modality_lut_bits > 0) == (first.modality_lut_bits > 0) && p.sample_kind == first.sample_kind &&
         p.bits_stored >= 1 && p.bits_stored <= p.bits_allocated &&
         p.high_bit >= p.bits_stored - 1 && p.high_bit < p.bits_allocated &&
         std::ranges::find(widths, p.bits_allocated) != widths.end();
}

// A catalog is a plain value that anybody may have changed: its sizes decide how much is written.
void require_consistent(const VolumeInfo& volume, const SeriesInfo& series) {
  const bool as_many = volume.regularity == Regularity::resampling ||
                       volume.slices.size() ==
                           static_cast<std::size_t>(std::max(volume.geometry.size[2], 0));
  const bool consistent =
      !volume.slices.empty() && as_many &&
      volume.slices.front().pixels.columns == volume.geometry.size[0] &&
      volume.slices.front().pixels.rows == volume.geometry.size[1] &&
      std::ranges::all_of(volume.slices, [&](const SourceInstance& slice) {
        return fits(slice, volume.slices.front().pixels);
      });
  if (!consistent) {
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

std::shared_ptr<Provenance> provenance_of(const SeriesInfo& series, const VolumeInfo& volume,
                                          std::span<const SourceInstance> slices, VoxelType type) {
  auto provenance = std::make_shared<Provenance>();
  provenance->findings = series.findings;
  provenance->findings.insert(provenance->findings.end(), volume.findings.begin(),
                              volume.findings.end());
  const bool were_integers = slices.front().pixels.sample_kind == SampleKind::integer;
  if (were_integers && (type == VoxelType::float32 || type == VoxelType::float64)) {
    provenance->findings.push_back(
        {FindingCode::value_type_widened,
         Severity::note,
         "Rescaling made the values " + std::string(to_string(type)) + ".",
         {}});
  }
  provenance->slices.assign(slices.begin(), slices.end());
  static_cast<SeriesAttributes&>(provenance->series) = series;
  return provenance;
}

using Scaled = std::optional<dicom::ScaledSlices>;

// Nothing for the displayed values: those are the slices as they were scanned, not copied.
Scaled scaled_if_asked(const SeriesInfo& series, const VolumeInfo& volume,
                       const LoadOptions& options) {
  if (options.scaling == Scaling::displayed && options.pet_value == PetValue::as_stored) {
    return std::nullopt;
  }
  return dicom::scaled_slices(series, volume, options);
}

VolumeShape shape_with(const SeriesInfo& series, const LoadOptions& options,
                       const Scaled& scaled) {
  const VolumeInfo& volume = series.volumes[options.volume];
  VolumeShape shape;
  shape.geometry = slab_of(volume.geometry, options, series);
  // The type is that of the whole sequence, so that slabs and volumes fit together.
  shape.type = scaled ? dicom::voxel_type_for(scaled->slices)
                      : dicom::sequence_voxel_type(series, options.volume);
  shape.components = dicom::components_of(volume.slices.front().pixels);
  shape.unit = scaled ? scaled->unit : dicom::unit_of(series, volume.slices.front().pixels);
  return shape;
}

// What one file's pixels come to, all frames of it.
void require_memory(const VolumeInfo& volume, const LoadOptions& options) {
  const auto most = dicom::limits_of(options.settings).memory;
  for (const SourceInstance& slice : volume.slices) {
    const PixelLayout layout = dicom::image_layout(slice);
    const auto frames = static_cast<std::uint64_t>(std::max(layout.number_of_frames, 1));
    if (dicom::bytes_per_frame(layout) <= most / frames) continue;
    throw Error(ErrorCode::malformed,
                "The pixels of " + slice.file.string() + " take more than the " +
                    std::to_string(most >> 20U) + " MiB that dicom.memory allows.",
                slice.file.string());
  }
}

void require_loadable(const SeriesInfo& series, const LoadOptions& options) {
  const VolumeInfo& volume = chosen_volume(series, options);
  require_consistent(volume, series);
  require_memory(volume, options);
  if (volume.regularity == Regularity::resampling &&
      (options.first_slice != 0 || options.slice_count != 0)) {
    throw Error(ErrorCode::invalid_argument,
                "Slices that are to be interpolated are loaded as a whole.",
                series.series_instance_uid);
  }
}

// What the library did to make the volume regular is no error of it any more.
void note_resampling(Provenance& provenance, const VolumeInfo& volume) {
  for (Finding& finding : provenance.findings) {
    if (finding.severity != Severity::error) continue;
    finding.severity = Severity::warning;
    provenance.resamplings.push_back(
        {std::string(to_string(finding.code)), "linear along k",
         "From " + std::to_string(volume.slices.size()) + " slices to " +
             std::to_string(volume.geometry.size[2]) + " at even steps. " + finding.message});
  }
  provenance.findings.push_back({FindingCode::resampled,
                                 Severity::warning,
                                 "Slices were interpolated linearly along k onto even steps.",
                                 {}});
}

Volume load_interpolated(const SeriesInfo& series, std::span<const SourceInstance> slices,
                         const VolumeShape& shape, const LoadOptions& options) {
  const VolumeInfo& volume = series.volumes[options.volume];
  const std::shared_ptr<void> buffer = allocate_voxels(size_bytes(shape));
  dicom::interpolate_slices(slices, shape,
                            {static_cast<std::byte*>(buffer.get()),
                             static_cast<std::size_t>(size_bytes(shape))},
                            options);
  const auto provenance = provenance_of(series, volume, volume.slices, shape.type);
  note_resampling(*provenance, volume);
  return {shape.geometry, shape.type, buffer, shape.components, shape.unit, provenance};
}

// A label is drawn as a whole, and a slab cut out of it.
Volume load_label(const SeriesInfo& series, const VolumeShape& shape, const LoadOptions& options) {
  const VolumeInfo& volume = series.volumes[options.volume];
  VolumeShape whole = shape;
  whole.geometry = volume.geometry;
  const std::shared_ptr<void> buffer = allocate_voxels(size_bytes(whole));
  auto* const first = static_cast<std::byte*>(buffer.get());
  const auto remarks =
      dicom::draw_label(volume, {first, static_cast<std::size_t>(size_bytes(whole))}, options.settings);
  const std::uint64_t slot = size_bytes(whole) / static_cast<std::uint64_t>(whole.geometry.size[2]);
  const auto slices = std::span(volume.slices)
                          .subspan(static_cast<std::size_t>(options.first_slice),
                                   static_cast<std::size_t>(shape.geometry.size[2]));
  const auto provenance = provenance_of(series, volume, slices, VoxelType::uint8);
  provenance->findings.insert(provenance->findings.end(), remarks.begin(), remarks.end());
  const std::shared_ptr<const void> slab(
      buffer, first + slot * static_cast<std::uint64_t>(options.first_slice));
  return {shape.geometry, shape.type, slab, shape.components, shape.unit,
          provenance};
}

}  // namespace

Volume load(const SeriesInfo& series, const LoadOptions& options) {
  require_loadable(series, options);
  const VolumeInfo& volume = series.volumes[options.volume];
  if (volume.label_source) return load_label(series, shape_of(series, options), options);
  const auto scaled = scaled_if_asked(series, volume, options);
  const VolumeShape shape = shape_with(series, options, scaled);
  const std::span all(scaled ? scaled->slices : volume.slices);
  if (volume.regularity == Regularity::resampling) {
    return load_interpolated(series, all, shape, options);
  }
  const std::span slices = all
                               .subspan(static_cast<std::size_t>(options.first_slice),
                                        static_cast<std::size_t>(shape.geometry.size[2]));
  const std::shared_ptr<void> buffer = allocate_voxels(size_bytes(shape));
  dicom::load_slices(slices, shape.type,
                     {static_cast<std::byte*>(buffer.get()),
                      static_cast<std::size_t>(size_bytes(shape))},
                     options);
  return {shape.geometry, shape.type, buffer, shape.components, shape.unit,
          provenance_of(series, volume, slices, shape.type)};
}

VolumeShape shape_of(const SeriesInfo& series, const LoadOptions& options) {
  require_loadable(series, options);
  const VolumeInfo& volume = series.volumes[options.volume];
  if (volume.label_source) {
    return {slab_of(volume.geometry, options, series), dicom::label_type(volume), 1, {}};
  }
  return shape_with(series, options, scaled_if_asked(series, volume, options));
}

}  // namespace volvr
