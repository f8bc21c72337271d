// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>

#include "panels/panel.h"
#include "screen.h"
#include "volvr/settings.h"
#include "xr/panel_place.h"
#include "xr/session.h"

namespace volvr {

/// The panel in a headset's scene: where it is, which hand works it, and its picture.
///
///     panel.reach(session, state);                       // before Session::commands
///     panel.step(session, model, sink);                  // after it
///     panel.draw(session);                               // before Session::draw
class HeadsetPanel {
 public:
  /// Where the panels' font is not found there is none: one message says so.
  explicit HeadsetPanel(const ViewerOptions& options);

  /// Says to the session which hands are at the panel, so that they take no study there.
  void reach(xr::Session& session, const State& state);

  /// What was said on the panel goes to `sink`.
  void step(xr::Session& session, const panels::Model& model, const CommandSink& sink);

  void draw(xr::Session& session);

  /// Takes over panel.text_size, headset.panel and headset.hand.
  void set_settings(const Settings& settings);

  /// Before the session's context goes.
  void release_graphics(xr::Session& session);

 private:
  void measure(const xr::Session& session);
  void put(const xr::Session& session);
  void choose_hand(const xr::Session& session);
  bool presses(const xr::Session& session, xr::Hand hand) const;

  std::function<void(std::string_view)> on_message_;
  Settings settings_;
  bool is_open_ = false;
  bool carried_ = false;  // above a wrist
  xr::Hand dominant_ = xr::Hand::right;
  std::optional<xr::PanelPlace> place_;  // while it is open
  xr::PanelHands hands_;
  std::array<xr::FingerPress, 2> fingers_;
  std::array<bool, 2> finger_presses_{};
  xr::Hand worker_ = xr::Hand::right;  // the hand that works it
  double pixels_per_degree_ = 0.0;     // of the headset that the panel is made for
  panels::HeadsetPanel size_;
  std::optional<panels::Panel> panel_;
  std::uint64_t drawings_ = 0;
};

}  // namespace volvr
