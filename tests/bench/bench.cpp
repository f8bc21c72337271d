// SPDX-License-Identifier: Apache-2.0
#include "bench/bench.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>

#include "bench/measure.h"
#include "support/temporary_folder.h"

namespace volvr::bench {

namespace {

namespace fs = std::filesystem;

struct Series {
  std::vector<double> seconds;
  std::uint64_t peak_bytes = 0;
  std::uint64_t output_bytes = 0;
};

Measurement measure(const Benchmark& benchmark, const fs::path& program, const fs::path& folder,
                    const Case& work, const Tool& tool) {
  std::istringstream output(output_of(
      {program.string(), benchmark.name, "--run-one", folder.string(), work.name, tool.name}));
  Measurement measurement;
  if (!(output >> measurement.seconds >> measurement.peak_bytes >> measurement.output_bytes)) {
    throw std::runtime_error("a run gave no figures");
  }
  return measurement;
}

std::vector<Series> measure_case(const Benchmark& benchmark, const fs::path& program,
                                 const fs::path& folder, const Case& work, int repetitions) {
  std::vector<Series> all(work.tools.size());
  for (int repetition = -1; repetition < repetitions; ++repetition) {
    for (std::size_t t = 0; t < work.tools.size(); ++t) {
      const Measurement one = measure(benchmark, program, folder, work, work.tools[t]);
      if (repetition < 0) continue;  // the first round warms the page cache
      all[t].seconds.push_back(one.seconds);
      all[t].peak_bytes = std::max(all[t].peak_bytes, one.peak_bytes);
      all[t].output_bytes = one.output_bytes;
    }
  }
  return all;
}

void print_case(const Case& work, const std::vector<Series>& measured) {
  constexpr double megabyte = 1e6;
  const double reference = median(measured.front().seconds);
  std::printf("\n%s\n", work.name.c_str());
  std::printf("  %-28s %10s %10s %10s %10s %8s%s%s%s\n", "tool", "median s", "min s", "max s",
              "peak MB", "ratio", work.units > 0.0 ? "  " : "", work.unit.c_str(),
              work.units > 0.0 ? " a second" : "");
  for (std::size_t t = 0; t < measured.size(); ++t) {
    const auto [least, most] = std::ranges::minmax(measured[t].seconds);
    const double middle = median(measured[t].seconds);
    std::printf("  %-28s %10.4f %10.4f %10.4f %10.1f %8.2f", work.tools[t].name.c_str(), middle,
                least, most, static_cast<double>(measured[t].peak_bytes) / megabyte,
                middle / reference);
    if (work.units > 0.0) std::printf("  %.0f", work.units / middle);
    if (measured[t].output_bytes > 0) {
      std::printf("  %.2f MB written", static_cast<double>(measured[t].output_bytes) / megabyte);
    }
    std::printf("\n");
  }
  std::fflush(stdout);
}

void add_rows(const Case& work, const std::vector<Series>& measured, nlohmann::json& rows) {
  const double reference = median(measured.front().seconds);
  for (std::size_t t = 0; t < measured.size(); ++t) {
    const double seconds = median(measured[t].seconds);
    rows.push_back({{"case", work.name},
                    {"tool", work.tools[t].name},
                    {"seconds", seconds},
                    {"peak_bytes", measured[t].peak_bytes},
                    {"output_bytes", measured[t].output_bytes},
                    {"ratio", seconds / reference}});
  }
}

template <class Range>
auto& named(Range& range, const std::string& name) {
  for (auto& item : range) {
    if (item.name == name) return item;
  }
  throw std::runtime_error("nothing is called " + name);
}

}  // namespace

int run_one(const Benchmark& benchmark, const fs::path& folder, const std::string& case_name,
            const std::string& tool_name) {
  const std::vector<Case> cases = benchmark.cases(folder);
  const Tool& tool = named(named(cases, case_name).tools, tool_name);
  if (tool.prepare) tool.prepare();
  const auto begin = std::chrono::steady_clock::now();
  tool.run();
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
  const std::uint64_t peak = peak_of_programs();
  std::printf("%.9f %llu %llu\n", taken.count(),
              static_cast<unsigned long long>(peak > 0 ? peak : peak_resident_bytes()),
              static_cast<unsigned long long>(tool.output_bytes ? tool.output_bytes() : 0));
  return 0;
}

int run_benchmark(const Benchmark& benchmark, const fs::path& program, int repetitions,
                  const fs::path& json_file) {
  const test::TemporaryFolder folder;
  if (benchmark.make_input) benchmark.make_input(folder.path());
  nlohmann::json rows = nlohmann::json::array();
  std::printf("%s: medians of %d runs, each in a process of its own, tools in turn\n",
              benchmark.name.c_str(), repetitions);
  for (const Case& work : benchmark.cases(folder.path())) {
    const auto measured = measure_case(benchmark, program, folder.path(), work, repetitions);
    print_case(work, measured);
    add_rows(work, measured, rows);
  }
  if (!json_file.empty()) {
    std::ofstream out(json_file);
    out << rows.dump(2) << '\n';
    if (!out) throw std::runtime_error("cannot write " + json_file.string());
  }
  return 0;
}

}  // namespace volvr::bench
