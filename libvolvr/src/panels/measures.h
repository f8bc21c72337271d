// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace volvr::panels {

/// How large a panel and what is on it are, in pixels of the panel.
struct Measures {
  int width = 0;
  int height = 0;
  double capital = 0.0;  ///< height of a capital letter
  double target = 0.0;   ///< least height of what is pressed
  bool operator==(const Measures&) const = default;

  /// What everything on the panel is laid out in: a degree where text is as large as by default.
  double unit() const { return capital / default_text_degrees; }

  static constexpr double default_text_degrees = 1.2;
};

/// How a panel in the scene is looked at.
struct HeadsetText {
  double text_degrees =
      Measures::default_text_degrees;  ///< height of a capital letter: panel.text_size
  double distance = 0.6;               ///< metres from the eyes to the panel
  double pixels_per_degree = 20.0;     ///< of the headset, in the middle of its picture
};

/// A panel in the scene: its sides in metres, and the picture that is put on it.
struct HeadsetPanel {
  double width = 0.0;
  double height = 0.0;
  Measures measures;
};

/// Metres that are seen under this angle at that distance, square before the eye.
double metres_seen_under(double degrees, double distance);

/// The panel on which a capital letter is seen under `text_degrees`, what is pressed under 2.5
/// degrees at least, and one pixel is one of the headset's. Where the headset's are too coarse for
/// letters (below 15 a degree) the panel's are finer, so that they can be read from nearer by; no
/// side has more than 3072. Text beyond 1.9 degrees leaves less room on the panel, rather than that
/// it grew beyond reach.
HeadsetPanel headset_panel(const HeadsetText& text);

/// A panel of this many pixels in a window. @param capital  pixels of a capital letter
Measures window_measures(int width, int height, double capital = 11.0);

/// Pixels of the width of a panel at the side of a window; at most 0.6 of the window.
int side_panel_width(int window_width, double capital = 11.0);

}  // namespace volvr::panels
