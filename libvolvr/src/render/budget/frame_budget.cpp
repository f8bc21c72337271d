// SPDX-License-Identifier: Apache-2.0
#include "render/budget/frame_budget.h"

#include <algorithm>
#include <cmath>

namespace volvr::render {

namespace {

// Motion. A head that rests still sways by centimetres and degrees a second.
constexpr double turns = 0.12;  // radians a second
constexpr double moves = 0.04;  // metres a second
constexpr double fast_turns = 1.5;
constexpr double fast_moves = 0.25;
constexpr double rest = 0.035;        // seconds without motion, in a headset
constexpr double rest_of_hand = 0.2;  // and in a window, whose exact picture may be late
constexpr double one_change = 0.15;   // seconds: changes that follow sooner are one drag

// Cost, as parts of the seconds that are ours.
constexpr double lower_to = 0.92;
constexpr double raise_below = 0.78;
constexpr double raise_to = 0.92;
constexpr double late = 0.98;
constexpr double distrust = 0.15;
constexpr double extra_when_moving = 0.04;  // headroom, where the head is fast

// Speeds along the path.
constexpr double most_in_one_frame = 3.0;  // of cost, where a frame would be late
constexpr double gently_down = 6.0;        // a second
constexpr double up_in_motion = 2.0;
constexpr double up_at_rest = 32.0;
constexpr double longest_step = 0.1;  // seconds: a pause is no reason for a jump

constexpr double soon_after = 1.5;  // seconds: a raise taken back by then was a mistake
constexpr double first_patience = 0.3;
constexpr double most_patience = 90.0;
constexpr double forgiven_after = 20.0;  // seconds, and twice the patience
constexpr double another_view = 1.0;     // seconds of motion that make a rest a new one

constexpr double remembered = 0.995;    // of a late frame at rest, from one frame to the next
constexpr double too_often_late = 4.0;  // more than a hiccup a second

constexpr double silent = 0.12;       // seconds without the GPU's times, and six periods
constexpr double far_too_late = 3.0;  // periods: seen before the GPU's time comes
constexpr double punctual_for = 0.5;
constexpr double eased = 0.85;

bool is_positive(double value) {
  return std::isfinite(value) && value > 0.0;
}

// Of a head, as part of what is fast. Where it is not known, the head may do anything.
double speed_of(const FrameStart& start) {
  const double speed = std::max(start.moving / fast_moves, start.turning / fast_turns);
  return std::isfinite(start.moving + start.turning) ? std::clamp(speed, 0.0, 1.0) : 1.0;
}

}  // namespace

FrameBudget::FrameBudget(const BudgetOptions& options)
    : options_(options), path_(options.pins, options.range) {
  options_.headroom = std::clamp(options.headroom, 0.0, 0.5);
  // The first frames of a headset are coarse rather than late; a window's first picture is exact.
  if (options.at_rest == AtRest::hold_rate) place_ = std::min(2.0, path_.length());
}

bool FrameBudget::is_resting(double now) const {
  const bool waits = options_.at_rest == AtRest::exact_picture;
  return now - moved_at_ >= (waits ? rest_of_hand : rest);
}

bool FrameBudget::wants_better_frame(double now) const {
  return options_.at_rest == AtRest::exact_picture && is_resting(now) && drawn_last().cost > 0.0 &&
         drawn_last().cost < path_.cost(0.0);
}

void FrameBudget::forget_rest() {
  raising_[1].patience = late_at_rest_ = 0.0;
  is_restless_ = false;
}

void FrameBudget::note_motion(const FrameStart& start) {
  const bool is_still = start.turning <= turns && start.moving <= moves;
  if (is_resting(start.now)) rested_at_ = start.now;
  if (!is_still || start.changed) moved_at_ = start.now;
  if (start.now - rested_at_ > another_view) forget_rest();
  if (!start.changed) return;
  if (start.now - changed_at_ > one_change) {
    estimate_.scene_changed();
    scene_from_ = frame_ + 1;
    forget_rest();
  }
  changed_at_ = start.now;
}

void FrameBudget::measured(std::uint64_t frame, double gpu_seconds) {
  Drawn& drawn = drawn_[frame % drawn_.size()];
  if (drawn.frame != frame || drawn.is_measured || !is_positive(gpu_seconds)) return;
  drawn.is_measured = true;
  measured_at_ = now_;
  if (frame < scene_from_) return;
  if (drawn.steady) {
    late_at_rest_ = remembered * late_at_rest_ + (gpu_seconds > period_ ? 1.0 : 0.0);
  }
  if (late_at_rest_ > too_often_late) is_restless_ = true;
  estimate_.measured(frame, drawn.cost, gpu_seconds, drawn.steady);
}

void FrameBudget::note_interval(const FrameStart& start, double interval) {
  if (frame_ == 0 || options_.at_rest == AtRest::exact_picture || !is_positive(interval)) return;
  const double load = estimate_.predict(drawn_last().cost, frame_) / period_;
  const bool is_silent = start.now - measured_at_ > std::max(silent, 6.0 * period_);
  if (is_silent || interval > far_too_late * period_) {
    guess_from(interval, start);
  } else {
    lateness_.on_frame(interval, period_, load, start.cpu_seconds);
    late_in_a_row_ = 0;
    punctual_ = 0.0;
  }
}

// No GPU times, because there are no timers or because frames take seconds: the frames themselves
// tell how late they are, but not how early.
void FrameBudget::guess_from(double interval, const FrameStart& start) {
  if (start.cpu_seconds > 0.9 * interval) return;
  const double cost = drawn_last().cost;
  if (interval > 1.5 * period_) {
    punctual_ = 0.0;
    if (++late_in_a_row_ < 2) return;  // one alone may be a new shader
    estimate_.measured(frame_, cost, interval, false);
    if (late_in_a_row_ == 2) estimate_.measured(frame_, cost, interval, false);
    return;
  }
  late_in_a_row_ = 0;
  punctual_ += interval;
  if (punctual_ < std::max(raising_[0].patience, punctual_for)) return;
  punctual_ = 0.0;
  if (!estimate_.is_known()) estimate_.measured(frame_, cost, period_, false);
  estimate_.ease(eased);
}

// As parts of the period. At rest nothing is going to cost more, as a rule, so less is kept free;
// the faster the head, the more. A step between the two would make quality swing about the bar of
// motion.
FrameBudget::Limits FrameBudget::limits(const FrameStart& start) const {
  const double spare = options_.headroom;
  const double speed = speed_of(start);
  const bool is_calm = is_resting(start.now) && !is_restless_;
  const double hurry = is_calm ? 0.0 : is_restless_ ? 1.0 : speed;
  const double calm = 1.0 - 0.5 * spare;
  const double fast = 1.0 - spare - extra_when_moving * speed;
  const double ours = period_ * lateness_.share();
  return {.most = ours * std::lerp(1.0 - 0.4 * spare, fast, hurry),
          .lower_to = ours * std::lerp(0.97 * calm, lower_to * fast, hurry),
          .raise_below = ours * std::lerp(0.85 * calm, raise_below * fast, hurry),
          .raise_to = ours * std::lerp(0.95 * calm, raise_to * fast, hurry)};
}

double FrameBudget::lowered(const Limits& limits, double period, double elapsed) const {
  const std::uint64_t frame = frame_ + 1;
  const double now = path_.cost(place_);
  const double predicted = estimate_.predict(now, frame);
  // The further it has to go, the less the model knows what it will cost there.
  const double wanted = limits.lower_to * std::pow(limits.lower_to / predicted, distrust);
  const double target = path_.place_for(estimate_.cost_for(wanted, frame));
  const bool would_be_late = predicted > late * period;
  const double furthest = would_be_late ? path_.place_for(now / most_in_one_frame)
                                        : std::min(place_ + gently_down * elapsed, path_.length());
  return std::max(place_, std::min(target, furthest));
}

double FrameBudget::raised(const Limits& limits, bool resting, double elapsed) const {
  const std::uint64_t frame = frame_ + 1;
  const bool all = resting && estimate_.predict(path_.cost(0.0), frame) <= limits.lower_to;
  const double target = all ? 0.0 : path_.place_for(estimate_.cost_for(limits.raise_to, frame));
  const double furthest = place_ - (resting ? up_at_rest : up_in_motion) * elapsed;
  return std::min(place_, std::max(target, furthest));
}

bool FrameBudget::may_raise(double predicted, const Limits& limits, const FrameStart& start) {
  const bool resting = is_resting(start.now);
  const double best = estimate_.predict(path_.cost(0.0), frame_ + 1);
  const bool finer_fits =
      predicted < limits.raise_below || best <= (resting ? limits.lower_to : limits.raise_to);
  const bool is_under_way = start.now - raising_[resting].at < 2.0 * longest_step;
  if (!finer_fits && !(is_under_way && predicted < limits.raise_to)) {
    fits_since_.reset();
    return false;
  }
  if (!fits_since_) fits_since_ = start.now;
  return is_under_way || start.now - *fits_since_ >= raising_[resting].patience;
}

void FrameBudget::note_change(double before, double now, bool resting) {
  Raising& raising = raising_[resting];
  if (place_ < before) {
    raising.at = now;
    raising_[!resting].at = -1e9;
  } else if (place_ > before && now - raising.at < soon_after) {
    raising.patience = std::clamp(2.0 * raising.patience, first_patience, most_patience);
    raising.at = -1e9;
    raising.settled_at = now;
  }
  if (now - raising.settled_at > forgiven_after + 2.0 * raising.patience) {
    const double least = resting ? 0.0 : first_patience;
    raising.patience = raising.patience > first_patience ? 0.5 * raising.patience : least;
    raising.settled_at = now;
  }
}

double FrameBudget::choose(const FrameStart& start, double elapsed) {
  const bool resting = is_resting(start.now);
  const bool was_exact_picture = shows_exact_picture_;
  shows_exact_picture_ = resting && options_.at_rest == AtRest::exact_picture;
  if (shows_exact_picture_ || !estimate_.is_known()) return place_;
  const Limits allowed = limits(start);
  // Motion after a picture that took as long as it liked: straight to what fits.
  if (was_exact_picture) {
    return path_.place_for(estimate_.cost_for(allowed.lower_to, frame_ + 1));
  }
  const double predicted = estimate_.predict(path_.cost(place_), frame_ + 1);
  if (predicted > allowed.most) {
    fits_since_.reset();
    return lowered(allowed, period_ * lateness_.share(), elapsed);
  }
  return may_raise(predicted, allowed, start) ? raised(allowed, resting, elapsed) : place_;
}

FramePlan FrameBudget::next(const FrameStart& start) {
  const double interval = frame_ == 0 ? 0.0 : start.now - now_;
  note_interval(start, interval);
  if (is_positive(start.period)) period_ = start.period;
  note_motion(start);
  const double elapsed = frame_ == 0 ? period_ : std::clamp(interval, 0.0, longest_step);
  const double before = place_;
  place_ = choose(start, elapsed);
  note_change(before, start.now, is_resting(start.now));
  now_ = start.now;

  const double place = shows_exact_picture_ ? 0.0 : place_;
  const double cost = path_.cost(place);
  const bool steady = start.now - moved_at_ >= rest;
  ++frame_;
  drawn_[frame_ % drawn_.size()] = {frame_, cost, steady, false};
  const double seconds = estimate_.predict(cost, frame_);
  return {.frame = frame_,
          .quality = path_.at(place),
          .seconds = seconds,
          .exact_seconds = estimate_.predict(path_.cost(0.0), frame_),
          .is_best = place == 0.0,
          .fits = seconds <= late * period_ || place < path_.length()};
}

}  // namespace volvr::render
