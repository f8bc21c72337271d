// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ctime>

namespace volvr {

/// Processor time of this thread, seconds: no waiting for runtime, GPU or display is in it.
inline double thread_seconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

}  // namespace volvr
