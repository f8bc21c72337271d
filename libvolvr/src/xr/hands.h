// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>

#include "xr/hysteresis.h"
#include "xr/input.h"
#include "xr/pinch.h"
#include "xr/raw_hand.h"

namespace volvr::xr {

/// Makes of what the runtime says what the program uses: chooses between controller and bare hand,
/// takes no guess for a place, freezes and fades what is lost, pinches. Plain state over frames;
/// knows no runtime.
///
/// - A controller that is held comes first; without one, the joints of the bare hand are used.
/// - A place that the runtime only guesses (valid, not tracked) moves nothing. Controllers whose
///   position was never tracked since they were found are another matter: they know their turn
///   alone, and the place that the runtime makes up for them is all that there will be.
/// - A hand that is lost stays where it was seen last and fades out within `fade_seconds`; one that
///   is found is whole at once, at its true place. A bare hand that pinches goes on pinching for as
///   long as it fades.
/// - A bare hand that pinches while its palm faces the eyes opens the panel; otherwise it selects.
/// - A touchpad counts while it is pressed: near its rim as a stick, in its middle as the stick's
///   button. A thumb that only rests there does nothing.
class Hands {
 public:
  static constexpr double fade_seconds = 0.5;

  /// @param scene_from_head  looking along -z; nothing where it is not known
  /// @param seconds          since the frame before
  std::array<HandInput, 2> step(const std::array<RawHand, 2>& raw,
                                const std::optional<Eigen::Isometry3d>& scene_from_head,
                                double seconds);

 private:
  struct Memory {
    HandLook look;            ///< as it was drawn last
    bool was_placed = false;  ///< the controller's position was tracked since it was found
    bool followed_turn_alone = false;
    std::optional<Profile> placed_by;
    SteadyAim aim;
    double select = 0.0;  ///< by pinch, when the joints were seen last
    Hysteresis pinches;
    bool asks_for_menu = false;  ///< since the pinch began
  };

  HandInput hand(Hand which, const RawHand& raw, const std::optional<Eigen::Isometry3d>& head,
                 double seconds);
  static void pinch_for_menu(Hand which, const RawHand& raw,
                             const std::optional<Eigen::Isometry3d>& head, Memory& memory,
                             HandInput& input);
  static void place_controller(const RawHand& raw, Memory& memory, HandInput& input);
  static void place_bare(const RawHand& raw, Memory& memory, double seconds, HandInput& input);
  static void look_after(const RawHand& raw, Memory& memory, double seconds, HandInput& input);

  std::array<Memory, 2> memory_;
};

}  // namespace volvr::xr
