// SPDX-License-Identifier: Apache-2.0
#include "render/caster/path_choice.h"

#include <algorithm>
#include <cmath>

namespace volvr::render {

namespace {

double middle(std::vector<double> times) {
  const auto at = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
  std::ranges::nth_element(times, at);
  return *at;
}

}  // namespace

PathChoice::Kind& PathChoice::kind_of(const ProgramKey& kind, double now) {
  const auto [at, is_new] = kinds_.try_emplace(kind);
  Kind& found = at->second;
  if (!is_new) return found;
  found.since = now;
  if (!last_.decided) return found;
  found.compute = last_.compute;
  found.ratio = last_.ratio;
  found.measuring = last_.ratio < options_.clear;
  return found;
}

void PathChoice::begin(Kind& kind) const {
  for (Way& way : kind.ways) {
    way.planned = 0;
    way.times.clear();
  }
  kind.measuring = true;
}

PathChoice::Plan PathChoice::next(ProgramKey key, double now) {
  key.compute = false;
  Kind& kind = kind_of(key, now);
  const double rest = std::min(options_.recheck * kind.ratio * kind.ratio, options_.longest);
  if (!kind.measuring && now - kind.since >= rest) begin(kind);
  if (!kind.measuring) return {kind.compute, false};

  // In turn, so that a view that changes is the same for both.
  Way* const chosen = &kind.ways[kind.compute ? 1 : 0];
  Way* const other = &kind.ways[kind.compute ? 0 : 1];
  Way* next = chosen->planned <= other->planned ? chosen : other;
  if (next->planned >= wanted(*next)) next = next == chosen ? other : chosen;
  if (next->planned < wanted(*next)) {
    ++next->planned;
    kind.since = now;
    return {next == &kind.ways[1], true};
  }
  if (now - kind.since > options_.patience) {
    for (Way& way : kind.ways) way.planned = static_cast<int>(way.times.size());
    kind.since = now;
  }
  return {kind.compute, false};
}

void PathChoice::measured(ProgramKey key, bool compute, double seconds_a_pixel, double now) {
  key.compute = false;
  const auto at = kinds_.find(key);
  if (at == kinds_.end() || !at->second.measuring) return;
  Way& way = at->second.ways[compute ? 1 : 0];
  if (!std::isfinite(seconds_a_pixel) || seconds_a_pixel < 0.0) {
    way.planned = std::max(way.planned - 1, 0);
    return;
  }
  if (!way.warm) {
    way.warm = true;
    way.planned = std::max(way.planned - 1, 0);
    return;
  }
  way.times.push_back(seconds_a_pixel);
  decide(at->second, now);
}

void PathChoice::decide(Kind& kind, double now) {
  const auto enough = static_cast<std::size_t>(options_.pictures);
  if (std::ranges::any_of(kind.ways, [&](const Way& way) { return way.times.size() < enough; })) {
    return;
  }
  constexpr double shortest = 1e-15;  // of a pixel; clocks of graphics cards count nanoseconds
  const double fragments = std::max(middle(kind.ways[0].times), shortest);
  const double compute = std::max(middle(kind.ways[1].times), shortest);
  const double chosen = kind.compute ? compute : fragments;
  const double other = kind.compute ? fragments : compute;
  const bool change = other < options_.advantage * chosen;
  if (change) kind.compute = !kind.compute;
  kind.ratio = std::max(change ? chosen / other : other / chosen, 1.0);
  kind.decided = true;
  kind.measuring = false;
  kind.since = now;
  last_ = kind;
}

}  // namespace volvr::render
