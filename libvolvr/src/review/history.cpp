// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <deque>
#include <map>
#include <numbers>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "review/fused_steps.h"
#include "review/limits.h"
#include "review/placing.h"
#include "volvr/command.h"
#include "volvr/error.h"

namespace volvr {

namespace {

constexpr std::size_t most_steps_back = 1000;

// Those that only steer the program, and those that walk the history itself.
template <class T>
concept LeavesStateAlone = std::is_same_v<T, command::Snapshot> ||
                           std::is_same_v<T, command::Info> ||
                           std::is_same_v<T, command::Recentre> ||
                           std::is_same_v<T, command::SetSetting> ||
                           std::is_same_v<T, command::ShowSeries> ||
                           std::is_same_v<T, command::Wait> || std::is_same_v<T, command::Quit> ||
                           std::is_same_v<T, command::Undo> || std::is_same_v<T, command::Redo>;

template <class T>
concept ChangesClips =
    std::is_same_v<T, command::AddClipPlane> || std::is_same_v<T, command::AddClipBox> ||
    std::is_same_v<T, command::AddClipSphere> || std::is_same_v<T, command::InvertClip> ||
    std::is_same_v<T, command::RemoveClip> || std::is_same_v<T, command::ClearClips>;

template <class T>
concept ChangesFused =
    std::is_same_v<T, command::ShowLayer> || std::is_same_v<T, command::SetLayerOpacity> ||
    std::is_same_v<T, command::SetLayerWindow> || std::is_same_v<T, command::ShowLabel> ||
    std::is_same_v<T, command::SetLabelOpacity> || std::is_same_v<T, command::ShowLabels> ||
    std::is_same_v<T, command::SetLabelsOpacity> || std::is_same_v<T, command::SetLabelLook>;

// What a run of commands that undo as one may consist of.
enum class Gesture { none, pose, window, fused };

Gesture gesture_of(const Command& command) {
  using namespace command;
  if (std::holds_alternative<SetPose>(command) || std::holds_alternative<Move>(command) ||
      std::holds_alternative<Turn>(command) || std::holds_alternative<Magnify>(command)) {
    return Gesture::pose;
  }
  if (std::holds_alternative<SetWindow>(command) || std::holds_alternative<NudgeWindow>(command)) {
    return Gesture::window;
  }
  const bool fused = std::holds_alternative<SetLayerOpacity>(command) ||
                     std::holds_alternative<SetLayerWindow>(command) ||
                     std::holds_alternative<SetLabelOpacity>(command) ||
                     std::holds_alternative<SetLabelsOpacity>(command);
  return fused ? Gesture::fused : Gesture::none;
}

bool same(const Pose& a, const Pose& b) {
  return a.position == b.position && a.magnification == b.magnification &&
         a.scene_from_patient.coeffs() == b.scene_from_patient.coeffs();
}

// Appearances follow from preset and volume, so they need not be compared.
bool same(const LayerState& a, const LayerState& b) {
  return a.preset == b.preset && a.window == b.window && a.opacity == b.opacity &&
         a.visible == b.visible;
}

bool fused_looks_the_same(const State& a, const State& b) {
  const auto alike = [](const LayerState& one, const LayerState& other) {
    return same(one, other);
  };
  return std::ranges::equal(a.layers, b.layers, alike) && same(a.labels, b.labels) &&
         a.label_look == b.label_look;
}

bool looks_the_same(const State& a, const State& b) {
  return a.preset == b.preset && a.window.centre == b.window.centre &&
         a.window.width == b.window.width && a.technique == b.technique && a.shade == b.shade &&
         a.clips == b.clips && a.time_point == b.time_point && a.playing == b.playing &&
         a.play_speed == b.play_speed && a.life_size == b.life_size && a.table == b.table &&
         a.passthrough == b.passthrough && same(a.pose, b.pose) && fused_looks_the_same(a, b);
}

void require_finite(double value, const char* what) {
  if (std::isfinite(value)) return;
  throw Error(ErrorCode::invalid_argument, std::string(what) + " must be a finite number.");
}

void require_factor(double value, const char* what) {
  require_finite(value, what);
  if (value > 0.0) return;
  throw Error(ErrorCode::invalid_argument, std::string(what) + " must be above 0.");
}

void require_wait(double seconds) {
  if (seconds >= 0.0 && seconds <= limits::wait) return;
  throw Error(ErrorCode::invalid_argument, "A wait is from 0 to 3600 seconds.");
}

Eigen::Quaterniond rotation_of(const command::Turn& turn) {
  constexpr double radians = std::numbers::pi / 180.0;
  // Whole turns change nothing, and taking them off keeps huge angles exact.
  const auto about = [](double degrees, const Eigen::Vector3d& axis) {
    return Eigen::AngleAxisd(std::remainder(degrees, 360.0) * radians, axis);
  };
  return about(turn.roll, Eigen::Vector3d::UnitZ()) * about(turn.pitch, Eigen::Vector3d::UnitX()) *
         about(turn.yaw, Eigen::Vector3d::UnitY());
}

}  // namespace

struct History::Impl {
  Volume volume;
  Fused fused;
  State first;
  State now;
  std::deque<State> past;
  std::vector<State> future;
  std::map<std::string, Appearance, std::less<>> resolved;
  std::map<std::pair<std::size_t, std::string>, Appearance> resolved_for_layers;
  Gesture gesture = Gesture::none;  // the gesture that the newest step of `past` belongs to

