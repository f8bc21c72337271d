// SPDX-License-Identifier: Apache-2.0
#include "dicom/catalog_series.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <utility>

#include "dicom/check.h"
#include "dicom/classify.h"
#include "dicom/copies.h"
#include "dicom/findings.h"
#include "dicom/planes.h"
#include "dicom/repetitions.h"
#include "dicom/repeats.h"

namespace volvr::dicom {

namespace {

// A few pages may share a plane by chance; this many at even steps are a stack.
constexpr std::size_t fewest_captures = 3;

// Moves captures that form a regular stack to the slices, the files of the others to their list.
void sort_out_captures(std::vector<Header> captures, std::vector<Header>& slices,
                       std::vector<std::string>& others) {
  std::vector<Finding> ignored;
  for (Stack& stack : stacks_by_plane(std::move(captures), ignored)) {
    sort_along_normal(stack);
    const bool is_stack =
        stack.slices.size() >= fewest_captures &&
        usual_step(stack.slices) > same_place_mm &&
        std::ranges::none_of(check_geometry(stack.slices), [](const Finding& finding) {
          return finding.severity == Severity::error;
        });
    for (Header& header : stack.slices) {
      if (is_stack) {
        slices.push_back(std::move(header));
      } else {
        others.push_back(header.instance.file.string());
      }
    }
  }
}

std::vector<Header> take_slices(SeriesGroup group, std::vector<Header>& label_objects,
                                std::vector<Finding>& findings) {
  std::vector<Header> slices;
  std::vector<Header> captures;
  std::vector<std::string> others;
  for (Header& header : group) {
    switch (classify(header)) {
      case ObjectKind::slice:
        slices.push_back(std::move(header));
        break;
      case ObjectKind::capture:
        captures.push_back(std::move(header));
        break;
      case ObjectKind::segmentation:
      case ObjectKind::contours:
        label_objects.push_back(std::move(header));
        break;
      case ObjectKind::not_a_slice:
        others.push_back(header.instance.file.string());
        break;
      case ObjectKind::no_pixels:
        break;
    }
  }
  sort_out_captures(std::move(captures), slices, others);
  others.erase(std::ranges::unique(others).begin(), others.end());  // frames of one file
  if (!others.empty()) {
    findings.push_back(about_files(FindingCode::not_a_slice, Severity::note,
                                   "The image {file} is no slice of a volume.",
                                   "{count} images are no slices of a volume.", others));
  }
  return slices;
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

// The grid that interpolation between uneven slices gives: from the first to the last of them, at
// steps no longer than the usual one.
GridGeometry even_geometry(const std::vector<Header>& slices) {
  GridGeometry grid = geometry_of(slices);
  const double usual = usual_step(slices);
  const Eigen::Vector3d whole = *slices.back().position - *slices.front().position;
  const double along = whole.dot(normal_of(*slices.front().orientation));
  const int steps = std::max(1, static_cast<int>(std::ceil(along / usual - 1e-3)));
  grid.size[2] = steps + 1;
  grid.patient_from_index.linear().col(2) = whole / steps;
  return grid;
}

bool concerns_spacing(const Finding& finding) {
  return finding.code == FindingCode::missing_slices || finding.code == FindingCode::uneven_spacing;
}

Regularity regularity_of(const std::vector<Finding>& findings) {
  Regularity regularity = Regularity::regular;
  for (const Finding& finding : findings) {
    if (finding.severity != Severity::error) continue;
    if (!concerns_spacing(finding)) return Regularity::none;
    regularity = Regularity::resampling;
  }
  return regularity;
}

// Interpolating along k puts right what lies on one line alone; a slice beside it would move.
bool lie_on_a_line(const std::vector<Header>& slices) {
  constexpr double coarse_rounding_mm = 0.11;
  const Eigen::Vector3d first = *slices.front().position;
  const Eigen::Vector3d along = (*slices.back().position - first).normalized();
  return std::ranges::all_of(slices, [&](const Header& slice) {
    return (*slice.position - first).cross(along).norm() <= coarse_rounding_mm;
  });
}

VolumeInfo volume_from(Stack stack) {
  VolumeInfo volume;
  volume.label = std::move(stack.label);
  if (!stack.repetition.empty()) {
    volume.label += (volume.label.empty() ? "" : ", ") + stack.repetition;
  }
  volume.findings = std::move(stack.findings);
  const bool is_sorted_out = std::ranges::none_of(
      volume.findings, [](const Finding& f) { return f.code == FindingCode::duplicate_positions; });
  if (is_sorted_out) {
    std::ranges::move(check_geometry(stack.slices), std::back_inserter(volume.findings));
  }
  std::ranges::move(check_pixels(stack.slices), std::back_inserter(volume.findings));
  std::ranges::move(remarks_on(stack.slices), std::back_inserter(volume.findings));
  volume.regularity = regularity_of(volume.findings);
  if (volume.regularity == Regularity::resampling && !lie_on_a_line(stack.slices)) {
    volume.regularity = Regularity::none;
  }
  // The geometry of what forms no grid stays empty: nobody shall take it for true.
  if (volume.regularity == Regularity::regular) volume.geometry = geometry_of(stack.slices);
  if (volume.regularity == Regularity::resampling) volume.geometry = even_geometry(stack.slices);
  volume.diffusion = stack.slices.front().diffusion;
  volume.time = time_of(stack);
  for (Header& slice : stack.slices) volume.slices.push_back(std::move(slice.instance));
  return volume;
}

// Objects whose frames have no places are volumes that cannot be loaded, and say why.
void take_problems(std::vector<Header>& slices, SeriesInfo& series) {
  const auto sound = std::ranges::stable_partition(
      slices, [](const Header& slice) { return slice.problem.empty(); });
  for (Header& slice : sound) {
    VolumeInfo volume;
    volume.regularity = Regularity::none;
    volume.findings.push_back(about_files(FindingCode::missing_geometry, Severity::error,
                                          "The image {file} cannot be loaded: " + slice.problem + ".",
                                          {}, {slice.instance.file.string()}));
    volume.slices.push_back(std::move(slice.instance));
    series.sequences.push_back({{}, {}, {series.volumes.size()}});
    series.volumes.push_back(std::move(volume));
  }
  slices.erase(sound.begin(), sound.end());
}

// The volumes of one plane, each kind of image with its repetitions.
void add_volumes(std::vector<Stack> stacks, SeriesInfo& series) {
  std::map<std::string, std::size_t> sequence_of_kind;
  for (Stack& stack : stacks) {
    const std::string kind = stack.label;
    const std::string varies_by = stack.varies_by;
    const std::size_t index = series.volumes.size();
    series.volumes.push_back(volume_from(std::move(stack)));
    const auto known = sequence_of_kind.find(kind);
    if (known != sequence_of_kind.end()) {
      VolumeSequence& sequence = series.sequences[known->second];
      if (is_same_grid(series.volumes[sequence.volumes.front()], series.volumes[index])) {
        sequence.volumes.push_back(index);
        sequence.varies_by = varies_by;
        continue;
      }
    }
    sequence_of_kind.try_emplace(kind, series.sequences.size());
    series.sequences.push_back({series.volumes[index].label, {}, {index}});
    if (!varies_by.empty()) series.sequences.back().label = kind;
  }
}

// Images that are weighted by b = 0 alone are no diffusion images.
void drop_idle_diffusion(SeriesInfo& series) {
  const bool weighted = std::ranges::any_of(series.volumes, [](const VolumeInfo& volume) {
    return volume.diffusion && volume.diffusion->b_value > 0.0;
  });
  if (weighted) return;
  for (VolumeInfo& volume : series.volumes) volume.diffusion.reset();
}

}  // namespace

SeriesInfo series_from(SeriesGroup group, std::vector<Header>& label_objects,
                       const Settings& settings) {
  SeriesInfo series;
  static_cast<SeriesAttributes&>(series) = *group.front().series;
  std::vector<Header> slices = take_slices(std::move(group), label_objects, series.findings);
  take_problems(slices, series);
  slices = without_copies(std::move(slices), series.findings, settings);
  for (Stack& plane : stacks_by_plane(std::move(slices), series.findings)) {
    if (!std::ranges::all_of(plane.slices, has_geometry)) {
      std::vector<Stack> one;
      one.push_back(std::move(plane));
      add_volumes(std::move(one), series);
      continue;
    }
    sort_along_normal(plane);
    std::vector<Stack> stacks;
    for (Stack& stack : split_repeats(std::move(plane), series.findings)) {
      std::ranges::move(split_irregular(std::move(stack), series.findings),
                        std::back_inserter(stacks));
    }
    add_volumes(std::move(stacks), series);
  }
  drop_idle_diffusion(series);
  for (VolumeSequence& sequence : series.sequences) order_repetitions(sequence, series.volumes);
  return series;
}

}  // namespace volvr::dicom
