// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace volvr::render {

/// What others leave of the frame period. A compositor draws on the same GPU, and no timer of ours
/// sees it: where frames come late again and again though both our GPU time and our CPU time fit,
/// the part of the period that is ours is smaller than thought. A hiccup now and then says nothing.
class Lateness {
 public:
  /// A frame followed the one before after `interval`.
  /// @param load  what it took on the GPU, as part of `period`; 0 where not known
  /// @param cpu   what it took on the CPU, seconds
  void on_frame(double interval, double period, double load, double cpu);

  /// Of the period, that drawing may take: 0.5 to 1.
  double share() const { return share_; }

 private:
  double share_ = 1.0;
  double late_ = 0.0;            ///< late frames of the last about twenty
  double since_change_ = 0.0;    ///< seconds
  bool has_tried_more_ = false;  ///< the last change was to a larger share
  double patience_ = 20.0;       ///< seconds without lateness before more is tried
};

}  // namespace volvr::render
