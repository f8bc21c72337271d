// SPDX-License-Identifier: Apache-2.0
#include "beside_window.h"

#include <algorithm>
#include <numbers>
#include <utility>

#include "volvr/error.h"

namespace volvr {

namespace {

using namespace std::chrono_literals;

constexpr auto between_copies = 33ms;
constexpr auto longest_without_copy = 1000ms;  // then the window shows the study itself
constexpr double frame_seconds = 0.003;        // of a study that is drawn beside a running headset
constexpr double frame_seconds_alone = 0.03;
constexpr double steepest = 0.49 * std::numbers::pi;
constexpr double radians = std::numbers::pi / 180.0;

}  // namespace

Eigen::Isometry3d Orbit::scene_from_camera(const Eigen::Vector3d& place) const {
  Eigen::Isometry3d camera = Eigen::Isometry3d::Identity();
  camera.translate(place + aside);
  camera.rotate(Eigen::AngleAxisd(yaw, Eigen::Vector3d::UnitY()));
  camera.rotate(Eigen::AngleAxisd(-pitch, Eigen::Vector3d::UnitX()));
  camera.translate(Eigen::Vector3d(0.0, 0.0, distance));
  return camera;
}

bool Orbit::take(const Command& command) {
  if (const auto* turn = std::get_if<command::Turn>(&command)) {
    // The study seems to turn with the mouse: the camera goes the other way round.
    yaw -= turn->yaw * radians;
    pitch = std::clamp(pitch + turn->pitch * radians, -steepest, steepest);
  } else if (const auto* magnify = std::get_if<command::Magnify>(&command)) {
    distance = std::clamp(distance / magnify->by, 0.1, 10.0);
  } else if (const auto* move = std::get_if<command::Move>(&command)) {
    const Eigen::AngleAxisd scene_from_level(yaw, Eigen::Vector3d::UnitY());
    aside -= scene_from_level * move->by;
    aside = aside.cwiseMax(-10.0).cwiseMin(10.0);
  } else {
    return false;
  }
  return true;
}

BesideWindow::BesideWindow(const ViewerOptions& options, CommandSink sink)
    : is_free_(options.settings.text("headset.mirror") == "free"),
      sink_(std::move(sink)),
      on_message_(options.on_message),
      settings_(options.settings),
      panel_(sink_, options.on_message) {
  if (options.settings.text("headset.mirror") == "off") return;
  try {
    open(options);
  } catch (const Error& error) {
    if (on_message_)
      on_message_(std::string("There is no window beside the headset: ") + error.what());
  }
}

void BesideWindow::open(const ViewerOptions& options) {
  window_.emplace(
      render::WindowOptions{.width = options.width,
                            .height = options.height,
                            .title = "volvr, beside the headset",
                            .settings = options.settings,
                            .frame_seconds = is_free_ ? frame_seconds : frame_seconds_alone,
                            .never_waits = true,
                            .on_message = options.on_message},
      [this](std::string_view sentence, bool continues_gesture) {
        on_sentence(sentence, continues_gesture);
      });
  window_->set_overlay(&panel_);
}

void BesideWindow::on_sentence(std::string_view sentence, bool continues_gesture) {
  const Command command = parse_command(sentence);
  if (is_free_ && orbit_.take(command)) {
    has_orbited_ = true;
  } else {
    sink_(command, continues_gesture);
  }
}

void BesideWindow::close() {
  window_.reset();
  has_study_ = false;
  if (on_message_) on_message_("The window beside is closed; the headset goes on.");
}

void BesideWindow::show(const Volume& volume, const State& state, const Fused& fused) {
  volume_ = volume;
  fused_ = fused;
  phases_.clear();
  state_ = state;
  has_study_ = false;
}

void BesideWindow::set_phases(const std::vector<Volume>& volumes) {
  phases_ = volumes;
  has_study_ = false;
}

void BesideWindow::update(const State& state) {
  state_ = state;
  has_orbited_ = true;
  if (has_study_) window_->update(state);
}

void BesideWindow::set_settings(const Settings& settings) {
  const bool differs = draw_otherwise(settings, settings_);
  settings_ = settings;
  is_free_ = settings.text("headset.mirror") == "free";
  if (!window_ || !differs) return;
  window_->set_settings(settings);
  has_study_ = false;
}

void BesideWindow::show_panel(const xr::Session& session) {
  const render::Quality& quality = session.planned().quality;
  panel_.set_seen(window_->shown(), quality.pixels, quality.step);
}

void BesideWindow::take_up_study() {
  if (has_study_ || volume_.empty()) return;
  window_->show(volume_, state_, fused_);
  if (!phases_.empty()) window_->set_phases(phases_);
  window_->update(state_);
  has_study_ = true;
  has_orbited_ = true;
}

// From where the reader saw it last, unless it has a camera of its own.
void BesideWindow::look(const xr::Session& session) {
  if (!std::exchange(has_orbited_, false)) return;
  Orbit orbit = orbit_;
  if (const auto head = session.scene_from_head(); head && !is_free_) {
    const Eigen::Vector3d back = head->translation() - state_.pose.position;
    orbit.yaw = std::atan2(back.x(), back.z());
  }
  window_->look(orbit.scene_from_camera(state_.pose.position));
}

void BesideWindow::frame(xr::Session& session) {
  if (!window_) return;
  const auto now = Clock::now();
  if (!is_free_ && session.is_showing()) {
    if (const auto copy = session.take_copy()) {
      copy_at_ = now;
      window_->show_picture(*copy);
      if (std::exchange(has_study_, false)) window_->clear();
    }
    if (now - asked_at_ >= between_copies) {
      asked_at_ = now;
      session.copy_next_frame();
    }
  }
  if (is_free_ || now - copy_at_ > longest_without_copy) {
    take_up_study();
    if (has_study_) look(session);
    window_->show_study();
  }
  show_panel(session);
  if (!window_->pump()) close();
}

}  // namespace volvr
