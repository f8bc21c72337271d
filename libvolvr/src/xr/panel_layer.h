// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openxr/openxr.h>

#include <cstdint>
#include <optional>

#include "xr/eye_window.h"
#include "xr/instance.h"
#include "xr/shown_panel.h"
#include "xr/swapchain.h"
#include "xr/watch.h"

namespace volvr::xr {

/// A panel as a layer of the runtime's own (OpenXR 1.0 specification, section 10.6, quad layers):
/// the runtime samples the panel's picture once, at the display's pixels, where that of an eye is
/// sampled and then sampled again, so letters stay sharp. It is handed over below the eyes'
/// pictures, which leave a hole for it, so that hands, lasers and the study before it hide it.
///
/// It lives as long as the session, and is to be destroyed before it.
class PanelLayer {
 public:
  /// Where the runtime takes too few layers, none is ever shown.
  PanelLayer(const Instance& instance, XrSystemId headset, XrSession session, XrSpace scene,
             Watch& watch);

  /// Takes the panel over, its picture only where it was drawn anew.
  /// @return false where the runtime refuses what this takes, or has done so before
  bool take(const ShownPanel& panel, EyeWindow& window);

  /// To be handed over below the eyes' pictures. @pre taken
  const XrCompositionLayerBaseHeader* layer() const;

 private:
  void copy(const ShownPanel& panel, EyeWindow& window);
  void place(const PanelPlace& place);

  XrSession session_;
  Watch* watch_;
  bool is_refused_;
  std::optional<Swapchain> pictures_;
  std::optional<std::uint64_t> copied_;  // the drawing
  XrCompositionLayerQuad handed_;
};

}  // namespace volvr::xr
