// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openxr/openxr.h>

#include <vector>

#include "xr/actions.h"
#include "xr/binding_file.h"
#include "xr/eye_window.h"
#include "xr/instance.h"
#include "xr/panel_layer.h"
#include "xr/runtime_session.h"
#include "xr/swapchain.h"
#include "xr/watch.h"

namespace volvr::xr {

/// All that dies with a runtime, made in this order and given back in the opposite one. The window,
/// its OpenGL context and what is drawn live on, so that the next connection shows the same.
struct Connection {
  /// @param window  whose OpenGL context draws; opened here if it is not yet, once it is known that
  ///                there is a headset
  /// @param watch   of the runtime's answers; outlives this
  /// @throws Error no_runtime, no_headset, no_display, unsupported, runtime_lost
  Connection(EyeWindow& window, const std::vector<BindingFile>& bindings, Watch& watch);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  Instance instance;
  XrSystemId headset;
  RuntimeSession session;
  Actions actions;
  std::vector<Swapchain> eyes;    ///< left, right
  std::vector<Swapchain> depths;  ///< the same; empty where the runtime takes none
  PanelLayer panel;
};

}  // namespace volvr::xr
