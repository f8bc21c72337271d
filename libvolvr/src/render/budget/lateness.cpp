// SPDX-License-Identifier: Apache-2.0
#include "render/budget/lateness.h"

#include <algorithm>

namespace volvr::render {

namespace {

constexpr double is_late = 1.5;   // periods between two frames
constexpr double memory = 0.95;   // of a frame, from one to the next
constexpr double too_many = 3.2;  // late ones remembered
constexpr double busy = 0.5;      // a GPU that does less is not why frames are late
constexpr double cpu_bound = 0.9;
constexpr double smaller = 0.92;
constexpr double larger = 1.04;
constexpr double least_share = 0.5;
constexpr double most_patience = 600.0;

}  // namespace

void Lateness::on_frame(double interval, double period, double load, double cpu) {
  since_change_ += interval;
  const bool is_ours = load > 1.0 || load < busy || cpu > cpu_bound * period;
  late_ = memory * late_ + (interval > is_late * period && !is_ours ? 1.0 : 0.0);
  if (late_ > too_many) {
    if (has_tried_more_) patience_ = std::min(3.0 * patience_, most_patience);
    has_tried_more_ = false;
    share_ = std::max(share_ * smaller, least_share);
    late_ = since_change_ = 0.0;
  } else if (share_ < 1.0 && since_change_ > patience_) {
    share_ = std::min(share_ * larger, 1.0);
    has_tried_more_ = true;
    since_change_ = 0.0;
  }
}

}  // namespace volvr::render
