// SPDX-License-Identifier: Apache-2.0
#include "surface.h"

#include <filesystem>
#include <format>
#include <fstream>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "json_text.h"
#include "open_study.h"
#include "progress_line.h"
#include "text.h"
#include "volvr/error.h"
#include "volvr/surface.h"
#include "volvr/version.h"

namespace volvr::app {

namespace {

namespace fs = std::filesystem;

struct Options {
  std::vector<fs::path> paths;
  fs::path output;
  std::optional<double> isovalue;
  std::vector<std::int64_t> labels;
  std::optional<double> smoothing;
  double reduction = 0.0;
  std::string series;
  bool json = false;
  bool overwrite = false;
};

// Everything that can be wrong with the output's name is found before the study is read.
void require_output(const Options& options) {
  const std::string ending = options.output.extension().string();
  bool known = false;
  std::string list;
  for (const std::string_view format : surface_formats()) {
    known = known || ending == "." + std::string(format);
    list += (list.empty() ? "." : ", .") + std::string(format);
  }
  if (!known) {
    throw Error(
        ErrorCode::invalid_argument,
        "A surface's name ends with one of " + list + ", not as " + options.output.string() + ".",
        options.output.string());
  }
  const fs::path folder = options.output.has_parent_path() ? options.output.parent_path() : ".";
  if (!fs::is_directory(folder)) {
    throw Error(ErrorCode::not_writable, "There is no folder " + folder.string() + " to write to.",
                options.output.string());
  }
  if (!options.overwrite && fs::exists(fs::symlink_status(options.output))) {
    throw Error(ErrorCode::not_writable,
                options.output.string() + " exists already and is not replaced.",
                options.output.string());
  }
}

Surface made_of(const Volume& volume, const Options& options, ProgressLine& line) {
  const SurfaceOptions how{options.smoothing, options.reduction, line.sink()};
  return options.isovalue ? isosurface(volume, *options.isovalue, how)
                          : label_surface(volume, options.labels, how);
}

Json recipe_json(const SurfaceRecipe& recipe) {
  Json json;
  if (recipe.isovalue) {
    json["isovalue"] = *recipe.isovalue;
    json["unit"] = recipe.unit;
  } else {
    json["labels"] = recipe.labels;
  }
  json["smoothing"] = {{"amount", recipe.smoothing},
                       {"method", "windowed sinc"},
                       {"pass_band", recipe.pass_band},
                       {"iterations", recipe.iterations},
                       {"largest_shift_mm", recipe.largest_shift}};
  json["reduction"] = {{"fraction", recipe.reduction},
                       {"method", "quadric error"},
                       {"triangles_before", recipe.triangles_before_reduction}};
  return json;
}

Json report_json(const Surface& surface, const SurfaceMeasures& measures, const Options& options) {
  const Eigen::Vector3d& at = measures.centroid;
  return {{"volvr", version},
          {"file", options.output.filename().string()},
          {"frame", "DICOM patient coordinates (LPS), millimetres"},
          {"made", recipe_json(surface.recipe)},
          {"triangles", surface.triangles.size()},
          {"points", surface.points.size()},
          {"closed", measures.closed},
          {"area_mm2", measures.area},
          {"volume_mm3", measures.volume},
          {"centroid_mm", {at.x(), at.y(), at.z()}}};
}

std::string report_text(const Surface& surface, const SurfaceMeasures& measures,
                        const Options& options) {
  const SurfaceRecipe& recipe = surface.recipe;
  std::string text =
      std::format("{}: {}, {:.5g} cm², {:.5g} ml, {}\n", options.output.string(),
                  counted(surface.triangles.size(), "triangle"), measures.area / 100.0,
                  measures.volume / 1000.0, measures.closed ? "closed" : "not closed");
  if (recipe.iterations > 0) {
    text += std::format("smoothed by {:g}: no point moved by more than {:.2g} mm\n",
                        recipe.smoothing, recipe.largest_shift);
  }
  if (recipe.reduction > 0.0) {
    text += std::format("reduced by {:g}: from {}\n", recipe.reduction,
                        counted(recipe.triangles_before_reduction, "triangle"));
  }
  return text;
}

ExitCode make(const Options& options) {
  if (options.isovalue.has_value() == !options.labels.empty()) {
    throw Error(ErrorCode::invalid_argument, "Give either --iso or --label.");
  }
  require_output(options);
  OpenStudy study = open_study(options.paths, options.series);
  ProgressLine line;
  const Surface surface = made_of(study.volume, options, line);
  study.volume = {};
  save_surface(surface, options.output, {.overwrite = options.overwrite, .progress = line.sink()});
  const SurfaceMeasures measures = measure(surface);
  line.wipe();
  if (options.json) {
    std::cout << json_text(report_json(surface, measures, options));
  } else {
    std::cout << study.description << '\n';
    std::cout << report_text(surface, measures, options);
  }
  return ExitCode::done;
}

}  // namespace

void add_surface_options(CLI::App& parser, std::function<ExitCode()>& work) {
  auto options = std::make_shared<Options>();
  parser.add_option("PATH", options->paths, "Folders and files of the study")->required();
  parser.add_option("-o,--out", options->output, "File that ends with .stl, .ply, .obj or .glb")
      ->required();
  parser.add_option("--iso", options->isovalue, "Border of all that has this value or more");
  parser
      .add_option("--label", options->labels,
                  "Border of the voxels of this label, or of several together")
      ->allow_extra_args(false);
  parser
      .add_option("--smooth", options->smoothing,
                  "Amount of smoothing, 0 to 1; default: 0 for --iso, 0.5 for --label")
      ->check(CLI::Range(0.0, 1.0));
  parser.add_option("--reduce", options->reduction, "Fraction of the triangles to take away")
      ->check(CLI::Range(0.0, 0.99));
  parser.add_option("--series", options->series, "Series by number or UID; default: the largest");
  parser.add_flag("--json", options->json, "Print JSON: what was made, and measures of it");
  parser.add_flag("--overwrite", options->overwrite, "Replace a file that exists");
  parser.footer(
      "Points are millimetres of the DICOM patient: +x left, +y posterior, +z superior. Smoothing\n"
      "moves no point by more than half a voxel along any axis. The file tells how it was made, "
      "and\n"
      "not of whom.\n\n" +
      exit_code_help());
  parser.callback([options, &work] { work = [options] { return make(*options); }; });
}

}  // namespace volvr::app
