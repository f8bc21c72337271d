// SPDX-License-Identifier: Apache-2.0
#include "xr/panel_view.h"

namespace volvr::xr {

void PanelView::add_to(vtkRenderer* renderer) {
  quad_.add_to(renderer);
  hole_.add_to(renderer);
}

// A runtime shows nothing of a layer from behind.
const XrCompositionLayerBaseHeader* PanelView::prepare(const EyeViews& views, PanelLayer& layer,
                                                       EyeWindow& window) {
  const bool as_layer = panel_ && wants_layer_ && is_seen_from_before(panel_->place, views) &&
                        layer.take(*panel_, window);
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
