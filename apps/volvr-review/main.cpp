// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <format>
#include <iostream>
#include <string>
#include <vector>

#include "display_choice.h"
#include "fused_studies.h"
#include "interruption.h"
#include "offer_series.h"
#include "open_study.h"
#include "option_values.h"
#include "program.h"
#include "report_file.h"
#include "volvr/appearance.h"
#include "volvr/command.h"
#include "volvr/preset_file.h"
#include "volvr/version.h"

namespace volvr::app {

namespace {

struct Options {
  std::vector<std::filesystem::path> paths;
  std::string display;
  std::string preset;
  std::string series;
  std::filesystem::path script;
  std::filesystem::path report;
  std::filesystem::path frame_log;
  std::vector<std::string> settings;
  std::string size = "1280x960";
  std::string settings_wish;  // empty or "list"
  FusionOptions fusion;
};

void run_until_done(Viewer& viewer) {
  const OnInterruption quit([](void* one) { static_cast<Viewer*>(one)->request_quit(); }, &viewer);
  if (interrupted()) viewer.request_quit();
  viewer.run();
}

void save_frames(const FrameLog& frames, const ViewerReport& report,
                 const std::filesystem::path& file) {
  save_frame_log(frames,
                 {.display = report.display,
                  .graphics = report.graphics,
                  .width = report.width,
                  .height = report.height},
                 file);
}

// However the session ends, the report and the log of frames say how it went.
void run_and_report(Viewer& viewer, const FrameLog& frames, const Options& options,
                    const std::string& loaded) {
  const auto report = [&] {
    if (!options.frame_log.empty()) save_frames(frames, viewer.report(), options.frame_log);
    if (!options.report.empty()) write_report(viewer.report(), loaded, options.report);
  };
  try {
    run_until_done(viewer);
  } catch (const Error&) {
    report();
    throw;
  }
  report();
}

ExitCode review(const Options& options) {
  // What is wrong with the command line is found before the study is read.
  const PictureSize size = picture_size(options.size);
  const Settings settings = settings_of(options.settings);
  if (!options.preset.empty()) (void)preset_from(options.preset);
  const FusionRequest fusion(options.fusion, settings);
  if (!options.frame_log.empty()) require_frame_log_place(options.frame_log);
  std::vector<Command> commands;
  if (!options.script.empty()) commands = read_script(options.script);
  const Display display = choose_display(options.display);

  const OpenPhases study =
      open_phases(options.paths, options.series, settings.number("render.phase_rate"));
  const FusedStudies with = fusion.load(study.phases.volumes.front(), options.paths);
  std::cout << study.description << std::endl;
  for (const std::string& line : with.lines) std::cout << line << std::endl;
  FrameLog frames;
  Viewer viewer(display, {.width = size.width,
                          .height = size.height,
                          .preset = options.preset,
                          .settings = settings,
                          .on_message = [](std::string_view sentence) {
                            std::cout << sentence << std::endl;
                          },
                          .frame_log = options.frame_log.empty() ? nullptr : &frames});
  viewer.show(study.phases, with.fused);
  Offer offer = offer_series(study.catalog, study.uid, settings.number("render.phase_rate"));
  viewer.offer(std::move(offer.series), offer.shown);
  viewer.enqueue(commands);
  run_and_report(viewer, frames, options, study.description);
  return interrupted() ? ExitCode::interrupted : ExitCode::done;
}

ExitCode list_settings() {
  std::cout << settings_help();
  return ExitCode::done;
}

std::string commands_text() {
  std::string text = "Commands, for --script (one a line, # begins a comment):\n";
  for (const auto& [form, help] : command_help()) text += std::format("  {:<38} {}\n", form, help);
  return text;
}

void add_options(CLI::App& parser, Options& options) {
  auto* paths = parser.add_option("STUDY", options.paths, "Folders and files of the study");
  parser.add_option("--display", options.display, "Where it is shown; default: the headset")
      ->check(CLI::IsMember({"headset", "window", "offscreen"}));
  parser.add_option(
      "--preset", options.preset,
      "How it looks: a name (volvr presets lists them) or a file of a preset; default: what "
      "suits the series best");
  parser.add_option("--series", options.series, "Series by number or UID; default: the largest");
  add_fusion_options(parser, options.fusion);
  parser.add_option("--script", options.script, "File of commands to carry out");
  parser.add_option("--set", options.settings, "Setting NAME=VALUE; may be repeated")
      ->allow_extra_args(false);
  parser.add_option("--report", options.report, "File for how the session went, as JSON");
  parser.add_option("--frame-log", options.frame_log,
                    "CSV file for how each frame was drawn, and a page of curves beside it (.html); "
                    "of the last ten minutes");
  parser.add_option("--size", options.size, "Pixels of window or offscreen pictures, WIDTHxHEIGHT")
      ->capture_default_str();
  parser.add_option("--settings", options.settings_wish, "list: prints the settings and ends")
      ->check(CLI::IsMember({"list"}))
      ->excludes(paths);
  parser.set_version_flag("--version", std::string("volvr-review ") + version);
  parser.footer(commands_text() + "\n" + exit_code_help());
}

}  // namespace

}  // namespace volvr::app

int main(int count, char** arguments) {
  using namespace volvr::app;
  CLI::App parser("Shows a study in a headset, in a window, or into pictures", "volvr-review");
  Options options;
  add_options(parser, options);
  return run_program(parser, count, arguments, [&] {
    if (!options.settings_wish.empty()) return list_settings();
    if (options.paths.empty()) {
      throw volvr::Error(volvr::ErrorCode::invalid_argument,
                         "A study is needed: volvr-review STUDY; --help tells more.");
    }
    return review(options);
  });
}
