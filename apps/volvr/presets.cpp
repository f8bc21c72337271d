// SPDX-License-Identifier: Apache-2.0
#include "presets.h"

#include <algorithm>
#include <filesystem>
#include <format>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "json_text.h"
#include "program.h"
#include "text.h"
#include "volvr/appearance.h"
#include "volvr/error.h"
#include "volvr/preset_file.h"

namespace volvr::app {

namespace {

namespace fs = std::filesystem;

struct Options {
  bool json = false;
  bool overwrite = false;
  fs::path from;
  std::vector<std::string> to;  // a name and a file
};

struct Listed {
  Appearance preset;
  std::string_view source;
};

void warn_of(const LoadedPresets& loaded) {
  for (const std::string& message : loaded.messages) warn(message);
}

// The built-in presets, then the user's.
std::vector<Listed> all_presets() {
  std::vector<Listed> all;
  for (const Appearance& preset : presets()) all.push_back({preset, "built-in"});
  try {
    LoadedPresets own = user_presets();
    warn_of(own);
    for (Appearance& preset : own.presets) all.push_back({std::move(preset), "user"});
  } catch (const Error& error) {
    warn(error.what());
  }
  return all;
}

std::string joined(const std::vector<std::string>& words, std::size_t most) {
  std::string text;
  for (std::size_t i = 0; i < std::min(words.size(), most); ++i) {
    text += (text.empty() ? "" : " ") + words[i];
  }
  return words.size() > most ? text + " ..." : text;
}

void print_table() {
  constexpr std::string_view row = "{:<20} {:<28} {:<9} {:<10} {:<9} {}\n";
  constexpr std::size_t most_parts = 4;
  std::cout << std::format(row, "NAME", "TITLE", "MODALITY", "TECHNIQUE", "SOURCE", "BODY PARTS");
  for (const auto& [preset, source] : all_presets()) {
    std::cout << std::format(
        row, preset.name, printable(preset.title), printable(joined(preset.modalities, most_parts)),
        to_string(preset.technique), source, printable(joined(preset.body_parts, most_parts)));
  }
}

void print_json() {
  Json list = Json::array();
  for (const auto& [preset, source] : all_presets()) {
    list.push_back({{"name", preset.name},
                    {"title", preset.title},
                    {"source", source},
                    {"modalities", preset.modalities},
                    {"body_parts", preset.body_parts},
                    {"technique", to_string(preset.technique)}});
  }
  std::cout << json_text(list);
}

void import_presets(const Options& options) {
  const LoadedPresets loaded = load_presets(options.from);
  const fs::path folder = user_preset_folder();
  keep_presets(loaded.presets, folder, {.overwrite = options.overwrite});
  warn_of(loaded);
  for (const Appearance& preset : loaded.presets) std::cout << preset.name << '\n';
  std::cout << printable(folder.string()) << ": " << counted(loaded.presets.size(), "preset")
            << '\n';
}

void export_preset(const Options& options) {
  const LoadedPresets found = preset_from(options.to.front());
  save_presets(options.to.back(), found.presets, {.overwrite = options.overwrite});
  warn_of(found);
  std::cout << printable(options.to.back()) << ": " << found.presets.front().name << '\n';
}

ExitCode work_with_presets(const Options& options) {
  if (!options.from.empty()) {
    import_presets(options);
  } else if (!options.to.empty()) {
    export_preset(options);
  } else {
    options.json ? print_json() : print_table();
  }
  return ExitCode::done;
}

}  // namespace

void add_presets(CLI::App& parser, std::function<ExitCode()>& work) {
  auto options = std::make_shared<Options>();
  CLI::App* verb = parser.add_subcommand("presets", "The presets: how volumes can look");
  auto* json = verb->add_flag(
      "--json", options->json,
      "Print JSON: name, title, source, modalities, body parts and technique of each");
  auto* from = verb->add_option(
      "--import", options->from,
      "Keep the presets of a file among one's own: JSON, or 3D Slicer's .vp.json, .vp and XML");
  auto* to = verb->add_option("--export", options->to, "NAME FILE: write a preset as JSON")
                 ->expected(2)
                 ->type_name("NAME FILE");
  verb->add_flag("--overwrite", options->overwrite, "Replace files that exist");
  from->excludes(json);
  from->excludes(to);
  to->excludes(json);
  verb->footer(
      "Own presets lie in $XDG_CONFIG_HOME/volvr/presets, else ~/.config/volvr/presets, one JSON\n"
      "file each; render takes them by name.\n\n" +
      exit_code_help());
  verb->callback([options, &work] { work = [options] { return work_with_presets(*options); }; });
}

}  // namespace volvr::app
