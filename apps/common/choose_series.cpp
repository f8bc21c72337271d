// SPDX-License-Identifier: Apache-2.0
#include "choose_series.h"

#include <set>
#include <string>
#include <vector>

#include "volvr/error.h"
#include "volvr/people.h"

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

// Why nothing can be loaded: by the gravest finding.
[[noreturn]] void throw_unloadable(const std::vector<const SeriesInfo*>& among,
                                   const People& people) {
  const SeriesInfo* worst = nullptr;
  const Finding* reason = nullptr;
  for (const SeriesInfo* series : among) {
    const Finding* finding = gravest_finding(*series);
    if (finding == nullptr || (reason != nullptr && finding->severity <= reason->severity))
      continue;
    worst = series;
    reason = finding;
  }
  if (reason == nullptr) {
    throw Error(ErrorCode::not_dicom, "There is no series of slices that could be loaded.");
  }
  throw Error(ErrorCode::irregular_geometry,
              "Series " + std::to_string(worst->series_number) +
                  " cannot be loaded: " + people.withheld(*reason),
              worst->series_instance_uid);
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

const Finding* gravest_finding(const SeriesInfo& series) {
  const Finding* gravest = nullptr;
  const auto look_at = [&](const std::vector<Finding>& findings) {
    for (const Finding& finding : findings) {
      if (gravest == nullptr || finding.severity > gravest->severity) gravest = &finding;
    }
  };
  look_at(series.findings);
  for (const VolumeInfo& volume : series.volumes) look_at(volume.findings);
  return gravest;
}

Choice choose_volume(const Catalog& catalog, std::string_view number_or_uid) {
  const auto among = named_series(catalog, number_or_uid);
  require_series(catalog, number_or_uid);
  if (!number_or_uid.empty()) require_one_series(among, number_or_uid);
  const People people(catalog);
  const std::size_t patients = people.count();
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
  if (best.series == nullptr) throw_unloadable(among, people);
  return best;
}

}  // namespace volvr::app
