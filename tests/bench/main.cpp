// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <exception>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "bench/bench.h"

namespace {

std::vector<volvr::bench::Benchmark> benchmarks() {
  return {volvr::bench::convert_benchmark(), volvr::bench::load_benchmark(),
          volvr::bench::scan_benchmark()};
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Measures volvr and its peers side by side."};
  std::string json_file;
  int repetitions = 7;
  std::vector<std::string> one;  // folder, case, tool: how the program calls itself
  app.add_option("--json", json_file, "write the rows to this file");
  app.add_option("--repetitions", repetitions, "runs of each tool")->check(CLI::PositiveNumber);
  app.add_option("--run-one", one)->expected(3)->group("");
  app.require_subcommand(1);
  app.fallthrough();
  const auto all = benchmarks();
  for (const auto& benchmark : all) app.add_subcommand(benchmark.name);
  CLI11_PARSE(app, argc, argv);
  const std::string chosen = app.get_subcommands().front()->get_name();
  try {
    for (const auto& benchmark : all) {
      if (benchmark.name != chosen) continue;
      if (one.size() == 3) return volvr::bench::run_one(benchmark, one[0], one[1], one[2]);
      return volvr::bench::run_benchmark(benchmark, std::filesystem::read_symlink("/proc/self/exe"),
                                         repetitions, json_file);
    }
  } catch (const std::exception& error) {
    std::cerr << "volvr-bench: " << error.what() << '\n';
  }
  return 1;
}