  const Appearance& appearance(const std::string& preset) {
    const auto known = resolved.find(preset);
    if (known != resolved.end()) return known->second;
    return resolved.emplace(preset, resolve(find_preset(preset), volume)).first->second;
  }

  void show_preset(State& state, const std::string& name) {
    state.appearance = appearance(name);
    state.preset = name;
    state.window = state.appearance.window;
    state.technique = state.appearance.technique;
    state.shade = state.appearance.shade;
  }

  // Each overload gives the state after one command.

  State after(State state, const command::SetPreset& set) {
    show_preset(state, set.name);
    return state;
  }

  State after(State state, const command::StepPreset& step) {
    if (step.by == 0) return state;
    const auto names = presets_for(volume.provenance().series);
    const auto count = static_cast<std::ptrdiff_t>(names.size());
    const auto at = std::ranges::find(names, state.preset);
    // From a preset of another modality, forward begins at the first and back at the last.
    const std::ptrdiff_t before_first = step.by > 0 ? -1 : 0;
    const std::ptrdiff_t from = at == names.end() ? before_first : at - names.begin();
    const std::ptrdiff_t to = ((from + step.by) % count + count) % count;
    show_preset(state, names[static_cast<std::size_t>(to)]);
    return state;
  }

  State after(State state, const command::SetLayerPreset& set) {
    const std::size_t place = review::layer_place(state, set.number);
    auto known = resolved_for_layers.find({place, set.name});
    if (known == resolved_for_layers.end()) {
      Appearance made = resolve(find_preset(set.name), fused.layers[place].volume);
      known = resolved_for_layers.emplace(std::pair(place, set.name), std::move(made)).first;
    }
    return review::with_layer_preset(std::move(state), set.number, known->second);
  }

  template <ChangesFused T>
  State after(State state, const T& change) {
    return review::after(std::move(state), change);
  }

  State after(State state, const command::SetWindow& set) {
    review::require_valid(set.window);
    state.window = set.window;
    return state;
  }

  State after(State state, const command::NudgeWindow& nudge) {
    require_finite(nudge.centre, "What is added to the window's centre");
    require_factor(nudge.width, "The factor of the window's width");
    state.window = review::within_limits(
        Window{state.window.centre + nudge.centre, state.window.width * nudge.width});
    return state;
  }

  State after(State state, const command::SetTechnique& set) {
    state.technique = set.technique;
    return state;
  }

  State after(State state, const command::SetShade& set) {
    state.shade = set.on;
    return state;
  }

  State after(State state, const command::SetPose& set) {
    review::require_valid(set.pose);
    state.pose = set.pose;
    state.pose.scene_from_patient.normalize();
    if (state.life_size) state.pose.magnification = 1.0;
    return state;
  }

  State after(State state, const command::Move& move) {
    for (const double metres : move.by) require_finite(metres, "A move");
    state.pose.position += move.by;
    state.pose = review::within_limits(state.pose);
    return state;
  }

  State after(State state, const command::Turn& turn) {
    for (const double degrees : {turn.yaw, turn.pitch, turn.roll})
      require_finite(degrees, "A turn");
    if (turn.yaw == 0.0 && turn.pitch == 0.0 && turn.roll == 0.0) return state;
    state.pose.scene_from_patient = rotation_of(turn) * state.pose.scene_from_patient;
    state.pose.scene_from_patient.normalize();
    return state;
  }

  State after(State state, const command::Magnify& magnify) {
    require_factor(magnify.by, "A magnification");
    if (state.life_size) return state;
    state.pose.magnification *= magnify.by;
    state.pose = review::within_limits(state.pose);
    return state;
  }

  State after(State state, const command::SetView& set) {
    state.pose.scene_from_patient = scene_from_patient(set.view);
    return state;
  }

  State after(State state, const command::SnapView&) {
    state.pose.scene_from_patient = review::squared(state.pose.scene_from_patient);
    return state;
  }

  State after(State state, const command::SetLifeSize& set) {
    state.life_size = set.on;
    if (set.on) state.pose.magnification = 1.0;
    return state;
  }

  State after(State state, const command::SetTable& set) {
    review::require_valid_table(set.height);
    state.table = set.height;
    state.pose = review::within_limits(review::lying_at(
        set.height, state.pose, bounds_in_patient(volume.geometry())));
    return state;
  }

  State after(State state, const command::RemoveTable&) {
    state.table.reset();
    return state;
  }

  State after(State state, const command::SetPassthrough& set) {
    state.passthrough = set.on;
    return state;
  }

  State after(State state, const command::SetPanel& set) {
    state.panel = set.open;
    return state;
  }

  State after(State state, const command::SetIdentity& set) {
    state.identity = set.shown;
    return state;
  }

