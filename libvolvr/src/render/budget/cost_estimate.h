// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>

namespace volvr::render {

/// What a frame takes in the present view, learnt from measured ones:
///
///   seconds = fixed + exact * cost         cost: QualityPath::cost of the quality it was drawn
///   with
///
/// `exact` follows the view within a few measurements: one frame alone that took long (a new
/// shader, the compositor) is passed over, the second in a row is believed at once, small
/// differences are smoothed, and a steady rise (the head comes closer) is carried on to the frame
/// asked about. `fixed`, what quality does not change, is learnt where quality changed and the view
/// did not.
class CostEstimate {
 public:
  /// @param frame   number of the measured frame; they may come in any order
  /// @param steady  neither head nor scene moved lately
  void measured(std::uint64_t frame, double cost, double seconds, bool steady);

  bool is_known() const { return exact_ > 0.0; }

  /// Seconds for a frame of this cost. 0 while nothing is known.
  double predict(double cost, std::uint64_t frame) const;

  /// The cost that a frame may have to be drawn in `seconds`. Precondition: is_known().
  double cost_for(double seconds, std::uint64_t frame) const;

  /// Another scene: what was measured says little; the next measurement is believed alone.
  void scene_changed();

  /// Frames that nobody could measure came in time: perhaps they take this part of what is thought.
  void ease(double factor) { exact_ *= factor; }

 private:
  struct Sample {
    std::uint64_t frame;
    double cost;
    double seconds;
    bool steady;
  };

  double exact_of(const Sample& sample) const;
  double median_of_newest() const;
  double rise_by(std::uint64_t frame) const;
  void learn_fixed();
  void learn_spread();
  void learn_trend();

  std::deque<Sample> samples_;  ///< the newest, in the order of their frames
  double exact_ = 0.0;          ///< seconds of exact quality, without `fixed_`; 0: not known
  double fixed_ = 0.0;          ///< seconds
  double spread_ = 0.0;         ///< mean change of the logarithm of `exact_` between two frames
  double trend_ = 0.0;  ///< logarithm of the growth of `exact_` from frame to frame; never < 0
};

}  // namespace volvr::render
