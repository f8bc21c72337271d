// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "panels/item.h"
#include "panels/measures.h"
#include "panels/model.h"
#include "panels/pages.h"
#include "panels/pointer.h"
#include "volvr/picture.h"

namespace volvr::panels {

struct PanelOptions {
  Measures measures;
  std::filesystem::path font = {};  ///< empty: find_font()
};

/// The user interface: one flat panel with pages, wherever it is put.
///
///     Panel panel({.measures = headset_panel({.pixels_per_degree = 21}).measures});
///     for (const auto& [command, continues] : panel.step(model, pointer, seconds)) sink(command,
///     continues); if (panel.needs_drawing()) panel.draw();               // with the OpenGL
///     context current panel.copy_to(swapchain_framebuffer, 0, 0);            // or panel.texture()
///     on a quad
///
/// It says commands and changes nothing itself. Several can live in one process and thread; each
/// keeps to itself: no file, no clipboard, no locale, and OpenGL as it was.
class Panel {
 public:
  /// @throws Error not_found, not_readable, malformed (the font)
  explicit Panel(const PanelOptions& options);
  ~Panel();  ///< what is in the OpenGL context goes by `release_graphics` alone
  Panel(const Panel&) = delete;
  Panel& operator=(const Panel&) = delete;

  void resize(const Measures& measures);
  const Measures& measures() const;

  /// One frame of it. Needs no OpenGL context, and does nothing while nothing has changed.
  /// @param seconds  since the last step
  /// @return what was said, in order
  std::vector<PanelCommand> step(const Model& model, const Pointer& pointer, double seconds);

  /// Whether a step is due though model and pointer stay the same: something is still held.
  bool wants_another_frame() const;

  /// Whether the picture differs from what was drawn last.
  bool needs_drawing() const;

  /// Draws into the panel's own texture, after `step`. The context must be current, as for the
  /// rest.
  /// @param mipmaps  for a texture that is seen from the side or from afar
  /// @throws Error unsupported
  void draw(bool mipmaps = false);

  /// OpenGL's name: RGBA, the numbers are sRGB as displayed, its first row is the lowest; 0 before
  /// `draw`.
  unsigned texture() const;
  Eigen::Vector2i texture_size() const;  ///< width and height, as it was drawn last

  /// Copies what was drawn, pixel by pixel. @param x, y  of the lower left corner
  void copy_to(unsigned framebuffer, int x, int y) const;

  /// What was drawn last.
  Picture picture() const;

  /// Gives back what is in the context, before that goes. `draw` makes it anew.
  void release_graphics();

  /// Everything on it, as of the last step.
  const std::vector<Item>& items() const;
  const Item* find(std::string_view label) const;  ///< the first of that label; null without one

  /// The page that is open, and opening one by its name; an unknown one changes nothing.
  std::string_view page() const;
  void open_page(std::string_view name);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace volvr::panels
