// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>

#include "core/memory.h"
#include "volvr/error.h"
#include "volvr/phases.h"

namespace volvr {

namespace {

// Of the sequence that a volume is of, those that can be loaded.
std::vector<std::size_t> sequence_of(const SeriesInfo& series, std::size_t volume) {
  for (const VolumeSequence& sequence : series.sequences) {
    if (std::ranges::find(sequence.volumes, volume) == sequence.volumes.end()) continue;
    std::vector<std::size_t> volumes = sequence.volumes;
    std::erase_if(volumes, [&](std::size_t at) { return !is_loadable(series.volumes[at]); });
    return volumes;
  }
  return {volume};
}

void require_room(const VolumeShape& each, std::size_t count) {
  const std::uint64_t one = size_bytes(each);
  const std::uint64_t available = available_memory();
  if (one <= available / std::max<std::size_t>(count, 1)) return;
  throw Error(ErrorCode::out_of_memory, "There is not enough memory for " + std::to_string(count) +
                                            " volumes of " + std::to_string(one >> 20) + " MiB: " +
                                            std::to_string(available >> 20) + " MiB are free.");
}

}  // namespace

Phases load_phases(const SeriesInfo& series, const LoadOptions& options, double rate) {
  std::vector<std::size_t> volumes = sequence_of(series, options.volume);
  if (volumes.empty()) volumes.push_back(options.volume);  // which `load` refuses, and says why
  require_room(shape_of(series, options), volumes.size());
  Phases phases;
  std::vector<std::optional<double>> seconds;
  for (const std::size_t volume : volumes) {
    LoadOptions one = options;
    one.volume = volume;
    phases.volumes.push_back(load(series, one));
    seconds.push_back(series.volumes[volume].time);
  }
  phases.times = phase_times(seconds, rate);
  return phases;
}

}  // namespace volvr
