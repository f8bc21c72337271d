// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openxr/openxr.h>

#include <optional>

#include "render/hole.h"
#include "render/texture_quad.h"
#include "xr/eye_view.h"
#include "xr/eye_window.h"
#include "xr/panel_layer.h"
#include "xr/shown_panel.h"

namespace volvr::xr {

/// A panel in the eyes' scene: the runtime's own layer, seen through a hole, or where that cannot
/// be a rectangle with its picture.
class PanelView {
 public:
  void add_to(vtkRenderer* renderer);

  /// headset.panel_layer
  void want_layer(bool on) { wants_layer_ = on; }

  /// From the next frame on; nothing: none.
  void show(const std::optional<ShownPanel>& panel) { panel_ = panel; }

  /// To be called before a frame's eyes are drawn.
  /// @return what is to be handed over below their pictures; null: nothing
  const XrCompositionLayerBaseHeader* prepare(const EyeViews& views, PanelLayer& layer,
                                              EyeWindow& window);

 private:
  bool wants_layer_ = true;
  std::optional<ShownPanel> panel_;
  render::TextureQuad quad_;
  render::Hole hole_;
};

}  // namespace volvr::xr
