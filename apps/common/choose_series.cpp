// SPDX-License-Identifier: Apache-2.0
#include "choose_series.h"

#include <set>
#include <string>
#include <vector>

#include "people.h"
#include "volvr/error.h"

namespace volvr::app {

namespace {

std::vector<const SeriesInfo*> named_series(const Catalog& catalog, std::string_view name) {
  std::vector<const SeriesInfo*> named;
  for (const SeriesInfo& series : catalog.series) {
    if (name.empty() || is_named(series, name)) named.push_back(&series);
  }
  return named;
}

void require_one_series(const std::vector<const SeriesInfo*>& named, std::string_view name) {
  if (named.size() < 2) return;
  const std::string& uid = named.front()->series_instance_uid;
  if (named.back()->series_instance_uid == uid) {
    throw Error(ErrorCode::mixed_patients,
                "The series " + std::string(name) +
                    " belongs to several patients or studies; give only the files of one.",
                uid);
  }
  throw Error(ErrorCode::invalid_argument, std::to_string(named.size()) +
                                               " series have the number " + std::string(name) +
                                               "; choose one by its UID, which volvr info lists.");
}

// Why nothing can be loaded: the first finding that forbids it.
[[noreturn]] void throw_unloadable(const std::vector<const SeriesInfo*>& among) {
  for (const SeriesInfo* series : among) {
    for (const VolumeInfo& volume : series->volumes) {
      for (const Finding& finding : volume.findings) {
        if (finding.severity != Severity::error) continue;
        throw Error(ErrorCode::irregular_geometry,
                    "Series " + std::to_string(series->series_number) +
                        " cannot be loaded: " + finding.message,
                    series->series_instance_uid);
      }
    }
  }
  throw Error(ErrorCode::not_dicom, "There is no series of slices that could be loaded.");
}

}  // namespace

bool is_named(const SeriesInfo& series, std::string_view number_or_uid) {
  return series.series_instance_uid == number_or_uid ||
         std::to_string(series.series_number) == number_or_uid;
}

void require_series(const Catalog& catalog, std::string_view number_or_uid) {
  if (number_or_uid.empty() || !named_series(catalog, number_or_uid).empty()) return;
  std::set<int> numbers;
  for (const SeriesInfo& series : catalog.series) numbers.insert(series.series_number);
  std::string known;
  for (const int number : numbers) known += (known.empty() ? "" : ", ") + std::to_string(number);
  throw Error(ErrorCode::invalid_argument, "There is no series " + std::string(number_or_uid) +
                                               "; known are " + (known.empty() ? "none" : known) +
                                               ".");
}

Choice choose_volume(const Catalog& catalog, std::string_view number_or_uid) {
  const auto among = named_series(catalog, number_or_uid);
  require_series(catalog, number_or_uid);
  if (!number_or_uid.empty()) require_one_series(among, number_or_uid);
  const std::size_t patients = People(catalog).count();
  if (number_or_uid.empty() && patients > 1) {
    throw Error(ErrorCode::mixed_patients,
                "There are " + std::to_string(patients) +
                    " patients in the input; choose one of the series that volvr info lists, with "
                    "--series.");
  }
  Choice best;
  std::uint64_t most_voxels = 0;
  for (const SeriesInfo* series : among) {
    for (std::size_t i = 0; i < series->volumes.size(); ++i) {
      const VolumeInfo& volume = series->volumes[i];
      if (!is_loadable(volume) || voxel_count(volume.geometry) <= most_voxels) continue;
      most_voxels = voxel_count(volume.geometry);
      best = {series, i};
    }
  }
  if (best.series == nullptr) throw_unloadable(among);
  return best;
}

}  // namespace volvr::app
