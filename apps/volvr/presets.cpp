// SPDX-License-Identifier: Apache-2.0
#include "presets.h"

#include <format>
#include <iostream>
#include <memory>
#include <string>

#include "json_text.h"
#include "volvr/appearance.h"

namespace volvr::app {

namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

void print_table() {
  constexpr std::string_view row = "{:<20} {:<34} {:<10} {}\n";
  std::cout << std::format(row, "NAME", "TITLE", "MODALITY", "TECHNIQUE");
  for (const Appearance& preset : presets()) {
    std::cout << std::format(row, preset.name, preset.title, joined(preset.modalities),
                             to_string(preset.technique));
  }
}

void print_json() {
  Json list = Json::array();
  for (const Appearance& preset : presets()) {
    list.push_back({{"name", preset.name},
                    {"title", preset.title},
                    {"modalities", preset.modalities},
                    {"technique", to_string(preset.technique)}});
  }
  std::cout << json_text(list);
}

}  // namespace

void add_presets(CLI::App& parser, std::function<ExitCode()>& work) {
  auto json = std::make_shared<bool>(false);
  CLI::App* verb = parser.add_subcommand("presets", "The presets: how volumes can look");
  verb->add_flag("--json", *json, "Print JSON: name, title, modalities and technique of each");
  verb->callback([json, &work] {
    work = [json] {
      *json ? print_json() : print_table();
      return ExitCode::done;
    };
  });
}

}  // namespace volvr::app
