// SPDX-License-Identifier: Apache-2.0
// volvr-render-bench: volvr's ray caster and VTK's, on the same pictures in one process.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <fstream>
#include <iostream>
#include <limits>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "bench/render_view.h"
#include "volvr/error.h"

namespace volvr::bench {

namespace {

struct Options {
  std::vector<std::string> tables{"presets", "worst"};
  std::vector<std::string> mappers{"exact", "stock", "stock-cpu", "volvr"};
  std::vector<std::string> studies;
  std::string only;
  std::string json_file;
  int repetitions = 5;
  int side = 800;
  int largest = 512;
  bool of_processors = false;
};

// Seconds on the clock, or of all processors' work: of a software renderer on a busy machine the
// latter says more.
double now(bool of_processors) {
  timespec time{};
  clock_gettime(of_processors ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_MONOTONIC, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

double median(std::vector<double> values) {
  const std::size_t middle = values.size() / 2;
  std::ranges::nth_element(values, values.begin() + static_cast<long>(middle));
  const double upper = values[middle];
  if (values.size() % 2 == 1) return upper;
  return 0.5 *
         (upper + *std::max_element(values.begin(), values.begin() + static_cast<long>(middle)));
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

// exact: volvr's, with the stock mapper's rounding and, as it has none, without shadows; fragments
// and the like: volvr's by that path; foveated: volvr's with fewer rays towards the edge; tracked:
// the same as where a headset knows what its reader looks at, here the middle.
Settings settings_for(const std::string& mapper) {
  Settings settings;
  settings.set("render.annotations", "off");
  settings.set("render.mapper", mapper.starts_with("stock") ? mapper : "volvr");
  if (mapper == "exact") settings.set("render.rounding", "stock");
  const bool is_foveated = mapper == "foveated" || mapper == "tracked";
  if (mapper == "exact" || is_foveated) settings.set("render.shadow_strength", "0");
  if (mapper == "foveated") settings.set("render.periphery", "5");
  if (mapper == "tracked") settings.set("render.periphery", "8");
  if (mapper == "tracked") settings.set("render.fovea_radius", settings.text("render.gaze_radius"));
  if (mapper == "fragments" || mapper == "processors" || mapper == "compute") {
    settings.set("render.path", mapper);
  }
  return settings;
}

constexpr double not_drawn = std::numeric_limits<double>::quiet_NaN();

/// Times are `not_drawn` of mappers that cannot draw the case on this machine.
struct Row {
  std::string name;
  std::vector<double> first;    ///< seconds to take the volume up and draw it once, for each mapper
  std::vector<double> seconds;  ///< medians of a picture
  std::optional<Difference> difference;  ///< of the first two mappers' pictures
  Work work;
};

Row measured(const RenderCase& render_case, const Options& options) {
  Row row;
  row.name = render_case.name;
  std::vector<std::unique_ptr<RenderView>> views;  // null: cannot draw it
  std::vector<Picture> pictures;
  for (const std::string& mapper : options.mappers) {
    const double start = now(options.of_processors);
    try {
      auto view = std::make_unique<RenderView>(render_case, settings_for(mapper), options.side);
      pictures.push_back(view->draw());
      views.push_back(std::move(view));
      row.first.push_back(now(options.of_processors) - start);
    } catch (const Error& error) {
      std::fprintf(stderr, "%s, %s: %s\n", render_case.name.c_str(), mapper.c_str(), error.what());
      pictures.emplace_back();
      views.push_back(nullptr);
      row.first.push_back(not_drawn);
    }
  }
  std::vector<std::vector<double>> seconds(views.size());
  for (int run = 0; run < options.repetitions; ++run) {
    for (std::size_t at = 0; at < views.size(); ++at) {
      if (!views[at]) continue;
      const double start = now(options.of_processors);
      (void)views[at]->draw();
      seconds[at].push_back(now(options.of_processors) - start);
    }
  }
  for (auto& times : seconds) row.seconds.push_back(times.empty() ? not_drawn : median(times));
  if (pictures.size() > 1 && views[0] && views[1]) {
    row.difference = difference(pictures[0], pictures[1]);
  }
  row.work = work_of(render_case, settings_for(options.mappers.front()), options.side);
  return row;
}

// Of the window's width, from picture to picture.
constexpr double drag_step = 0.004;
constexpr int pictures_to_settle = 8;

// What a drag of the transfer function adds to a picture, by the first mapper: against the same
// pictures when nothing is left to do for them, in turns, so that a busy minute of the machine
// falls on both.
void measure_drag(const RenderCase& render_case, const Options& options, nlohmann::json& all) {
  const Settings settings = settings_for(options.mappers.front());
  RenderView dragging(render_case, settings, options.side);
  RenderView resting(render_case, settings, options.side);
  const auto drawn = [&](RenderView& view) {
    const double start = now(options.of_processors);
    (void)view.draw();
    return now(options.of_processors) - start;
  };
  (void)dragging.draw();
  (void)resting.draw();
  std::vector<double> frames;
  std::vector<double> more;
  for (int step = 1; step <= 4 * options.repetitions; ++step) {
    (void)dragging.draw();  // as warm as the other is when it is timed
    dragging.drag(drag_step * step);
    const double dragged = drawn(dragging);
    resting.drag(drag_step * step);
    for (int picture = 0; picture < pictures_to_settle; ++picture) (void)resting.draw();
    frames.push_back(drawn(resting));
    more.push_back(dragged - frames.back());
  }
  const double frame = median(frames);
  const double added = median(more);
  std::printf("%-46s %9.1f %9.1f %8.1f%%\n", render_case.name.c_str(), 1e3 * frame, 1e3 * added,
              100.0 * added / frame);
  std::fflush(stdout);
  all.push_back({{"table", "drag"},
                 {"case", render_case.name},
                 {"seconds", frame},
                 {"seconds_more_after_a_drag", added}});
}

void measure_drags(const Options& options, nlohmann::json& all) {
  std::printf("\n%-46s %9s %9s %9s\n", "drag of the window: ms a picture",
              options.mappers.front().c_str(), "more", "part");
  for (const RenderCase& render_case : drag_cases(options.largest)) {
    if (render_case.name.find(options.only) == std::string::npos) continue;
    measure_drag(render_case, options, all);
  }
}

void print_head(const std::string& table, const std::vector<std::string>& mappers) {
  std::printf("\n%-46s", (table + ": ms a picture").c_str());
  for (const std::string& mapper : mappers) std::printf(" %9s", mapper.c_str());
  for (std::size_t at = 1; at < mappers.size(); ++at) std::printf(" %8s", "ratio");
  std::printf(" %6s %9s %9s %9s %9s\n", "levels", ">1 level", "Mrays/s", "Gsample/s", "1st, ms");
}

void print_number(int width, int places, double value, const char* unit) {
  if (std::isnan(value)) {
    std::printf(" %*s", width + static_cast<int>(std::strlen(unit)), "-");
  } else {
    std::printf(" %*.*f%s", width, places, value, unit);
  }
}

// Rates are those of the first mapper, and count the samples that it leaps over.
void print(const Row& row, const std::vector<std::string>& mappers) {
  std::printf("%-46s", row.name.c_str());
  for (const double seconds : row.seconds) print_number(9, 1, 1e3 * seconds, "");
  for (std::size_t at = 1; at < mappers.size(); ++at) {
    print_number(7, 2, row.seconds[at] / row.seconds[0], "x");
  }
  print_number(6, 0, row.difference ? row.difference->largest : not_drawn, "");
  print_number(8, 4, row.difference ? 100.0 * row.difference->beyond_one : not_drawn, "%");
  print_number(9, 2, 1e-6 * row.work.rays / row.seconds[0], "");
  print_number(9, 3, 1e-9 * row.work.samples / row.seconds[0], "");
  print_number(9, 1, 1e3 * row.first[0], "");
  std::printf("\n");
  std::fflush(stdout);
}

void print_sums(const std::vector<Row>& rows, const std::vector<std::string>& mappers) {
  for (std::size_t at = 1; at < mappers.size(); ++at) {
    std::vector<double> ratios;
    for (const Row& row : rows) {
      const double ratio = row.seconds[at] / row.seconds[0];
      if (!std::isnan(ratio)) ratios.push_back(ratio);
    }
    if (ratios.empty()) continue;
    std::printf("%s over %s: median %.2f, least %.2f\n", mappers[at].c_str(), mappers[0].c_str(),
                median(ratios), *std::ranges::min_element(ratios));
  }
}

std::vector<RenderCase> cases_of(const std::string& table, const Options& options) {
  std::vector<RenderCase> cases = table == "presets" ? preset_cases(options.studies)
                                  : table == "worst" ? worst_cases(options.studies)
                                  : table == "fused" ? fused_cases()
                                                     : size_cases(options.largest);
  std::erase_if(cases, [&](const RenderCase& render_case) {
    return render_case.name.find(options.only) == std::string::npos;
  });
  return cases;
}

nlohmann::json json_of(const Row& row, const std::string& table) {
  nlohmann::json json{{"table", table},         {"case", row.name},
                      {"seconds", row.seconds}, {"seconds_of_first_picture", row.first},
                      {"rays", row.work.rays},  {"samples", row.work.samples}};
  if (row.difference) {
    json["largest_difference"] = row.difference->largest;
    json["beyond_one_level"] = row.difference->beyond_one;
  }
  return json;
}

void measure(const Options& options) {
  nlohmann::json all;
  for (const std::string& table : options.tables) {
    if (table == "drag") {
      measure_drags(options, all);
      continue;
    }
    print_head(table, options.mappers);
    std::vector<Row> rows;
    for (const RenderCase& render_case : cases_of(table, options)) {
      rows.push_back(measured(render_case, options));
      print(rows.back(), options.mappers);
      all.push_back(json_of(rows.back(), table));
    }
    if (!rows.empty()) print_sums(rows, options.mappers);
  }
  if (!options.json_file.empty()) std::ofstream(options.json_file) << all.dump(1) << '\n';
}

}  // namespace

}  // namespace volvr::bench

int main(int argc, char** argv) {
  CLI::App app{"Measures volvr's ray caster beside VTK's."};
  volvr::bench::Options options;
  app.add_option(
         "--table", options.tables,
         "presets, worst (camera inside, dense translucent), fused (several in one pass), sizes "
         "(128 cubed and on), drag (of the window)")
      ->check(CLI::IsMember({"presets", "worst", "fused", "sizes", "drag"}));
  app.add_option("--largest", options.largest,
                 "voxels a side of the largest of the sizes, and of drag's")
      ->check(CLI::Range(128, 2048));
  app.add_option("--repetitions", options.repetitions, "pictures of each kind")
      ->check(CLI::PositiveNumber);
  app.add_option("--side", options.side, "pixels of a picture's side")->check(CLI::PositiveNumber);
  app.add_flag("--processor-time", options.of_processors,
               "count all processors' work, not the clock");
  app.add_option("--json", options.json_file, "write the rows to this file");
  app.add_option("--only", options.only, "only cases whose name holds this text");
  app.add_option(
      "--mappers", options.mappers,
      "which of exact, volvr, foveated, tracked, fragments, compute, processors, stock and "
      "stock-cpu; the others are divided by the first");
  app.add_option("STUDY", options.studies, "folders of studies; data-samples by default");
  CLI11_PARSE(app, argc, argv);
  try {
    volvr::bench::measure(options);
  } catch (const std::exception& error) {
    std::cerr << "volvr-render-bench: " << error.what() << '\n';
    return 1;
  }
  return 0;
}
