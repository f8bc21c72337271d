// SPDX-License-Identifier: Apache-2.0
#include "render.h"

#include <algorithm>
#include <filesystem>
#include <format>
#include <iostream>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "fused_studies.h"
#include "interruption.h"
#include "open_study.h"
#include "option_values.h"
#include "program.h"
#include "progress_line.h"
#include "text.h"
#include "volvr/appearance.h"
#include "volvr/command.h"
#include "volvr/error.h"
#include "volvr/picture.h"
#include "volvr/render.h"

namespace volvr::app {

namespace {

namespace fs = std::filesystem;

struct Options {
  std::vector<fs::path> paths;
  fs::path output;
  std::string preset;
  std::string view = "anterior";
  std::string size = "1024x1024";
  std::string series;
  std::string window;
  std::string mapper;
  std::vector<std::string> settings;
  std::vector<std::string> clips;
  int turntable = 0;
  int time = 0;
  FusionOptions fusion;
};

void require_picture_name(const fs::path& file) {
  if (file.extension() != ".png") {
    throw Error(ErrorCode::invalid_argument,
                "A picture's name ends with .png, not as " + file.string() + ".", file.string());
  }
  const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
  if (!fs::is_directory(folder)) {
    throw Error(ErrorCode::not_writable, "There is no folder " + folder.string() + " to write to.",
                file.string());
  }
}

// Each text is a command of the review without its first word: "sphere 0 0 0 40", "inverse".
std::vector<Clip> clips_of(const std::vector<std::string>& texts) {
  std::vector<Clip> clips;
  for (const std::string& text : texts) {
    clips = clips_after(std::move(clips), parse_command("clip " + text));
  }
  return clips;
}

// Everything that can be wrong with the command line is found before the study is read.
struct Request {
  explicit Request(const Options& options)
      : size(picture_size(options.size)),
        view(view_named(options.view)),
        settings(settings_of(options.settings)),
        clips(clips_of(options.clips)) {
    if (!options.mapper.empty()) settings.set("render.mapper", options.mapper);
    if (!options.preset.empty()) preset = preset_named(options.preset);
    if (!options.window.empty()) window = window_of(options.window);
    if (options.turntable == 0) require_picture_name(options.output);
    fusion.emplace(options.fusion, settings);
  }

  PictureSize size;
  View view;
  Settings settings;
  std::vector<Clip> clips;
  std::optional<Window> window;
  std::optional<Appearance> preset;
  std::optional<FusionRequest> fusion;
};

Appearance appearance_for(const Volume& volume, const Request& request) {
  const Appearance appearance = appearance_of(volume, request.preset);
  return request.window ? with_window(appearance, *request.window) : appearance;
}

void make_folder(const fs::path& folder) {
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (failed || !fs::is_directory(folder)) {
    throw Error(ErrorCode::not_writable, "The folder " + folder.string() + " cannot be made.",
                folder.string(), "create_directories");
  }
}

// Draws the pictures and gives a line that says what was written.
std::string draw_turntable(OffscreenRenderer& renderer, const Options& options, View view) {
  make_folder(options.output);
  const auto digits = std::max<std::size_t>(3, std::to_string(options.turntable - 1).size());
  ProgressLine line;
  const ProgressSink progress = line.sink();
  const auto total = static_cast<std::uint64_t>(options.turntable);
  for (int i = 0; i < options.turntable; ++i) {
    const Picture picture = renderer.draw(view, 360.0 * i / options.turntable);
    save_png(picture, options.output / std::format("{:0{}}.png", i, digits));
    if (!progress({"drawing", static_cast<std::uint64_t>(i) + 1, total, "pictures"})) {
      throw Error(ErrorCode::cancelled, "Stopped on request.");
    }
  }
  return options.output.string() + ": " + counted(total, "picture");
}

std::string draw_picture(OffscreenRenderer& renderer, const Options& options, View view) {
  const Picture picture = renderer.draw(view);
  if (interrupted()) throw Error(ErrorCode::cancelled, "Stopped on request.");
  save_png(picture, options.output);
  return options.output.string() + ": " + options.size + " pixels";
}

std::string listed(std::span<const std::string_view> names) {
  std::string text;
  for (const std::string_view name : names) text += (text.empty() ? "" : ", ") + std::string(name);
  return text;
}

ExitCode draw(const Options& options) {
  const Request request(options);
  const OpenStudy study = open_study(options.paths, options.series, options.time);
  RenderOptions picture{.width = request.size.width,
                        .height = request.size.height,
                        .view = request.view,
                        .steady = options.turntable > 0,
                        .settings = request.settings,
                        .clips = request.clips,
                        .on_message = [](std::string_view text) { warn(std::string(text)); }};
  FusedStudies with = request.fusion->load(study.volume, options.paths);
  warn_of_fused(study.volume, with.fused);
  picture.layers = std::move(with.fused.layers);
  picture.labels = std::move(with.fused.labels);
  picture.other_patients = with.fused.other_patients;
  OffscreenRenderer renderer(study.volume, appearance_for(study.volume, request), picture);
  const auto draw_all = options.turntable > 0 ? draw_turntable : draw_picture;
  const std::string written = draw_all(renderer, options, request.view);
  std::cout << study.description << '\n';
  for (const std::string& line : with.lines) std::cout << line << '\n';
  std::cout << printable(written) << '\n';
  const std::string coarse = to_text(renderer.shown());
  if (!coarse.empty()) std::cout << coarse << '\n';
  return ExitCode::done;
}

}  // namespace

void add_render_options(CLI::App& parser, std::function<ExitCode()>& work) {
  auto options = std::make_shared<Options>();
  parser.add_option("PATH", options->paths, "Folders and files of the study")->required();
  parser.add_option("-o,--out", options->output, "PNG file; a folder for --turntable")->required();
  parser.add_option(
      "--preset", options->preset,
      "How it looks: a name (volvr presets lists them) or a file of a preset; default: what "
      "suits the series best");
  parser.add_option("--view", options->view, "Side that faces the viewer: " + listed(view_names()))
      ->capture_default_str();
  parser.add_option("--size", options->size, "Pixels, WIDTHxHEIGHT")->capture_default_str();
  parser
      .add_option("--turntable", options->turntable, "So many pictures round the study, numbered")
      ->check(CLI::Range(1, 100000));
  parser.add_option("--series", options->series, "Series by number or UID; default: the largest");
  parser
      .add_option("--time", options->time,
                  "Which of the volumes that follow each other in time, from 1")
      ->check(CLI::Range(1, 1000000));
  parser.add_option("--window", options->window, "CENTRE,WIDTH in the study's units");
  parser
      .add_option("--mapper", options->mapper,
                  "Ray caster: volvr, or stock or stock-cpu (VTK's) to compare with")
      ->type_name("NAME");
  parser
      .add_option(
          "--clip", options->clips,
          "Cuts the study, millimetres of the patient (LPS): \"plane X Y Z NX NY NZ\", \"box X "
          "Y Z X2 Y2 Z2\", \"sphere X Y Z RADIUS\"; \"inverse\" turns the one before round; "
          "may be repeated")
      ->type_name("CLIP")
      ->allow_extra_args(false);
  add_fusion_options(parser, options->fusion);
  parser.add_option("--set", options->settings, "Setting NAME=VALUE; may be repeated")
      ->allow_extra_args(false);
  parser.footer("Settings:\n" + settings_help() + "\n" + exit_code_help());
  parser.callback([options, &work] { work = [options] { return draw(*options); }; });
}

}  // namespace volvr::app
