// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "xr/input.h"

namespace volvr::xr {

/// What hands are told by touch. Strength has a meaning for the last two alone.
enum class HapticKind { click, detent, contact, warning };

struct HapticInfo {
  HapticKind kind;
  std::string_view meaning;
  double faintest;   ///< amplitude at strength 0, 0..1
  double strongest;  ///< amplitude at strength 1
  double seconds;
  double frequency;  ///< Hz
  double rest;       ///< seconds from the start of one to the next of its kind in the same hand
};

/// The whole vocabulary, the order being that of the enumerators and of importance.
inline constexpr std::array haptic_table{
    HapticInfo{HapticKind::click, "the study is taken or let go, or a button did something", 0.5,
               0.5, 0.020, 160.0, 0.04},
    HapticInfo{HapticKind::detent, "a step of the snap turn, life size passed, snapped square",
               0.35, 0.35, 0.012, 220.0, 0.05},
    HapticInfo{HapticKind::contact, "the hand enters the study, harder where it is faster", 0.2,
               0.8, 0.030, 120.0, 0.15},
    HapticInfo{HapticKind::warning, "the study is held at a limit, harder the further one pulls",
               0.3, 1.0, 0.080, 80.0, 0.18},
};

/// Something that a hand shall feel.
struct Haptic {
  Hand hand = Hand::right;
  HapticKind kind = HapticKind::click;
  double strength = 1.0;  ///< 0..1

  friend bool operator==(const Haptic&, const Haptic&) = default;
};

/// What the motor in a controller does.
struct Vibration {
  double amplitude = 0.0;  ///< 0..1
  double seconds = 0.0;
  double frequency = 0.0;  ///< Hz
};

const HapticInfo& info_of(HapticKind kind);

/// @param overall  0..1, the setting headset.haptics; 0 is none at all
Vibration vibration_of(const Haptic& haptic, double overall);

/// Lets no hand buzz: each kind rests for a while after it was felt, and what matters less waits
/// until what matters more is over.
class HapticPacing {
 public:
  /// Time goes on. @param seconds  since the frame before
  void pass(double seconds);

  /// Whether it is to be felt now; if so, it counts as felt.
  bool admit(const Haptic& haptic);

 private:
  struct Of {
    std::array<double, haptic_table.size()> rest{};  ///< seconds until the kind may come again
    double busy = 0.0;                               ///< seconds that the last one still lasts
    HapticKind last = HapticKind::click;
  };
  std::array<Of, 2> hands_;
};

}  // namespace volvr::xr
