// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace volvr::bench {

struct Measurement {
  double seconds = 0.0;
  std::uint64_t peak_bytes = 0;  ///< of the whole process
};

/// Highest resident memory of this process so far.
std::uint64_t peak_resident_bytes();

/// Runs a program and gives what it wrote to standard output; throws std::runtime_error if it
/// fails.
std::string output_of(const std::vector<std::string>& command);

double median(std::vector<double> values);

}  // namespace volvr::bench
