// SPDX-License-Identifier: Apache-2.0
#include "xr/panel_layer.h"

#include "volvr/error.h"
#include "xr/openxr_call.h"

namespace volvr::xr {

namespace {

constexpr std::uint32_t layers_at_once = 3;  // the room, the panel, the eyes' pictures

bool takes_layers(const Instance& instance, XrSystemId headset) {
  auto properties = typed<XrSystemProperties>(XR_TYPE_SYSTEM_PROPERTIES);
  check(xrGetSystemProperties(instance.handle(), headset, &properties), "xrGetSystemProperties");
  return properties.graphicsProperties.maxLayerCount >= layers_at_once;
}

}  // namespace

PanelLayer::PanelLayer(const Instance& instance, XrSystemId headset, XrSession session,
                       XrSpace scene, Watch& watch)
    : session_(session),
      watch_(&watch),
      is_refused_(!takes_layers(instance, headset)),
      handed_(typed<XrCompositionLayerQuad>(XR_TYPE_COMPOSITION_LAYER_QUAD)) {
  handed_.space = scene;
  handed_.eyeVisibility = XR_EYE_VISIBILITY_BOTH;
}

bool PanelLayer::take(const ShownPanel& panel, EyeWindow& window) {
  if (is_refused_) return false;
  try {
    copy(panel, window);
  } catch (const Error&) {  // a runtime that is gone says so again when the frame is handed over
    is_refused_ = true;
    pictures_.reset();
    return false;
  }
  handed_.subImage = pictures_->picture();
  place(panel.place);
  return true;
}

void PanelLayer::copy(const ShownPanel& panel, EyeWindow& window) {
  const EyeSize size{panel.width + 2 * PanelPixels::margin, panel.height + 2 * PanelPixels::margin};
  if (!pictures_ || !(pictures_->size() == size)) {
    pictures_.reset();
    copied_.reset();
    watch_->during([&] { pictures_.emplace(session_, size, *watch_); });
  }
  if (copied_ == panel.drawing) return;
  const std::uint32_t texture = pictures_->acquire();
  window.copy_panel(panel, texture);
  pictures_->release();
  copied_ = panel.drawing;
}

// The margin lies around the panel.
void PanelLayer::place(const PanelPlace& place) {
  handed_.pose = xr_pose(place.scene_from_panel);
  const EyeSize size = pictures_->size();
  handed_.size.width =
      static_cast<float>(place.width * size.width / (size.width - 2 * PanelPixels::margin));
  handed_.size.height =
      static_cast<float>(place.height * size.height / (size.height - 2 * PanelPixels::margin));
}

const XrCompositionLayerBaseHeader* PanelLayer::layer() const {
  return reinterpret_cast<const XrCompositionLayerBaseHeader*>(&handed_);
}

}  // namespace volvr::xr
