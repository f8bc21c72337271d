// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "panels/panel.h"
#include "render/overlay.h"
#include "screen.h"

namespace volvr {

/// The panel at the side of a desktop window. There is none where its font is not found: one
/// message says so, and the window goes on without it.
class PanelOverlay : public render::Overlay {
 public:
  PanelOverlay(CommandSink sink, std::function<void(std::string_view)> on_message);

  void set_model(const panels::Model& model);

  /// What the window shows now, and how finely: see panels::Live.
  void set_seen(const VoxelsShown& voxels, double ray_pixels, double step);

  int width(int window_width, int window_height) const override;
  bool step(const Mouse& mouse, int width, int height, double seconds) override;
  void draw(unsigned framebuffer, int x, int y) override;
  void release() override;

 private:
  double capital() const;
  bool make_panel(const panels::Measures& measures);

  CommandSink sink_;
  std::function<void(std::string_view)> on_message_;
  panels::Model model_;
  std::unique_ptr<panels::Panel> panel_;
  bool has_failed_ = false;
};

}  // namespace volvr
