// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <random>
#include <vector>

#include "render/budget/frame_budget.h"

namespace volvr::test {

/// A headset, its GPU and a head, on a clock of their own. What drawing costs here is not what the
/// controller thinks: periphery saves less than its pixels, something costs always, times are
/// noisy.
struct BudgetWorld {
  // Functions of time, seconds.
  std::function<double(double)> exact = [](double) { return 0.02; };  ///< seconds
  std::function<double(double)> period = [](double) { return 1.0 / 90.0; };
  std::function<double(double)> moving = [](double) { return 0.0; };  ///< metres a second
  std::function<bool(double)> changed = [](double) { return false; };
  std::function<double(double)> hiccup = [](double) { return 0.0; };  ///< seconds added to a frame

  double fixed = 0.0004;  ///< seconds that quality does not change
  double noise = 0.0;     ///< uniform, plus and minus this part
  int latency_least = 2;  ///< frames until the GPU's time is known
  int latency_most = 2;
  double lost = 0.0;        ///< part of the GPU's times
  double compositor = 0.0;  ///< seconds of each period that the GPU draws for others, untimed
  double cpu = 0.0;         ///< seconds a frame
  bool shadows_are_a_switch = false;  ///< at any strength they cost all, and three times the rest
  bool has_display = true;            ///< frames wait for the display's beat

  render::BudgetOptions options{};
};

struct BudgetFrame {
  double start = 0.0;
  double period = 0.0;
  double gpu = 0.0;  ///< seconds that it really took
  bool is_late = false;
  render::FramePlan plan{};
};

using BudgetTrace = std::vector<BudgetFrame>;

/// What the world shows for `seconds`, from time 0.
BudgetTrace simulate(const BudgetWorld& world, double seconds);

BudgetTrace between(const BudgetTrace& trace, double from, double to);
int late_frames(const BudgetTrace& trace);

/// How often quality went from falling to rising or back.
int turns(const BudgetTrace& trace);

/// When the last frame began that was not the best; `from` where all are.
double best_from(const BudgetTrace& trace, double from);

/// Cost by the controller's own model.
double cost_of(const render::Quality& quality);

}  // namespace volvr::test