  template <ChangesClips T>
  State after(State state, const T& change) {
    state.clips = clips_after(std::move(state.clips), change);
    return state;
  }

  // Pose, preset, window, clips, layers and labels: time goes on.
  State after(const State& state, const command::Reset&) {
    State next = first;
    next.time_point = state.time_point;
    next.playing = state.playing;
    next.play_speed = state.play_speed;
    next.passthrough = state.passthrough;
    next.panel = state.panel;
    next.identity = state.identity;
    return next;
  }

  State after(State state, const command::SetTime& set) {
    if (set.number < 1 || set.number > state.time_points) {
      throw Error(ErrorCode::invalid_argument,
                  "Time points are counted from 1 to " + std::to_string(state.time_points) +
                      "; there is no " + std::to_string(set.number) + ".");
    }
    state.time_point = set.number;
    return state;
  }

  State after(State state, const command::StepTime& step) {
    const std::int64_t count = state.time_points;
    const std::int64_t to = state.time_point - 1 + std::int64_t{step.by};
    state.time_point = static_cast<int>((to % count + count) % count) + 1;
    return state;
  }

  State after(State state, const command::Play&) {
    if (state.time_points < 2) {
      throw Error(ErrorCode::invalid_argument, "There is one volume alone, nothing to play.");
    }
    state.playing = true;
    return state;
  }

  State after(State state, const command::Pause&) {
    state.playing = false;
    return state;
  }

  State after(State state, const command::SetSpeed& set) {
    require_finite(set.factor, "A speed");
    if (set.factor == 0.0 || std::abs(set.factor) > limits::speed) {
      throw Error(ErrorCode::invalid_argument,
                  "A speed is up to 1000 times the true rate, either way, and not 0.");
    }
    state.play_speed = set.factor;
    return state;
  }

  template <LeavesStateAlone T>
  State after(State state, const T&) {
    return state;
  }

  void change_to(State next, Gesture kind, bool continues) {
    if (!continues || kind != gesture) gesture = Gesture::none;
    now.panel = next.panel;
    now.identity = next.identity;
    if (looks_the_same(next, now)) return;
    if (gesture == Gesture::none) {
      past.push_back(now);
      if (past.size() > most_steps_back) past.pop_front();
    }
    gesture = kind;
    future.clear();
    now = std::move(next);
  }

  void undo() {
    gesture = Gesture::none;
    if (past.empty()) return;
    future.push_back(std::exchange(now, as_panels_are(std::move(past.back()))));
    past.pop_back();
  }

  void redo() {
    gesture = Gesture::none;
    if (future.empty()) return;
    past.push_back(std::exchange(now, as_panels_are(std::move(future.back()))));
    future.pop_back();
  }

  // Walking the history opens and closes nothing.
  State as_panels_are(State state) const {
    state.panel = now.panel;
    state.identity = now.identity;
    return state;
  }
};

History::History(const Volume& volume, State first, const Fused& fused)
    : impl_(std::make_unique<Impl>()) {
  impl_->volume = volume;
  impl_->fused = fused;
  impl_->resolved.emplace(first.preset, first.appearance);
  for (std::size_t at = 0; at < first.layers.size(); ++at) {
    const LayerState& layer = first.layers[at];
    impl_->resolved_for_layers.emplace(std::pair(at, layer.preset), layer.appearance);
  }
  impl_->first = first;
  impl_->now = std::move(first);
}

History::~History() = default;
History::History(History&&) noexcept = default;
History& History::operator=(History&&) noexcept = default;

const State& History::state() const {
  return impl_->now;
}
bool History::can_undo() const {
  return !impl_->past.empty();
}
bool History::can_redo() const {
  return !impl_->future.empty();
}

void History::begin_at(const Pose& pose) {
  const Pose before = std::exchange(impl_->first.pose, pose);
  const Eigen::Quaterniond turn = pose.scene_from_patient * before.scene_from_patient.conjugate();
  const auto begin = [&](State& state) {
    if (same(state.pose, before)) {
      state.pose = pose;
    } else if (state.pose.position == before.position) {
      state.pose.position = pose.position;
      state.pose.scene_from_patient = (turn * state.pose.scene_from_patient).normalized();
    }
  };
  begin(impl_->now);
  std::ranges::for_each(impl_->past, begin);
  std::ranges::for_each(impl_->future, begin);
}

void History::reached(int time_point) {
  impl_->now.time_point = time_point;
}

void History::apply(const Command& command, bool continues_gesture) {
  if (std::holds_alternative<command::Undo>(command)) return impl_->undo();
  if (std::holds_alternative<command::Redo>(command)) return impl_->redo();
  const bool steers = std::visit([]<class T>(const T&) { return LeavesStateAlone<T>; }, command);
  if (const auto* wait = std::get_if<command::Wait>(&command)) require_wait(wait->seconds);
  if (steers) return;
  State next = std::visit(
      [this](const auto& sentence) { return impl_->after(impl_->now, sentence); }, command);
  review::require_fusible(next);
  impl_->change_to(std::move(next), gesture_of(command), continues_gesture);
}

}  // namespace volvr
