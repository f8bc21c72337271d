// SPDX-License-Identifier: Apache-2.0
#include "xr/haptics.h"

#include <algorithm>
#include <cmath>

namespace volvr::xr {

namespace {

std::size_t place_of(HapticKind kind) {
  return static_cast<std::size_t>(kind);
}

}  // namespace

const HapticInfo& info_of(HapticKind kind) {
  return haptic_table[place_of(kind)];
}

Vibration vibration_of(const Haptic& haptic, double overall) {
  const HapticInfo& info = info_of(haptic.kind);
  const double strength = std::isnan(haptic.strength) ? 0.0 : std::clamp(haptic.strength, 0.0, 1.0);
  const double amplitude = std::lerp(info.faintest, info.strongest, strength);
  return {.amplitude = amplitude * std::clamp(overall, 0.0, 1.0),
          .seconds = info.seconds,
          .frequency = info.frequency};
}

void HapticPacing::pass(double seconds) {
  const double gone = std::max(seconds, 0.0);
  for (Of& hand : hands_) {
    for (double& rest : hand.rest) rest = std::max(rest - gone, 0.0);
    hand.busy = std::max(hand.busy - gone, 0.0);
  }
}

bool HapticPacing::admit(const Haptic& haptic) {
  Of& hand = hands_[index_of(haptic.hand)];
  const HapticInfo& info = info_of(haptic.kind);
  if (hand.rest[place_of(haptic.kind)] > 0.0) return false;
  if (hand.busy > 0.0 && place_of(hand.last) > place_of(haptic.kind)) return false;
  hand.rest[place_of(haptic.kind)] = info.rest;
  hand.busy = info.seconds;
  hand.last = haptic.kind;
  return true;
}

}  // namespace volvr::xr
