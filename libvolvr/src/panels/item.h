// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Geometry>
#include <string>

namespace volvr::panels {

enum class ItemKind { button, toggle, slider, pad, tile, text };

/// One thing on a panel, as it was drawn last: for tests, and for whoever reads the panel aloud.
struct Item {
  ItemKind kind = ItemKind::button;
  std::string label;  ///< what it is called; of a text, the text
  std::string value;  ///< what it stands at: "on", "400 HU"; may be empty
  bool enabled = true;
  bool on = false;  ///< chosen or switched on
  /// Pixels from the panel's upper left corner; empty where it is scrolled out of sight.
  Eigen::AlignedBox2d place;
};

}  // namespace volvr::panels
