// SPDX-License-Identifier: Apache-2.0
#include "dicom/catalog_series.h"

#include <algorithm>
#include <string>
#include <utility>

#include "dicom/check.h"
#include "dicom/classify.h"
#include "dicom/copies.h"
#include "dicom/findings.h"
#include "dicom/planes.h"
#include "dicom/repeats.h"

namespace volvr::dicom {

namespace {

// Files that are no slices, by what they are.
struct Others {
  std::vector<std::string> not_slices;
  std::vector<std::string> multi_frame;
  std::vector<std::string> mosaics;
};

std::vector<Header> take_slices(SeriesGroup group, Others& others) {
  std::vector<Header> slices;
  for (Header& header : group) {
    const std::string file = header.instance.file.string();
    switch (classify(header)) {
      case ObjectKind::slice:
        slices.push_back(std::move(header));
        break;
      case ObjectKind::not_a_slice:
        others.not_slices.push_back(file);
        break;
      case ObjectKind::multi_frame:
        others.multi_frame.push_back(file);
        break;
      case ObjectKind::mosaic:
        others.mosaics.push_back(file);
        break;
      case ObjectKind::no_pixels:
        break;
    }
  }
  return slices;
}

void report(const Others& others, std::vector<Finding>& findings) {
  if (!others.not_slices.empty()) {
    findings.push_back(about_files(FindingCode::not_a_slice, Severity::note,
                                   "The image {file} is no slice of a volume.",
                                   "{count} images are no slices of a volume.", others.not_slices));
  }
  if (!others.multi_frame.empty()) {
    findings.push_back(about_files(
        FindingCode::unsupported_encoding, Severity::error,
        "The file {file} holds several frames; multi-frame images are not supported by this "
        "version.",
        "{count} files hold several frames each; multi-frame images are not supported by this "
        "version.",
        others.multi_frame));
  }
  if (!others.mosaics.empty()) {
    findings.push_back(
        about_files(FindingCode::unsupported_encoding, Severity::error,
                    "The image {file} is a mosaic of slices, which this version does not support.",
                    "{count} images are mosaics of slices, which this version does not support.",
                    others.mosaics));
  }
}

GridGeometry geometry_of(const std::vector<Header>& slices) {
  const Header& first = slices.front();
  GridGeometry grid;
  grid.size = {first.instance.pixels.columns, first.instance.pixels.rows,
               static_cast<int>(slices.size())};
  Eigen::Vector3d step = normal_of(*first.orientation) * first.slice_thickness.value_or(1.0);
  if (slices.size() > 1) {
    step = (*slices.back().position - *first.position) / static_cast<double>(slices.size() - 1);
  }
  grid.patient_from_index.linear() << first.orientation->row * first.pixel_spacing->x(),
      first.orientation->column * first.pixel_spacing->y(), step;
  grid.patient_from_index.translation() = *first.position;
  return grid;
}

VolumeInfo volume_from(Stack stack) {
  VolumeInfo volume;
  volume.label = std::move(stack.label);
  volume.findings = std::move(stack.findings);
  const bool is_sorted_out = std::ranges::none_of(
      volume.findings, [](const Finding& f) { return f.code == FindingCode::duplicate_positions; });
  if (is_sorted_out)
    std::ranges::move(check_geometry(stack.slices), std::back_inserter(volume.findings));
  std::ranges::move(check_pixels(stack.slices), std::back_inserter(volume.findings));
  // The geometry of a volume that cannot be loaded stays empty: nobody shall take it for true.
  if (std::ranges::none_of(volume.findings,
                           [](const Finding& f) { return f.severity == Severity::error; })) {
    volume.geometry = geometry_of(stack.slices);
  }
  for (Header& slice : stack.slices) volume.slices.push_back(std::move(slice.instance));
  return volume;
}

}  // namespace

SeriesInfo series_from(SeriesGroup group) {
  SeriesInfo series;
  static_cast<SeriesAttributes&>(series) = *group.front().series;
  Others others;
  std::vector<Header> slices = take_slices(std::move(group), others);
  report(others, series.findings);
  slices = without_copies(std::move(slices), series.findings);
  for (Stack& plane : stacks_by_plane(std::move(slices), series.findings)) {
    if (!std::ranges::all_of(plane.slices, has_geometry)) {
      series.volumes.push_back(volume_from(std::move(plane)));
      continue;
    }
    sort_along_normal(plane);
    for (Stack& stack : split_repeats(std::move(plane), series.findings)) {
      series.volumes.push_back(volume_from(std::move(stack)));
    }
  }
  for (std::size_t i = 0; i < series.volumes.size(); ++i) {
    series.sequences.push_back({series.volumes[i].label, {}, {i}});
  }
  return series;
}

}  // namespace volvr::dicom
