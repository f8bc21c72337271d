// SPDX-License-Identifier: Apache-2.0
#include "dicom/labels.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <optional>
#include <string>

#include "dicom/findings.h"
#include "dicom/for_each_file.h"
#include "dicom/frame_reader.h"
#include "dicom/pixel_format.h"
#include "dicom/segmentation.h"
#include "dicom/stack.h"
#include "dicom/structure_set.h"
#include "volvr/error.h"

namespace volvr::dicom {

namespace {

constexpr double same_place = 0.05;  // of a voxel: positions are written with two decimals
constexpr int most_own_slices = 10'000;

bool is_named(const std::vector<std::string>& series, const SeriesInfo& candidate) {
  return std::ranges::find(series, candidate.series_instance_uid) != series.end();
}

bool is_same_patient(const PatientInfo& a, const PatientInfo& b) {
  return a.patient_id == b.patient_id && a.issuer_of_patient_id == b.issuer_of_patient_id &&
         a.patient_birth_date == b.patient_birth_date;
}

// The slice of the grid on which the frame lies pixel by pixel; nothing where it does not.
std::optional<int> slice_of(const SegmentFrame& frame, const GridGeometry& grid) {
  const Eigen::Vector3d index = grid.patient_from_index.inverse() * frame.position;
  const double k = std::round(index.z());
  if (std::abs(index.x()) > same_place || std::abs(index.y()) > same_place ||
      std::abs(index.z() - k) > same_place || k < 0 || k >= grid.size[2]) {
    return std::nullopt;
  }
  return static_cast<int>(k);
}

bool lies_on(const Segmentation& segmentation, const PixelLayout& layout,
             const GridGeometry& grid) {
  const Eigen::Matrix3d axes = directions(grid);
  const Eigen::Vector3d steps = spacing(grid);
  return layout.columns == grid.size[0] && layout.rows == grid.size[1] &&
         (axes.col(0) - segmentation.orientation.row).norm() < 1e-3 &&
         (axes.col(1) - segmentation.orientation.column).norm() < 1e-3 &&
         (steps.head<2>() - segmentation.pixel_spacing).norm() < 1e-3 * steps.head<2>().norm() &&
         std::ranges::all_of(segmentation.frames, [&](const SegmentFrame& frame) {
           return slice_of(frame, grid).has_value();
         });
}

// The image that a predicate accepts: one that is named first, else any of the same patient.
template <class F>
const VolumeInfo* find_image(const Catalog& catalog, const PatientInfo& patient,
                             const std::vector<std::string>& named, const F& accepts) {
  for (const bool by_name : {true, false}) {
    for (const SeriesInfo& series : catalog.series) {
      if (!is_same_patient(series.patient, patient) || is_named(named, series) != by_name) continue;
      for (const VolumeInfo& volume : series.volumes) {
        if (is_loadable(volume) && !volume.label_source && accepts(series, volume)) return &volume;
      }
    }
    if (!named.empty()) break;  // another image than the one that is named would be a guess
  }
  return nullptr;
}

// The frames' own grid: the smallest step between their places, from the first to the last.
std::optional<GridGeometry> own_grid(const Segmentation& segmentation, const PixelLayout& layout) {
  const Eigen::Vector3d normal = normal_of(segmentation.orientation);
  std::vector<const SegmentFrame*> frames;
  for (const SegmentFrame& frame : segmentation.frames) frames.push_back(&frame);
  const auto along = [&](const SegmentFrame* frame) { return frame->position.dot(normal); };
  std::ranges::sort(frames, {}, along);
  double step = std::numeric_limits<double>::infinity();
  for (std::size_t i = 1; i < frames.size(); ++i) {
    const double apart = along(frames[i]) - along(frames[i - 1]);
    if (apart > same_place_mm) step = std::min(step, apart);
  }
  if (!std::isfinite(step)) step = segmentation.slice_spacing;
  if (step <= 0.0) return std::nullopt;
  const double slices = std::round((along(frames.back()) - along(frames.front())) / step) + 1;
  if (slices > most_own_slices) return std::nullopt;
  GridGeometry grid;
  grid.size = {layout.columns, layout.rows, static_cast<int>(slices)};
  grid.patient_from_index.linear() << segmentation.orientation.row * segmentation.pixel_spacing.x(),
      segmentation.orientation.column * segmentation.pixel_spacing.y(), normal * step;
  grid.patient_from_index.translation() = frames.front()->position;
  return grid;
}

VolumeInfo label_volume(const Header& object, const LabelName& label, bool contours) {
  VolumeInfo volume;
  volume.label_source = LabelSource{object.instance, label.number, label.name, contours};
  volume.label = (contours ? "structure " : "segment ") + std::to_string(label.number) +
                 (label.name.empty() ? "" : " " + label.name);
  volume.slices = {object.instance};
  return volume;
}

void refuse(VolumeInfo& volume, FindingCode code, const std::string& message) {
  volume.regularity = Regularity::none;
  volume.findings.push_back({code, Severity::error, message,
                             {volume.label_source->instance.file.string()}});
}

void place(VolumeInfo& volume, const GridGeometry& grid,
           const std::vector<SourceInstance>& slices, const std::string& where) {
  volume.geometry = grid;
  volume.slices = slices;
  volume.findings.push_back({FindingCode::label_volume, Severity::note,
                             "A label, drawn on " + where + ".", {}});
}

std::vector<SourceInstance> own_slices(const SourceInstance& instance, const GridGeometry& grid) {
  std::vector<SourceInstance> slices(static_cast<std::size_t>(grid.size[2]), instance);
  for (std::size_t k = 0; k < slices.size(); ++k) {
    slices[k].image_position_patient =
        grid.patient_from_index * Eigen::Vector3d(0, 0, static_cast<double>(k));
  }
  return slices;
}

std::vector<VolumeInfo> segment_volumes(const Header& object, const Catalog& catalog) {
  const Segmentation segmentation = read_segmentation(object.instance.file);
  const PixelLayout& layout = object.instance.pixels;
  const VolumeInfo* image = find_image(
      catalog, object.series->patient, segmentation.referenced_series,
      [&](const SeriesInfo& series, const VolumeInfo& volume) {
        return series.frame_of_reference_uid == object.series->frame_of_reference_uid &&
               lies_on(segmentation, layout, volume.geometry);
      });
  const auto own = image == nullptr ? own_grid(segmentation, layout) : std::nullopt;
  std::vector<VolumeInfo> volumes;
  for (const LabelName& segment : segmentation.segments) {
    VolumeInfo& volume = volumes.emplace_back(label_volume(object, segment, false));
    if (image != nullptr) {
      place(volume, image->geometry, image->slices, "the grid of its image");
    } else if (own && lies_on(segmentation, layout, *own)) {
      place(volume, *own, own_slices(object.instance, *own),
            "a grid of its own: its image is not here, or lies otherwise");
    } else {
      refuse(volume, FindingCode::missing_geometry,
             "The segmentation's frames lie on no regular grid, and its image is not here.");
    }
  }
  return volumes;
}

std::vector<VolumeInfo> structure_volumes(const Header& object, const Catalog& catalog) {
  const StructureSet set = read_structure_set(object.instance.file);
  std::vector<VolumeInfo> volumes;
  for (const StructureSet::Structure& structure : set.structures) {
    VolumeInfo& volume = volumes.emplace_back(label_volume(object, structure.name, true));
    const VolumeInfo* image =
        find_image(catalog, object.series->patient, set.referenced_series,
                   [&](const SeriesInfo& series, const VolumeInfo&) {
                     return series.frame_of_reference_uid == structure.frame_of_reference_uid;
                   });
    if (structure.closed_contours == 0) {
      refuse(volume, FindingCode::label_volume, "The structure has no closed contour.");
    } else if (image == nullptr) {
      refuse(volume, FindingCode::missing_geometry,
             "The image on whose grid the contours are drawn is not here.");
    } else {
      place(volume, image->geometry, image->slices, "the grid of its image");
    }
  }
  return volumes;
}

SeriesInfo& series_of(const Header& object, Catalog& catalog) {
  return *std::ranges::find_if(catalog.series, [&](const SeriesInfo& series) {
    return series.series_instance_uid == object.series->series_instance_uid &&
           is_same_patient(series.patient, object.series->patient);
  });
}

}  // namespace

void add_label_volumes(const std::vector<Header>& objects, Catalog& catalog) {
  for (const Header& object : objects) {
    SeriesInfo& series = series_of(object, catalog);
    try {
      const bool contours = object.instance.sop_class_uid.starts_with("1.2.840.10008.5.1.4.1.1.481");
      for (VolumeInfo& volume : contours ? structure_volumes(object, catalog)
                                         : segment_volumes(object, catalog)) {
        series.sequences.push_back({volume.label, {}, {series.volumes.size()}});
        series.volumes.push_back(std::move(volume));
      }
    } catch (const Error& error) {
      series.findings.push_back({FindingCode::malformed_file, Severity::error, error.what(),
                                 {object.instance.file.string()}});
    }
  }
}

VoxelType label_type(const VolumeInfo& volume) {
  if (!volume.label_source->contours && volume.label_source->instance.pixels.bits_allocated > 1) {
    return VoxelType::float32;
  }
  return volume.label_source->number > 255 ? VoxelType::uint16 : VoxelType::uint8;
}

std::vector<Finding> draw_label(const VolumeInfo& volume, std::span<std::byte> voxels) {
  const LabelSource& source = *volume.label_source;
  if (source.contours) {
    const std::size_t beyond =
        fill_contours(read_contours(source.instance.file, source.number), volume.geometry,
                      source.number, voxels);
    if (beyond == 0) return {};
    return {{FindingCode::label_volume, Severity::warning,
             count_of(beyond, "contour") + " beyond the image's slices could not be drawn.", {}}};
  }
  std::ranges::fill(voxels, std::byte{0});
  const Segmentation segmentation = read_segmentation(source.instance.file);
  FrameReader reader(source.instance, open_any(source.instance.file, {}), limits_of({}));
  const std::size_t slot = voxels.size() / static_cast<std::size_t>(volume.geometry.size[2]);
  std::vector<std::byte> raw(static_cast<std::size_t>(bytes_per_frame(source.instance.pixels)));
  if (raw.empty() || slot % raw.size() != 0) {
    throw Error(ErrorCode::malformed, "The segmentation's pixels do not fit its grid.",
                source.instance.file.string());
  }
  const std::size_t width = slot / raw.size();
  const auto number = static_cast<std::uint16_t>(source.number);
  for (const SegmentFrame& frame : segmentation.frames) {
    const auto k = slice_of(frame, volume.geometry);
    if (frame.segment != source.number || !k) continue;
    SourceInstance slice = source.instance;
    slice.frame = frame.frame;
    reader.read(slice, raw);
    std::byte* out = voxels.data() + static_cast<std::size_t>(*k) * slot;
    for (std::size_t i = 0; i < raw.size(); ++i) {
      const int stored = std::to_integer<int>(raw[i]);
      if (stored == 0) continue;
      if (!segmentation.is_fractional) {
        std::memcpy(out + i * width, &number, width);
        continue;
      }
      const auto fraction = static_cast<float>(stored / segmentation.most_fraction);
      std::memcpy(out + i * width, &fraction, width);
    }
  }
  return {};
}

}  // namespace volvr::dicom
