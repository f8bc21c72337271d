// SPDX-License-Identifier: Apache-2.0
#include "panel_overlay.h"

#include <string>
#include <utility>
#include <vector>

#include "render/gestures.h"
#include "volvr/error.h"

namespace volvr {

namespace {

constexpr double usual_capital = 11.0;  // pixels

std::vector<panels::ControlLine> mouse_and_keys() {
  std::vector<panels::ControlLine> lines;
  for (const render::GestureHelp& help : render::gesture_help()) {
    lines.push_back({std::string(help.part), std::string(help.title), std::string(help.does)});
  }
  return lines;
}

}  // namespace

PanelOverlay::PanelOverlay(CommandSink sink, std::function<void(std::string_view)> on_message)
    : sink_(std::move(sink)), on_message_(std::move(on_message)) {
  model_.live.controls = mouse_and_keys();
}

void PanelOverlay::set_model(const panels::Model& model) {
  panels::Live live = std::move(model_.live);
  model_ = model;
  model_.live = std::move(live);
}

void PanelOverlay::set_seen(const VoxelsShown& voxels, double ray_pixels, double step) {
  model_.live.voxels = voxels;
  model_.live.ray_pixels = ray_pixels;
  model_.live.step = step;
}

double PanelOverlay::capital() const {
  return usual_capital * model_.settings.number("panel.text_size") /
         panels::Measures::default_text_degrees;
}

int PanelOverlay::width(int window_width, int) const {
  return model_.state.panel && !has_failed_ ? panels::side_panel_width(window_width, capital()) : 0;
}

bool PanelOverlay::make_panel(const panels::Measures& measures) {
  if (panel_ || has_failed_) return panel_ != nullptr;
  try {
    panel_ = std::make_unique<panels::Panel>(panels::PanelOptions{.measures = measures});
  } catch (const Error& error) {
    has_failed_ = true;
    if (on_message_) on_message_(error.what());
  }
  return panel_ != nullptr;
}

bool PanelOverlay::step(const Mouse& mouse, int width, int height, double seconds) {
  const panels::Measures measures = panels::window_measures(width, height, capital());
  if (!make_panel(measures)) return false;
  panel_->resize(measures);
  panels::Pointer pointer{.at = {}, .pressed = mouse.pressed, .scroll = mouse.scroll};
  if (mouse.at) pointer.at = mouse.at->cwiseQuotient(Eigen::Vector2d(width, height));
  for (const auto& [command, continues] : panel_->step(model_, pointer, seconds)) {
    sink_(command, continues);
  }
  return panel_->needs_drawing();
}

void PanelOverlay::draw(unsigned framebuffer, int x, int y) {
  if (!panel_) return;
  try {
    if (panel_->needs_drawing()) panel_->draw();
    panel_->copy_to(framebuffer, x, y);
  } catch (const Error& error) {  // the study is to be seen all the same
    has_failed_ = true;
    if (on_message_) on_message_(error.what());
  }
}

void PanelOverlay::release() {
  if (panel_) panel_->release_graphics();
}

}  // namespace volvr
