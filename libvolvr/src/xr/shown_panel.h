// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "xr/panel_place.h"

namespace volvr::xr {

/// A panel that the eyes are to see, and the picture on it, which somebody else draws.
struct ShownPanel {
  PanelPlace place;
  /// OpenGL's name in the session's context: RGBA without transparency, the numbers sRGB as
  /// displayed, its first row the lowest, no repetition at its edges.
  unsigned texture = 0;
  int width = 0;  ///< of the texture, pixels
  int height = 0;
  std::uint64_t drawing = 0;  ///< another number whenever the texture was drawn anew
};

}  // namespace volvr::xr
