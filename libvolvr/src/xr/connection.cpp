// SPDX-License-Identifier: Apache-2.0
#include "xr/connection.h"

#include <utility>

#include "xr/gl_binding.h"

namespace volvr::xr {

namespace {

XrSystemId headset_and_graphics(const Instance& instance, EyeWindow& window) {
  const XrSystemId headset = instance.find_headset();
  require_x_display();
  window.Initialize();
  window.MakeCurrent();
  return headset;
}

}  // namespace

Connection::Connection(EyeWindow& window, const std::vector<BindingFile>& bindings, Watch& watch)
    : headset(headset_and_graphics(instance, window)),
      session(instance, headset),
      actions(instance, session.handle(), bindings, instance.tracks_eyes(headset)),
      panel(instance, headset, session.handle(), session.scene_space(), watch) {
  for (int eye = 0; eye < 2; ++eye) {
    eyes.emplace_back(session.handle(), session.recommended_size(), watch);
  }
  if (!instance.has("XR_KHR_composition_layer_depth")) return;
  for (int eye = 0; eye < 2; ++eye) {
    auto made = Swapchain::of_depths(session.handle(), session.recommended_size(), watch);
    if (made) depths.push_back(std::move(*made));
  }
}

}  // namespace volvr::xr
