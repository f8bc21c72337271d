// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "panels/kit.h"
#include "panels/model.h"
#include "volvr/command.h"

namespace volvr::panels {

/// What a person said by a panel. `continues_gesture`: it goes on with the one before.
struct PanelCommand {
  Command command;
  bool continues_gesture = false;
};

/// What a page is made with, for one frame.
struct PageFrame {
  Kit& kit;
  const Model& model;
  std::vector<PanelCommand>& said;

  void say(Command command, bool continues = false) const {
    said.push_back({std::move(command), continues});
  }
};

/// One page of a panel. To add one: its function here, a file for it, and a row in pages.cpp.
struct Page {
  std::string_view name;
  void (*show)(const PageFrame& frame);
  bool (*is_there)(const Model& model);  ///< whether there is anything on it
};

/// All pages, in the order of the panel.
std::span<const Page> pages();

void series_page(const PageFrame& frame);
void look_page(const PageFrame& frame);
void window_page(const PageFrame& frame);
void cut_page(const PageFrame& frame);
void time_page(const PageFrame& frame);
void place_page(const PageFrame& frame);
void layers_page(const PageFrame& frame);
void settings_page(const PageFrame& frame);
void help_page(const PageFrame& frame);

}  // namespace volvr::panels
