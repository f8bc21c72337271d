// SPDX-License-Identifier: Apache-2.0
#include "dicom/repetitions.h"

#include <algorithm>
#include <limits>
#include <set>
#include <string_view>
#include <utility>

#include "core/text.h"
#include "dicom/pixel_format.h"
#include "dicom/voxel_type.h"

namespace volvr::dicom {

namespace {

constexpr double same_place = 1e-3;  // mm

// TM "HHMMSS.ffffff", or DT "YYYYMMDDHHMMSS.ffffff" without its day: seconds.
std::optional<double> seconds_of_day(std::string_view text) {
  const auto digits = text.find_first_not_of("0123456789");
  const std::size_t whole = digits == std::string_view::npos ? text.size() : digits;
  if (whole >= 14) text.remove_prefix(8);
  if (text.size() < 6) return std::nullopt;
  const auto zone = text.find_first_of("+-&");
  const auto hours = parse_integer(text.substr(0, 2));
  const auto minutes = parse_integer(text.substr(2, 2));
  const auto seconds = parse_number(trim(text.substr(4, zone - std::min<std::size_t>(zone, 4))));
  if (!hours || !minutes || !seconds) return std::nullopt;
  return *hours * 3600.0 + *minutes * 60.0 + *seconds;
}

std::optional<double> time_of(const Header& slice, bool by_trigger) {
  if (by_trigger) {
    const auto delay = parse_number(slice.traits[static_cast<std::size_t>(Trait::trigger_time)]);
    return delay ? std::optional(*delay / 1000.0) : std::nullopt;
  }
  for (const Trait trait : {Trait::acquisition_time, Trait::content_time}) {
    if (const auto s = seconds_of_day(slice.traits[static_cast<std::size_t>(trait)])) return s;
  }
  return std::nullopt;
}

std::pair<int, int> first_instance(const VolumeInfo& volume) {
  std::pair<int, int> first{std::numeric_limits<int>::max(), 0};
  for (const SourceInstance& slice : volume.slices) {
    first = std::min(first, {slice.instance_number, slice.frame});
  }
  return first;
}

}  // namespace

std::optional<double> time_of(const Stack& stack) {
  const bool by_trigger = stack.varies_by.find("trigger time") != std::string::npos;
  std::optional<double> first;
  for (const Header& slice : stack.slices) {
    const auto time = time_of(slice, by_trigger);
    if (time && (!first || *time < *first)) first = time;
  }
  return first;
}

bool is_same_grid(const VolumeInfo& a, const VolumeInfo& b) {
  if (!is_loadable(a) || !is_loadable(b) || a.geometry.size != b.geometry.size) return false;
  const Eigen::Vector3d last = (a.geometry.size.array() - 1).cast<double>();
  for (const Eigen::Vector3d& corner :
       {Eigen::Vector3d(0, 0, 0), last, Eigen::Vector3d(last.x(), 0, 0),
        Eigen::Vector3d(0, last.y(), 0)}) {
    const Eigen::Vector3d apart = a.geometry.patient_from_index * corner -
                       b.geometry.patient_from_index * corner;
    if (apart.norm() > same_place) return false;
  }
  return components_of(a.slices.front().pixels) == components_of(b.slices.front().pixels);
}

void order_repetitions(VolumeSequence& sequence, const std::vector<VolumeInfo>& volumes) {
  const bool is_course = sequence.varies_by.find("b-value") == std::string::npos &&
                         sequence.varies_by.find("gradient") == std::string::npos;
  if (is_course) return;
  std::set<std::pair<int, int>> firsts;
  for (const std::size_t volume : sequence.volumes) firsts.insert(first_instance(volumes[volume]));
  if (firsts.size() != sequence.volumes.size()) return;
  std::ranges::sort(sequence.volumes, {},
                    [&](std::size_t volume) { return first_instance(volumes[volume]); });
}

}  // namespace volvr::dicom
