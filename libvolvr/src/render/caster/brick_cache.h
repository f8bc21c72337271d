// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "render/caster/brick_needs.h"

namespace volvr::render {

/// Slots of an atlas along each axis: as many as `bytes` hold and `side` texels allow, at most
/// `most`.
/// @return zero along each axis where not even one fits a side
Eigen::Vector3i atlas_slots(std::uint64_t bytes, std::uint64_t bytes_per_brick, int side,
                            std::uint64_t most);

/// Which brick is in which slot of an atlas. Those of the coarsest level stay for ever.
class BrickCache {
 public:
  /// @param levels  for their bricks; the first slots are taken by the coarsest level
  /// @pre there are more slots than bricks of the coarsest level
  BrickCache(const BrickNeeds& levels, std::size_t slots);

  struct Load {
    BrickId id;
    std::size_t slot;
  };

  /// Of the coarsest level, all of which must be loaded once before anything is drawn.
  std::vector<Load> first_loads() const;

  /// Finds slots for the first of `wanted` that are not there, at most `most` of them, in place of
  /// those that have been wanted by nobody for longest.
  std::vector<Load> make_room(std::span<const BrickId> wanted, std::size_t most);

  /// How many of those that were wanted last are still not there.
  std::size_t missing() const { return missing_; }

  bool has(const BrickId& id) const;

  /// Beside those of the coarsest level.
  std::size_t room() const { return slots_.size() - pinned_; }

  /// For each brick of level 0: slot and level of the finest brick that holds it.
  struct Page {
    std::uint32_t slot = 0;
    std::uint16_t level = 0;
  };
  std::vector<Page> pages() const;

 private:
  struct Slot {
    BrickId id;
    bool used = false;
    std::uint64_t wanted = 0;  // the last time
  };
  static constexpr std::int32_t none = -1;

  std::int32_t& slot_of(const BrickId& id);

  std::vector<BrickNeeds::Level> grids_;            // for their sizes alone
  std::vector<std::vector<std::int32_t>> slot_of_;  // by level and brick
  std::vector<Slot> slots_;
  std::size_t pinned_ = 0;
  std::size_t missing_ = 0;
  std::uint64_t time_ = 0;
};

}  // namespace volvr::render
