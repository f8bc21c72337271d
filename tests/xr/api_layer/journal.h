// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

namespace volvr::layer {

/// Seconds of CLOCK_MONOTONIC.
double seconds_now();

/// The file of records. Each is handed to the system at once, so that none is lost with the
/// program.
class Journal {
 public:
  explicit Journal(const char* path);  ///< null: writes nothing
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  /// Adds "n" and "at" and writes the line.
  void write(nlohmann::json record);

 private:
  int file_ = -1;
  long count_ = 0;
};

}  // namespace volvr::layer
