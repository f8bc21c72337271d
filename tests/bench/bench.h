// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace volvr::bench {

/// One way to do a case's work. Each run happens in a process of its own, so that the peak of its
/// memory is its own.
struct Tool {
  std::string name;
  std::function<void()> run;           ///< what is timed
  std::function<void()> prepare = {};  ///< done before it in the same process, not timed
  std::function<std::uint64_t()> output_bytes = {};  ///< of what it wrote; empty: it writes nothing
};

/// The same work for several tools. Ratios are to the first tool, which is volvr's.
struct Case {
  std::string name;
  std::vector<Tool> tools;
  double units = 0.0;     ///< of work in one run, for a rate; 0 for none
  std::string unit = {};  ///< "files", "MB"
};

struct Benchmark {
  std::string name;
  /// Makes the input under a folder; once, before all runs. May be empty.
  std::function<void(const std::filesystem::path& folder)> make_input;
  /// The cases over that input. Called in every process; must not do the work.
  std::function<std::vector<Case>(const std::filesystem::path& folder)> cases;
};

/// The benchmarks of this program: one function for each file of this folder.
Benchmark convert_benchmark();
Benchmark load_benchmark();
Benchmark scan_benchmark();

/// Runs every tool of every case `repetitions` times, interleaved, after one run to warm up; prints
/// a table of medians and, where asked for, writes the rows as JSON.
/// @return 0, or 1 where a run failed
int run_benchmark(const Benchmark& benchmark, const std::filesystem::path& program, int repetitions,
                  const std::filesystem::path& json_file);

/// The inside of one run's process: does it and writes seconds, peak bytes and bytes written to
/// standard output.
int run_one(const Benchmark& benchmark, const std::filesystem::path& folder,
            const std::string& case_name, const std::string& tool_name);

}  // namespace volvr::bench
