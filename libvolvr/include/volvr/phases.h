// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "volvr/catalog.h"
#include "volvr/load.h"
#include "volvr/volume.h"

namespace volvr {

/// When each of several volumes is to be seen.
struct PhaseTimes {
  std::vector<double> begins{0.0};  ///< seconds from the first, rising; one a volume
  double period = 1.0;              ///< seconds until the first returns
  bool from_study = false;          ///< as measured; else evenly, at a rate that was asked for
};

/// Times of volumes that were taken at `seconds` (VolumeInfo::time; a clock that passes midnight
/// goes on). The last lasts as long as the others on average. Where one is missing, or they do not
/// rise, the study tells no time: the volumes follow each other at `rate` a second.
/// @throws Error invalid_argument for no volumes or a rate that is not above 0
PhaseTimes phase_times(const std::vector<std::optional<double>>& seconds, double rate);

/// Which volume, from 0, is to be seen so many seconds after the first; in turn, again and again.
std::size_t phase_at(const PhaseTimes& times, double seconds);

/// Volumes of one grid and type that follow each other in time: a heart that beats, a breath, a
/// contrast agent that arrives.
struct Phases {
  std::vector<Volume> volumes;
  PhaseTimes times;
};

/// Loads the volumes of the sequence that `options.volume` is of, in their order.
/// @param rate  volumes a second where the study tells no time
/// @throws Error as `load`; out_of_memory, before anything is loaded, where they do not fit
/// together
Phases load_phases(const SeriesInfo& series, const LoadOptions& options = {}, double rate = 10.0);

/// Which volume is due: by the clock alone, so that where frames take long volumes are left out,
/// and time never runs slower. Time is given, never read, so that a test can be the clock.
class Playback {
 public:
  explicit Playback(PhaseTimes times = {});

  /// Goes on from volume `phase`, which is due at `now`; `speed` 1 is the true rate.
  void play(double now, std::size_t phase, double speed = 1.0);

  std::size_t phase(double now) const;

  /// The volumes that will be due next, the first first; as many as asked for, none twice, and not
  /// the present one.
  std::vector<std::size_t> next(double now, std::size_t count) const;

  const PhaseTimes& times() const { return times_; }

 private:
  PhaseTimes times_;
  double started_ = 0.0;
  double offset_ = 0.0;  // seconds of the study at `started_`
  double speed_ = 1.0;
};

}  // namespace volvr
