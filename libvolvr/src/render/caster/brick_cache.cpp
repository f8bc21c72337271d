// SPDX-License-Identifier: Apache-2.0
#include "render/caster/brick_cache.h"

#include <algorithm>

namespace volvr::render {

Eigen::Vector3i atlas_slots(std::uint64_t bytes, std::uint64_t bytes_per_brick, int side,
                            std::uint64_t most) {
  const std::uint64_t wanted = std::min(bytes / bytes_per_brick, most);
  const int longest = side / BrickLayout::stored;
  Eigen::Vector3i best = Eigen::Vector3i::Zero();
  std::uint64_t slots = 0;
  for (int x = 1; x <= longest; ++x) {
    for (int y = 1; y <= x; ++y) {
      const auto layer = static_cast<std::uint64_t>(x) * static_cast<std::uint64_t>(y);
      const auto deep = static_cast<int>(std::min<std::uint64_t>(wanted / layer, y));
      const std::uint64_t all = layer * static_cast<std::uint64_t>(deep);
      if (all <= slots) continue;
      slots = all;
      best = {x, y, deep};
    }
  }
  return best;
}

BrickCache::BrickCache(const BrickNeeds& levels, std::size_t slots)
    : grids_(levels.levels), slots_(slots) {
  for (BrickNeeds::Level& grid : grids_) {
    slot_of_.emplace_back(grid.needed.size(), none);
    grid.needed.clear();
  }
  const int top = static_cast<int>(grids_.size()) - 1;
  for_each_place(Eigen::Vector3i::Zero(), grids_.back().bricks, [&](const Eigen::Vector3i& at) {
    const BrickId id{top, at};
    slot_of(id) = static_cast<std::int32_t>(pinned_);
    slots_[pinned_++] = {id, true, 0};
  });
}

std::int32_t& BrickCache::slot_of(const BrickId& id) {
  const auto level = static_cast<std::size_t>(id.level);
  return slot_of_[level][grids_[level].index(id.at)];
}

bool BrickCache::has(const BrickId& id) const {
  const auto level = static_cast<std::size_t>(id.level);
  return slot_of_[level][grids_[level].index(id.at)] != none;
}

std::vector<BrickCache::Load> BrickCache::first_loads() const {
  std::vector<Load> loads;
  for (std::size_t slot = 0; slot < pinned_; ++slot) loads.push_back({slots_[slot].id, slot});
  return loads;
}

std::vector<BrickCache::Load> BrickCache::make_room(std::span<const BrickId> wanted,
                                                    std::size_t most) {
  ++time_;
  std::vector<BrickId> absent;
  for (const BrickId& id : wanted) {
    const std::int32_t slot = slot_of(id);
    if (slot == none) {
      absent.push_back(id);
    } else {
      slots_[static_cast<std::size_t>(slot)].wanted = time_;
    }
  }
  const std::size_t now = std::min(absent.size(), most);
  std::vector<Load> loads;
  if (now > 0) {
    std::vector<std::size_t> free;
    for (std::size_t slot = pinned_; slot < slots_.size(); ++slot) {
      if (slots_[slot].wanted < time_) free.push_back(slot);
    }
    std::ranges::stable_sort(free, {}, [&](std::size_t slot) { return slots_[slot].wanted; });
    for (std::size_t at = 0; at < std::min(now, free.size()); ++at) {
      Slot& slot = slots_[free[at]];
      if (slot.used) slot_of(slot.id) = none;
      slot = {absent[at], true, time_};
      slot_of(absent[at]) = static_cast<std::int32_t>(free[at]);
      loads.push_back({absent[at], free[at]});
    }
  }
  missing_ = absent.size() - loads.size();
  return loads;
}

std::vector<BrickCache::Page> BrickCache::pages() const {
  const BrickNeeds::Level& finest = grids_.front();
  std::vector<Page> pages(slot_of_.front().size());
  // The finest of each place is written last.
  for (std::size_t level = grids_.size(); level-- > 0;) {
    const int side = 1 << level;
    for_each_place(Eigen::Vector3i::Zero(), grids_[level].bricks, [&](const Eigen::Vector3i& at) {
      const std::int32_t slot = slot_of_[level][grids_[level].index(at)];
      if (slot == none) return;
      const Page page{static_cast<std::uint32_t>(slot), static_cast<std::uint16_t>(level)};
      const Eigen::Vector3i end = ((at.array() + 1) * side).min(finest.bricks.array()).matrix();
      for_each_place(at * side, end,
                     [&](const Eigen::Vector3i& part) { pages[finest.index(part)] = page; });
    });
  }
  return pages;
}

}  // namespace volvr::render
