// SPDX-License-Identifier: Apache-2.0
// volvr-render-bench: volvr's ray caster and VTK's, on the same pictures in one process.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "bench/render_cases.h"

namespace volvr::bench {

namespace {

// Seconds on the clock, or of all processors' work: of a software renderer on a busy machine the
// latter says more.
double now(bool of_processors) {
  timespec time{};
  clock_gettime(of_processors ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_MONOTONIC, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

double median(std::vector<double> values) {
  std::ranges::nth_element(values, values.begin() + static_cast<long>(values.size() / 2));
  return values[values.size() / 2];
}

struct Difference {
  int largest = 0;          ///< grey levels
  double beyond_one = 0.0;  ///< part of the pixels that differ by more than one level
};

Difference difference(const Picture& a, const Picture& b) {
  Difference result;
  std::size_t beyond = 0;
  for (std::size_t pixel = 0; pixel + 2 < a.rgb.size(); pixel += 3) {
    int worst = 0;
    for (std::size_t at = pixel; at < pixel + 3; ++at) {
      worst = std::max(worst, std::abs(int{a.rgb[at]} - int{b.rgb[at]}));
    }
    result.largest = std::max(result.largest, worst);
    beyond += worst > 1 ? 1U : 0U;
  }
  result.beyond_one = static_cast<double>(beyond) / static_cast<double>(a.rgb.size() / 3);
  return result;
}

// exact: volvr's, with the stock mapper's rounding; fragments and processors: volvr's by that path.
void use(const std::string& mapper, Settings& settings) {
  const bool is_stock = mapper.starts_with("stock");
  settings.set("render.mapper", is_stock ? mapper : "volvr");
  if (mapper == "exact") settings.set("render.rounding", "stock");
  if (mapper == "fragments" || mapper == "processors") settings.set("render.path", mapper);
}

struct Row {
  std::string name;
  std::vector<double> seconds;  ///< medians, in the order of the mappers
  Difference difference;        ///< of the first two mappers' pictures
};

Row measured(const RenderCase& render_case, const std::vector<std::string>& mappers,
             int repetitions, int side, bool of_processors) {
  std::vector<OffscreenRenderer> renderers;
  std::vector<Picture> pictures;
  for (const std::string& mapper : mappers) {
    RenderOptions options{.width = side, .height = side};
    use(mapper, options.settings);
    renderers.emplace_back(*render_case.volume, find_preset(render_case.preset), options);
    pictures.push_back(renderers.back().draw(render_case.view, render_case.yaw, render_case.pitch));
  }
  std::vector<std::vector<double>> seconds(mappers.size());
  for (int run = 0; run < repetitions; ++run) {
    for (std::size_t at = 0; at < renderers.size(); ++at) {
      const double start = now(of_processors);
      renderers[at].draw(render_case.view, render_case.yaw, render_case.pitch);
      seconds[at].push_back(now(of_processors) - start);
    }
  }
  Row row{render_case.name, {}, {}};
  for (auto& of_mapper : seconds) row.seconds.push_back(median(of_mapper));
  if (pictures.size() > 1) row.difference = difference(pictures[0], pictures[1]);
  return row;
}

void print(const Row& row, const std::vector<std::string>& mappers) {
  std::printf("%-44s", row.name.c_str());
  for (const double seconds : row.seconds) std::printf(" %9.1f", 1000.0 * seconds);
  for (std::size_t at = 1; at < mappers.size(); ++at) {
    std::printf(" %7.2fx", row.seconds[at] / row.seconds[0]);
  }
  std::printf(" %5d %8.4f%%\n", row.difference.largest, 100.0 * row.difference.beyond_one);
  std::fflush(stdout);
}

}  // namespace

}  // namespace volvr::bench

int main(int argc, char** argv) {
  using namespace volvr::bench;
  CLI::App app{"Measures volvr's ray caster beside VTK's."};
  int repetitions = 5;
  int side = 800;
  bool of_processors = false;
  std::string json_file;
  std::string only;
  std::vector<std::string> studies;
  std::vector<std::string> mappers{"exact", "stock", "stock-cpu", "volvr"};
  app.add_option("--repetitions", repetitions, "pictures of each kind")->check(CLI::PositiveNumber);
  app.add_option("--side", side, "pixels of a picture's side")->check(CLI::PositiveNumber);
  app.add_flag("--processor-time", of_processors, "count all processors' work, not the clock");
  app.add_option("--json", json_file, "write the rows to this file");
  app.add_option("--only", only, "only cases whose name holds this text");
  app.add_option("--mappers", mappers, "which, the first being what the others are divided by");
  app.add_option("STUDY", studies, "folders of studies; data-samples by default");
  CLI11_PARSE(app, argc, argv);
  try {
    std::printf("%-44s", "ms a picture");
    for (const std::string& mapper : mappers) std::printf(" %9s", mapper.c_str());
    std::printf("\n");
    nlohmann::json rows;
    std::vector<double> ratios;
    for (const RenderCase& render_case : render_cases(studies)) {
      if (render_case.name.find(only) == std::string::npos) continue;
      const Row row = measured(render_case, mappers, repetitions, side, of_processors);
      print(row, mappers);
      rows.push_back({{"case", row.name},
                      {"seconds", row.seconds},
                      {"largest_difference", row.difference.largest},
                      {"beyond_one_level", row.difference.beyond_one}});
      if (row.seconds.size() > 1) ratios.push_back(row.seconds[1] / row.seconds[0]);
    }
    if (!ratios.empty()) {
      std::printf("median ratio %.2f, least %.2f\n", median(ratios),
                  *std::ranges::min_element(ratios));
    }
    if (!json_file.empty()) std::ofstream(json_file) << rows.dump(1) << '\n';
  } catch (const std::exception& error) {
    std::cerr << "volvr-render-bench: " << error.what() << '\n';
    return 1;
  }
  return 0;
}
