// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

#include "volvr/progress.h"

namespace volvr {

/// `threads` if positive, else one a processor; never more than `work` and never less than 1.
int thread_count(int threads, std::size_t work);

/// What to tell a progress sink while `parallel_for` runs.
struct ParallelProgress {
  ProgressSink sink = {};
  std::string_view stage;
  std::string_view unit;
};

/// Calls `body(i)` for every i in [0, count) from up to `threads` threads (0: one a processor), in
/// rising order a thread; from those of the caller's crew (core/crew.h) where there is one. The
/// first exception of any call is thrown again here, after all threads have stopped. @throws Error
/// cancelled if the progress sink returns false
void parallel_for(std::size_t count, int threads, const std::function<void(std::size_t)>& body,
                  const ParallelProgress& progress = {});

}  // namespace volvr
