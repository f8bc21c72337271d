// SPDX-License-Identifier: Apache-2.0
#include "offer_series.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include "choose_series.h"
#include "open_study.h"
#include "volvr/error.h"
#include "volvr/load.h"
#include "volvr/people.h"

namespace volvr::app {

namespace {

constexpr int thumbnail_side = 128;  // pixels

// The volume with most voxels of those that can be loaded; null without one.
const VolumeInfo* largest_volume(const SeriesInfo& series) {
  const VolumeInfo* largest = nullptr;
  for (const VolumeInfo& volume : series.volumes) {
    if (!is_loadable(volume)) continue;
    if (largest == nullptr || voxel_count(volume.geometry) > voxel_count(largest->geometry)) {
      largest = &volume;
    }
  }
  return largest;
}

// The slice as it was measured, from the 1 % to the 99 % quantile of its values.
Picture picture_of_slice(const Volume& slice) {
  const ValueStatistics values = statistics(slice, {0.01, 0.99});
  const double low = values.quantiles[0];
  const double range = std::max(values.quantiles[1] - low, 1e-9);
  const Eigen::Vector3i& size = slice.geometry().size;
  const double step = std::max(size[0], size[1]) / static_cast<double>(thumbnail_side);
  Picture picture;
  picture.width = std::max(1, static_cast<int>(size[0] / std::max(step, 1.0)));
  picture.height = std::max(1, static_cast<int>(size[1] / std::max(step, 1.0)));
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      const Eigen::Vector3i at(x * size[0] / picture.width, y * size[1] / picture.height, 0);
      const double part = std::clamp((value_at(slice, at) - low) / range, 0.0, 1.0);
      picture.rgb.insert(picture.rgb.end(), 3, static_cast<std::uint8_t>(std::lround(255 * part)));
    }
  }
  return picture;
}

// The series with the middle slice of its largest volume alone, so that little is read.
SeriesInfo middle_slice(const SeriesInfo& series, const VolumeInfo& volume) {
  SeriesInfo one = series;
  VolumeInfo slice = volume;
  const std::size_t middle = volume.slices.size() / 2;
  slice.slices = {volume.slices[middle]};
  slice.geometry.size[2] = 1;
  one.volumes = {std::move(slice)};
  one.sequences.clear();
  return one;
}

std::string grid_text(const SeriesInfo& series, const Eigen::Vector3i& size) {
  std::string text = std::to_string(size[0]) + " × " + std::to_string(size[1]) + " × " +
                     std::to_string(size[2]) + " voxels";
  if (series.volumes.size() > 1) text += ", " + std::to_string(series.volumes.size()) + " volumes";
  return text;
}

std::string title_of(const SeriesInfo& series, const People& people) {
  std::string title = series.modality + ", series " + std::to_string(series.series_number);
  if (!series.series_description.empty()) {
    title += ", " + people.withheld(series.series_description);
  }
  return title;
}

}  // namespace

Offer offer_series(const Catalog& found, const std::string& uid, double rate) {
  const auto catalog = std::make_shared<const Catalog>(found);
  const People people(*catalog);
  Offer offer;
  const auto shown = std::ranges::find(catalog->series, uid, &SeriesInfo::series_instance_uid);
  if (shown == catalog->series.end()) return offer;
  for (const SeriesInfo& series : catalog->series) {
    if (people.number_of(series.patient) != people.number_of(shown->patient)) continue;
    const VolumeInfo* largest = largest_volume(series);
    OfferedSeries offered;
    offered.title = title_of(series, people);
    if (largest != nullptr) offered.detail = grid_text(series, largest->geometry.size);
    if (const Finding* worst = gravest_finding(series); largest == nullptr && worst != nullptr) {
      offered.note = people.withheld(*worst);
    }
    offered.load = [catalog, rate, id = series.series_instance_uid](const ProgressSink& progress) {
      return load_course(*catalog, id, rate, progress);
    };
    if (largest != nullptr && !largest->slices.empty() && !largest->label_source) {
      offered.thumbnail = [one = middle_slice(series, *largest)] {
        return picture_of_slice(load(one));
      };
    }
    offer.series.push_back(std::move(offered));
    if (series.series_instance_uid == uid) offer.shown = static_cast<int>(offer.series.size());
  }
  return offer;
}

}  // namespace volvr::app
