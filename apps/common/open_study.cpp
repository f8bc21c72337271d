// SPDX-License-Identifier: Apache-2.0
#include "open_study.h"

#include <utility>

#include "choose_series.h"
#include "program.h"
#include "progress_line.h"
#include "volvr/load.h"
#include "volvr/people.h"

namespace volvr::app {

namespace {

// The series with the chosen volume alone, so that its description tells of what is shown.
SeriesInfo with_one_volume(const Choice& choice) {
  SeriesInfo series = *choice.series;
  VolumeInfo volume = series.volumes[choice.volume];
  series.volumes.assign(1, std::move(volume));
  return series;
}

Volume load_without_names(const SeriesInfo& series, const People& people, ProgressLine& progress) {
  try {
    return load(series, {.progress = progress.sink()});
  } catch (const Error& error) {
    throw Error(error.code(), people.withheld(error), error.subject(), error.call());
  }
}

}  // namespace

OpenStudy open_study(const std::vector<std::filesystem::path>& paths, std::string_view series) {
  ProgressLine progress;
  const Catalog catalog = scan(paths, {.progress = progress.sink()});
  const SeriesInfo chosen = with_one_volume(choose_volume(catalog, series));
  const People people(catalog);
  OpenStudy study{load_without_names(chosen, people, progress), describe(chosen)};
  progress.wipe();
  for (const Finding& finding : study.volume.provenance().findings) {
    if (finding.severity != Severity::note) warn(people.withheld(finding));
  }
  return study;
}

}  // namespace volvr::app
