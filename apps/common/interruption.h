// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace volvr::app {

/// From now on SIGINT and SIGTERM ask the program to stop, instead of ending it where it stands,
/// and a limit on the size of files is met as an error. One that comes two seconds after another or
/// later does end it where it stands, for a program that waits for what never comes.
void notice_interruptions();

/// Whether one of them came.
bool interrupted();

/// While it lives, the signal handler calls `then(with)`, too, which must be fit for that.
class OnInterruption {
 public:
  explicit OnInterruption(void (*then)(void*), void* with);
  ~OnInterruption();
  OnInterruption(const OnInterruption&) = delete;
  OnInterruption& operator=(const OnInterruption&) = delete;
};

}  // namespace volvr::app
