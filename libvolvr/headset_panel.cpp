// SPDX-License-Identifier: Apache-2.0
#include "headset_panel.h"

#include <cmath>
#include <numbers>

#include "volvr/error.h"

namespace volvr {

namespace {

constexpr double distance = 0.6;         // metres: arm's length
constexpr double searching_laser = 1.0;  // metres, of the hand that would work the panel
constexpr double radians = std::numbers::pi / 180.0;

// In the middle of an eye's picture.
double pixels_a_degree(const xr::EyeView& view, int width) {
  return width / (std::tan(view.fov.right) - std::tan(view.fov.left)) * std::tan(radians);
}

}  // namespace

HeadsetPanel::HeadsetPanel(const ViewerOptions& options) : on_message_(options.on_message) {
  set_settings(options.settings);
}

// A panel on which a setting is changed stays under the hand that changes it.
void HeadsetPanel::set_settings(const Settings& settings) {
  settings_ = settings;
  const bool carried = settings.text("headset.panel") == "wrist";
  const xr::Hand dominant =
      settings.text("headset.hand") == "left" ? xr::Hand::left : xr::Hand::right;
  if (carried != carried_ || dominant != dominant_) place_.reset();
  carried_ = carried;
  dominant_ = dominant;
  pixels_per_degree_ = 0.0;
}

// A headset that comes back may be another one.
void HeadsetPanel::measure(const xr::Session& session) {
  const double pixels = pixels_a_degree(session.views().front(), session.eye_width());
  if (pixels == pixels_per_degree_) return;
  pixels_per_degree_ = pixels;
  size_ = panels::headset_panel({.text_degrees = settings_.number("panel.text_size"),
                                 .distance = distance,
                                 .pixels_per_degree = pixels});
  if (place_) {
    place_->width = size_.width;
    place_->height = size_.height;
  }
  if (panel_) return panel_->resize(size_.measures);
  try {
    panel_.emplace(panels::PanelOptions{.measures = size_.measures});
  } catch (const Error& error) {
    if (on_message_) on_message_(error.what());
  }
}

void HeadsetPanel::put(const xr::Session& session) {
  const auto head = session.scene_from_head();
  if (!head) return;
  const auto& carrier = session.input().hand(xr::other(dominant_)).scene_from_hand;
  if (carried_ && carrier) {
    place_ = xr::wrist_place(*head, *carrier, size_.width, size_.height, distance);
  } else if (!place_) {
    place_ = xr::floating_place(*head, dominant_, size_.width, size_.height, distance);
  }
}

void HeadsetPanel::reach(xr::Session& session, const State& state) {
  if (state.panel && !is_open_ && !carried_) place_.reset();
  is_open_ = state.panel;
  hands_ = {};
  if (is_open_ && session.is_connected() && session.scene_from_head()) {
    measure(session);
    put(session);
  }
  if (is_open_ && place_) hands_ = xr::hands_at(*place_, session.input());
  for (const xr::Hand hand : xr::both_hands) {
    const std::size_t i = xr::index_of(hand);
    if (carried_ && hand != dominant_) hands_.on_panel[i] = false;
    finger_presses_[i] = fingers_[i].step(hands_.fingers[i] ? hands_.spots[i] : std::nullopt);
    const bool searches = is_open_ && hand == dominant_ && !session.presses_panel(hand);
    std::optional<double> laser = hands_.on_panel[i] ? hands_.lasers[i] : std::nullopt;
    if (!laser && searches && !hands_.fingers[i]) laser = searching_laser;
    session.set_laser(hand, laser);
  }
  session.set_on_panel(hands_.on_panel);
}

bool HeadsetPanel::presses(const xr::Session& session, xr::Hand hand) const {
  const std::size_t i = xr::index_of(hand);
  return hands_.fingers[i] ? finger_presses_[i] : session.presses_panel(hand);
}

void HeadsetPanel::choose_hand(const xr::Session& session) {
  const auto is_there = [&](xr::Hand hand) { return hands_.on_panel[xr::index_of(hand)]; };
  if (presses(session, worker_)) return;
  for (const xr::Hand hand : {dominant_, xr::other(dominant_)}) {
    if (is_there(hand) && presses(session, hand)) worker_ = hand;
  }
  if (!is_there(worker_) && is_there(xr::other(worker_))) worker_ = xr::other(worker_);
}

void HeadsetPanel::step(xr::Session& session, const panels::Model& model, const CommandSink& sink) {
  if (!is_open_ || !panel_) return;
  choose_hand(session);
  panels::Pointer pointer;
  const auto& spot = hands_.spots[xr::index_of(worker_)];
  if (spot && hands_.on_panel[xr::index_of(worker_)]) pointer.at = spot->at;
  pointer.pressed = presses(session, worker_);
  const auto said = panel_->step(model, pointer, session.input().seconds);
  if (!said.empty()) session.feel({.hand = worker_, .kind = xr::HapticKind::click});
  for (const auto& [command, continues_gesture] : said) sink(command, continues_gesture);
}

void HeadsetPanel::draw(xr::Session& session) {
  if (!is_open_ || !panel_ || !place_) {
    session.show_panel(std::nullopt);
    return;
  }
  if (panel_->needs_drawing()) {
    session.make_current();
    panel_->draw(true);
    ++drawings_;
  }
  if (panel_->texture() == 0) return session.show_panel(std::nullopt);
  session.show_panel(xr::ShownPanel{.place = *place_,
                                    .texture = panel_->texture(),
                                    .width = panel_->texture_size().x(),
                                    .height = panel_->texture_size().y(),
                                    .drawing = drawings_});
}

void HeadsetPanel::release_graphics(xr::Session& session) {
  if (!panel_) return;
  session.show_panel(std::nullopt);
  session.make_current();
  panel_->release_graphics();
}

}  // namespace volvr
