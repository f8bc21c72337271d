// SPDX-License-Identifier: Apache-2.0
#include "open_study.h"

#include <algorithm>
#include <string>
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
  series.sequences.clear();
  return series;
}

template <class Load>
auto without_names(const People& people, Load&& load_it) {
  try {
    return load_it();
  } catch (const Error& error) {
    throw Error(error.code(), people.withheld(error), error.subject(), error.call());
  }
}

const std::vector<std::size_t>& sequence_of(const Choice& choice) {
  static const std::vector<std::size_t> none;
  for (const VolumeSequence& sequence : choice.series->sequences) {
    if (std::ranges::find(sequence.volumes, choice.volume) != sequence.volumes.end()) {
      return sequence.volumes;
    }
  }
  return none;
}

// Weightings of diffusion are no course of time.
bool is_course(const Choice& choice) {
  const auto& volumes = choice.series->volumes;
  return std::ranges::none_of(sequence_of(choice),
                              [&](std::size_t at) { return volumes[at].diffusion.has_value(); });
}

Choice at_time(Choice choice, int time) {
  if (time == 0) return choice;
  const std::vector<std::size_t>& volumes = sequence_of(choice);
  const auto count = static_cast<int>(std::max<std::size_t>(volumes.size(), 1));
  if (time < 1 || time > count) {
    throw Error(ErrorCode::invalid_argument,
                count == 1 ? "This series has one volume, and no other time point."
                           : "Time points of this series are counted from 1 to " +
                                 std::to_string(count) + "; there is no " + std::to_string(time) +
                                 ".");
  }
  if (!volumes.empty()) choice.volume = volumes[static_cast<std::size_t>(time - 1)];
  return choice;
}

void say_findings(const Volume& volume, const People& people) {
  for (const Finding& finding : volume.provenance().findings) {
    if (finding.severity != Severity::note) warn(people.withheld(finding));
  }
}

}  // namespace

OpenStudy open_study(const std::vector<std::filesystem::path>& paths, std::string_view series,
                     int time) {
  ProgressLine progress;
  const Catalog catalog = scan(paths, {.progress = progress.sink()});
  const SeriesInfo chosen = with_one_volume(at_time(choose_volume(catalog, series), time));
  const People people(catalog);
  OpenStudy study{
      without_names(people, [&] { return load(chosen, {.progress = progress.sink()}); }),
      describe(chosen)};
  progress.wipe();
  say_findings(study.volume, people);
  return study;
}

Phases load_course(const Catalog& catalog, std::string_view series, double rate,
                   const ProgressSink& progress) {
  const Choice choice = choose_volume(catalog, series);
  const SeriesInfo one = with_one_volume(choice);
  const People people(catalog);
  return without_names(people, [&] {
    LoadOptions options{.progress = progress};
    if (!is_course(choice)) return load_phases(one, options, rate);
    options.volume = choice.volume;
    return load_phases(*choice.series, options, rate);
  });
}

OpenPhases open_phases(const std::vector<std::filesystem::path>& paths, std::string_view series,
                       double rate) {
  ProgressLine progress;
  Catalog catalog = scan(paths, {.progress = progress.sink()});
  const SeriesInfo one = with_one_volume(choose_volume(catalog, series));
  OpenPhases study{load_course(catalog, series, rate, progress.sink()), describe(one),
                   std::move(catalog), one.series_instance_uid};
  progress.wipe();
  say_findings(study.phases.volumes.front(), People(study.catalog));
  return study;
}

}  // namespace volvr::app
