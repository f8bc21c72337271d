// SPDX-License-Identifier: Apache-2.0
#include "dicom/labels.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <set>
#include <string>

#include "dicom/findings.h"
#include "dicom/label_image.h"
#include "dicom/stack.h"
#include "volvr/error.h"

namespace volvr::dicom {

namespace {

constexpr int most_own_slices = 10'000;

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
  volume.label_source = LabelSource{object.instance, label.number, label.name, contours, false, {}};
  volume.label = (contours ? "structure " : "segment ") + std::to_string(label.number) +
                 (label.name.empty() ? "" : " " + label.name);
  volume.slices = {object.instance};
  return volume;
}

void refuse(VolumeInfo& volume, FindingCode code, const std::string& message) {
  volume.regularity = Regularity::none;
  volume.findings.push_back(
      {code, Severity::error, message, {volume.label_source->instance.file.string()}});
}

void place(VolumeInfo& volume, const GridGeometry& grid, const std::vector<SourceInstance>& slices,
           const std::string& where) {
  volume.geometry = grid;
  volume.slices = slices;
  volume.findings.push_back(
      {FindingCode::label_volume, Severity::note, "A label, drawn on " + where + ".", {}});
  const LabelSource& source = *volume.label_source;
  if (source.joined.empty() && !source.fractional && label_value(source.number) != source.number) {
    volume.findings.push_back({FindingCode::label_volume,
                               Severity::warning,
                               "Its number, " + std::to_string(source.number) +
                                   ", is none that a voxel can hold; it is drawn as 1.",
                               {}});
  }
}

std::vector<SourceInstance> own_slices(const SourceInstance& instance, const GridGeometry& grid) {
  std::vector<SourceInstance> slices(static_cast<std::size_t>(grid.size[2]), instance);
  for (std::size_t k = 0; k < slices.size(); ++k) {
    slices[k].image_position_patient =
        grid.patient_from_index * Eigen::Vector3d(0, 0, static_cast<double>(k));
  }
  return slices;
}

// In a label map a segment may stand for what is no segment (Supplement 243).
bool is_background(const Segmentation& segmentation, int number) {
  return segmentation.is_label_map && (number == 0 || number == segmentation.background);
}

std::vector<VolumeInfo> segment_volumes(const Header& object, const Catalog& catalog,
                                        const Settings& settings) {
  const Segmentation segmentation = read_segmentation(object.instance.file, settings);
  const PixelLayout& layout = object.instance.pixels;
  const VolumeInfo* image = image_of(segmentation, object, catalog);
  const auto own = image == nullptr ? own_grid(segmentation, layout) : std::nullopt;
  std::vector<VolumeInfo> volumes;
  for (const LabelName& segment : segmentation.segments) {
    if (is_background(segmentation, segment.number)) continue;
    VolumeInfo& volume = volumes.emplace_back(label_volume(object, segment, false));
    volume.label_source->fractional = segmentation.is_fractional;
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

std::vector<VolumeInfo> structure_volumes(const Header& object, const Catalog& catalog,
                                          const Settings& settings) {
  const StructureSet set = read_structure_set(object.instance.file, settings);
  std::vector<VolumeInfo> volumes;
  for (const StructureSet::Structure& structure : set.structures) {
    VolumeInfo& volume = volumes.emplace_back(label_volume(object, structure.name, true));
    if (structure.places.empty()) {
      refuse(volume, FindingCode::label_volume, "The structure has no closed contour.");
      continue;
    }
    const StructureImage image = image_of(structure, set, object, catalog);
    if (image.volume == nullptr) {
      refuse(volume, FindingCode::missing_geometry,
             "The image on whose grid the contours are drawn is not here, or cannot be loaded.");
      continue;
    }
    place(volume, image.volume->geometry, image.volume->slices, "the grid of its image");
    volume.findings.insert(volume.findings.end(), image.findings.begin(), image.findings.end());
    std::ranges::move(gaps_between(structure.places, image.volume->geometry),
                      std::back_inserter(volume.findings));
  }
  return volumes;
}

bool is_on_grid_of(const VolumeInfo& a, const VolumeInfo& b) {
  return a.geometry.size == b.geometry.size &&
         a.geometry.patient_from_index.isApprox(b.geometry.patient_from_index, 1e-9) &&
         a.slices.front().sop_instance_uid == b.slices.front().sop_instance_uid;
}

// All labels of one object on one grid; nothing where there are fewer than two, or where their
// numbers are no values of a map.
std::optional<VolumeInfo> joined_volume(const Header& object,
                                        const std::vector<VolumeInfo>& volumes) {
  const VolumeInfo* first = nullptr;
  std::vector<LabelEntry> table;
  std::set<int> numbers;
  for (const VolumeInfo& volume : volumes) {
    const LabelSource& source = *volume.label_source;
    if (!is_loadable(volume) || source.fractional) continue;
    if (first == nullptr) first = &volume;
    if (!is_on_grid_of(*first, volume) || label_value(source.number) != source.number ||
        !numbers.insert(source.number).second) {
      return std::nullopt;
    }
    table.push_back({source.number, source.name});
  }
  if (table.size() < 2) return std::nullopt;
  VolumeInfo joined = label_volume(object, {}, first->label_source->contours);
  joined.label = "all " + std::to_string(table.size()) +
                 (first->label_source->contours ? " structures" : " segments");
  joined.label_source->joined = std::move(table);
  joined.geometry = first->geometry;
  joined.slices = first->slices;
  joined.findings.push_back({FindingCode::label_volume,
                             Severity::note,
                             "A map of all labels of this object that do not overlap; each of them "
                             "is a volume of its own too.",
                             {}});
  return joined;
}

SeriesInfo& series_of(const Header& object, Catalog& catalog) {
  return *std::ranges::find_if(catalog.series, [&](const SeriesInfo& series) {
    return series.series_instance_uid == object.series->series_instance_uid &&
           is_same_patient(series.patient, object.series->patient);
  });
}

}  // namespace

void add_label_volumes(const std::vector<Header>& objects, Catalog& catalog,
                       const Settings& settings) {
  for (const Header& object : objects) {
    SeriesInfo& series = series_of(object, catalog);
    try {
      const bool contours =
          object.instance.sop_class_uid.starts_with("1.2.840.10008.5.1.4.1.1.481");
      std::vector<VolumeInfo> volumes = contours ? structure_volumes(object, catalog, settings)
                                                 : segment_volumes(object, catalog, settings);
      if (auto joined = joined_volume(object, volumes)) volumes.push_back(std::move(*joined));
      for (VolumeInfo& volume : volumes) {
        series.sequences.push_back({volume.label, {}, {series.volumes.size()}});
        series.volumes.push_back(std::move(volume));
      }
    } catch (const Error& error) {
      series.findings.push_back({FindingCode::malformed_file,
                                 Severity::error,
                                 error.what(),
                                 {object.instance.file.string()}});
    }
  }
}

}  // namespace volvr::dicom
