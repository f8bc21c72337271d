// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace volvr::bench {

struct Measurement {
  double seconds = 0.0;
  std::uint64_t peak_bytes = 0;    ///< of the process; of the program that it ran, if it did
  std::uint64_t output_bytes = 0;  ///< written; 0 for none
};

/// Highest resident memory of this process so far.
std::uint64_t peak_resident_bytes();

/// Runs a program and waits for it; throws std::runtime_error if it fails. What it and its own
/// programs write to standard output and error is dropped.
/// @param allowed  exit codes that are no failure, beside 0
void run_program(const std::vector<std::string>& command, const std::vector<int>& allowed = {});

/// Highest resident memory of any program that `run_program` ran, looked at every half millisecond;
/// 0 where none was run. The programs that such a program runs itself are not in it.
std::uint64_t peak_of_programs();

/// Bytes of all files under a folder; 0 where it is absent.
std::uint64_t bytes_under(const std::filesystem::path& folder);

/// Runs a program and gives what it wrote to standard output; throws std::runtime_error if it
/// fails.
std::string output_of(const std::vector<std::string>& command);

double median(std::vector<double> values);

}  // namespace volvr::bench
