// SPDX-License-Identifier: Apache-2.0
#include "xr/panel_view.h"

#include <algorithm>

namespace volvr::xr {

bool is_before(const PanelPlace& place, const EyeViews& views) {
  return std::ranges::all_of(views, [&](const EyeView& view) {
    return (place.scene_from_panel.inverse() * view.scene_from_eye.translation()).z() > 0.0;
  });
}

void PanelView::add_to(vtkRenderer* renderer) {
  quad_.add_to(renderer);
  hole_.add_to(renderer);
}

const XrCompositionLayerBaseHeader* PanelView::prepare(const EyeViews& views, PanelLayer& layer,
                                                       EyeWindow& window) {
  const bool as_layer =
      panel_ && wants_layer_ && is_before(panel_->place, views) && layer.take(*panel_, window);
  hole_.open(as_layer);
  quad_.show(panel_ && !as_layer ? panel_->texture : 0);
  window.set_behind(as_layer ? panel_ : std::nullopt);
  if (!panel_) return nullptr;
  const PanelPlace& place = panel_->place;
  hole_.place(place.scene_from_panel, place.width, place.height);
  quad_.place(place.scene_from_panel, place.width, place.height);
  return as_layer ? layer.layer() : nullptr;
}

}  // namespace volvr::xr
