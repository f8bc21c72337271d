// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <map>
#include <vector>

#include "render/caster/ray_programs.h"

namespace volvr::render {

/// Which of a GPU's two ways to cast rays is the faster one, found by trying both in turn on the
/// pictures that are wanted anyway. What was found is kept for each kind of program, and tried
/// again the more rarely the clearer it was, as the slower way may make a picture late.
/// Times come when the GPU has them; nothing waits for them. `now` is in seconds, of any origin.
class PathChoice {
 public:
  struct Options {
    int pictures = 3;       ///< timed on either way, of which the middle one counts
    double recheck = 30.0;  ///< seconds until two equally fast ways are compared again
    double longest = 600.0;
    double patience = 1.0;   ///< seconds until a time that does not come is given up
    double advantage = 0.9;  ///< part of the time that the other way must not exceed to be taken
    double clear = 2.0;      ///< times faster: a new kind then begins without being measured
  };

  struct Plan {
    bool compute = true;
    bool timed = false;  ///< `measured` wants to hear how long it took
  };

  PathChoice() = default;
  explicit PathChoice(const Options& options) : options_(options) {}

  /// How the next picture of a kind shall be drawn. The key's `compute` counts for nothing.
  Plan next(ProgramKey kind, double now);

  /// A timed picture took so long a pixel. Each way's first time is not counted: drivers finish a
  /// program when it is first used. A time below 0 was not taken after all.
  void measured(ProgramKey kind, bool compute, double seconds_a_pixel, double now);

 private:
  struct Way {
    int planned = 0;
    bool warm = false;
    std::vector<double> times;
  };
  struct Kind {
    std::array<Way, 2> ways;  // fragments, compute
    bool decided = false;     // at least once
    bool measuring = true;
    bool compute = true;
    double ratio = 1.0;  // how much faster the chosen one is
    double since = 0.0;  // of the last plan or decision
  };

  Kind& kind_of(const ProgramKey& kind, double now);
  int wanted(const Way& way) const { return options_.pictures + (way.warm ? 0 : 1); }
  void begin(Kind& kind) const;
  void decide(Kind& kind, double now);

  Options options_;
  std::map<ProgramKey, Kind> kinds_;
  Kind last_;  // as it was decided last
};

}  // namespace volvr::render
