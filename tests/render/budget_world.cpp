// SPDX-License-Identifier: Apache-2.0
#include "budget_world.h"

#include <algorithm>
#include <cmath>
#include <deque>

#include "render/budget/fovea.h"

namespace volvr::test {

namespace {

using render::Quality;

struct Pending {
  std::uint64_t known_at;  ///< frame
  std::uint64_t frame;
  double seconds;
};

class Chance {
 public:
  double unit() { return static_cast<double>(numbers_() >> 11) * 0x1p-53; }
  double around_zero() { return 2.0 * unit() - 1.0; }

 private:
  std::mt19937_64 numbers_{20};
};

double true_cost(const BudgetWorld& world, const Quality& quality) {
  const double fovea = std::pow(render::area_share(0.15, quality.edge_pixel), 0.8);
  const double rays = fovea / (quality.pixels * quality.pixels);
  const double light = world.shadows_are_a_switch ? (quality.shadows > 0.0 ? 1.0 : 0.25)
                                                  : (0.6 + 0.4 * quality.shadows);
  return rays * light / std::pow(quality.step, 0.9);
}

}  // namespace

double cost_of(const Quality& quality) {
  return render::QualityPath().cost(quality);
}

BudgetTrace simulate(const BudgetWorld& world, double seconds) {
  render::FrameBudget budget(world.options);
  Chance chance;
  std::deque<Pending> pending;
  BudgetTrace trace;
  double now = 0.0;
  while (now < seconds) {
    const double period = world.period(now);
    const std::uint64_t frame = trace.size() + 1;
    std::erase_if(pending, [&](const Pending& one) {
      if (one.known_at > frame) return false;
      budget.measured(one.frame, one.seconds);
      return true;
    });
    BudgetFrame drawn{.start = now, .period = period};
    drawn.plan = budget.next({.now = now,
                              .period = period,
                              .moving = world.moving(now),
                              .changed = world.changed(now),
                              .cpu_seconds = world.cpu});
    const double exact = world.exact(now) * true_cost(world, drawn.plan.quality);
    drawn.gpu =
        (world.fixed + exact) * (1.0 + world.noise * chance.around_zero()) + world.hiccup(now);
    const double taken = std::max(drawn.gpu + world.compositor, world.cpu);
    drawn.is_late = taken > period;
    if (chance.unit() >= world.lost) {
      const int range = world.latency_most - world.latency_least + 1;
      const int latency = world.latency_least + static_cast<int>(chance.unit() * range);
      pending.push_back({frame + static_cast<std::uint64_t>(latency), drawn.plan.frame, drawn.gpu});
    }
    trace.push_back(drawn);
    now += world.has_display ? std::max(1.0, std::ceil(taken / period - 1e-9)) * period : taken;
  }
  return trace;
}

BudgetTrace between(const BudgetTrace& trace, double from, double to) {
  BudgetTrace part;
  std::ranges::copy_if(trace, std::back_inserter(part), [&](const BudgetFrame& frame) {
    return frame.start >= from && frame.start < to;
  });
  return part;
}

int late_frames(const BudgetTrace& trace) {
  return static_cast<int>(std::ranges::count_if(trace, &BudgetFrame::is_late));
}

int turns(const BudgetTrace& trace) {
  int count = 0;
  int direction = 0;
  for (std::size_t i = 1; i < trace.size(); ++i) {
    const double change = cost_of(trace[i].plan.quality) - cost_of(trace[i - 1].plan.quality);
    if (change == 0.0) continue;
    const int now = change > 0.0 ? 1 : -1;
    if (direction != 0 && now != direction) ++count;
    direction = now;
  }
  return count;
}

double best_from(const BudgetTrace& trace, double from) {
  double at = from;
  for (const BudgetFrame& frame : trace) {
    if (!frame.plan.is_best) at = std::max(at, frame.start + frame.period);
  }
  return at;
}

}  // namespace volvr::test
