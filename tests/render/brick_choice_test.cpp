// SPDX-License-Identifier: Apache-2.0
// Which bricks of a volume are wanted, where they go, and what is in them: without a GPU.
#include <algorithm>
#include <random>
#include <set>
#include <tuple>

#include <gtest/gtest.h>

#include <vtkNew.h>
#include <vtkShortArray.h>

#include "render/caster/brick_cache.h"
#include "render/caster/brick_choice.h"
#include "render/caster/brick_pyramid.h"

namespace volvr::test {
namespace {

using namespace render;

constexpr int core = BrickLayout::core;
using Key = std::tuple<int, int, int, int>;

Key key_of(const BrickId& id) {
  return {id.level, id.at[0], id.at[1], id.at[2]};
}

std::set<Key> keys_of(const std::vector<BrickId>& bricks) {
  std::set<Key> keys;
  for (const BrickId& id : bricks) keys.insert(key_of(id));
  return keys;
}

BrickNeeds all_of(const Eigen::Vector3i& size, int levels) {
  return brick_needs(size, levels, {}, [](std::size_t) { return true; });
}

// From far before the middle of the volume's x-y side, all of it in sight.
BrickView view_from(const Eigen::Vector3d& eye) {
  BrickView view;
  view.eye = eye;
  for (Eigen::Vector4d& side : view.sides) side = {0, 0, 0, 1};
  return view;
}

const auto nowhere = [](const BrickId&) { return false; };

TEST(BrickNeeds, AreTheBricksAroundNeededBlocksAndAllThatHoldThem) {
  const Eigen::Vector3i size(300, 130, 61);
  const Eigen::Vector3i blocks(75, 33, 15);
  // One block, whose cells end at the border of two bricks.
  const Eigen::Vector3i place(14, 20, 3);
  const auto number =
      static_cast<std::size_t>((place[2] * blocks[1] + place[1]) * blocks[0] + place[0]);
  const auto only = [&](std::size_t block) { return block == number; };
  const BrickNeeds plain = brick_needs(size, 3, {blocks, 4, 0}, only);
  ASSERT_EQ(plain.levels.size(), 3U);
  EXPECT_EQ(plain.levels[0].bricks, Eigen::Vector3i(5, 3, 2));
  EXPECT_EQ(plain.levels[1].bricks, Eigen::Vector3i(3, 2, 1));
  EXPECT_EQ(plain.levels[2].bricks, Eigen::Vector3i(2, 1, 1));
  EXPECT_EQ(std::ranges::count(plain.levels[0].needed, 1), 1);
  EXPECT_TRUE(plain.has({0, {0, 1, 0}}));
  EXPECT_TRUE(plain.has({1, {0, 0, 0}}));
  EXPECT_TRUE(plain.has({2, {0, 0, 0}}));
  EXPECT_EQ(std::ranges::count(plain.levels[2].needed, 1), 1);
  const BrickNeeds wide = brick_needs(size, 3, {blocks, 4, 1}, only);
  EXPECT_EQ(std::ranges::count(wide.levels[0].needed, 1), 2);
  EXPECT_TRUE(wide.has({0, {1, 1, 0}}));
  // Blocks that do not divide a brick belong to both.
  const BrickNeeds straddling =
      brick_needs(size, 1, {{38, 17, 8}, 8, 0}, [](std::size_t block) { return block == 7; });
  EXPECT_TRUE(straddling.has({0, {0, 0, 0}}));
  EXPECT_TRUE(straddling.has({0, {1, 0, 0}}));
}

TEST(BrickChoice, TakesAllOfTheFinestLevelWhereThereIsRoomAndNothingThatIsHidden) {
  const Eigen::Vector3i size(300, 130, 61);
  BrickNeeds needs = all_of(size, 3);
  const auto all = choose_bricks(needs, size, view_from({0, 0, -500}), 30, nowhere);
  EXPECT_EQ(all.size(), 30U);
  for (const BrickId& id : all) EXPECT_EQ(id.level, 0);
  const Eigen::Vector3i blocks(75, 33, 15);
  needs = brick_needs(size, 3, {blocks, 4, 0}, [](std::size_t block) { return block % 75 < 15; });
  const auto some = choose_bricks(needs, size, view_from({0, 0, -500}), 30, nowhere);
  EXPECT_EQ(some.size(), 6U);
  for (const BrickId& id : some) EXPECT_EQ(id.at[0], 0);
}

TEST(BrickChoice, WithLittleRoomTakesWhatLooksLargestOnce) {
  const Eigen::Vector3i size(8 * core, 8 * core, 8 * core);
  const BrickNeeds needs = all_of(size, 4);
  const Eigen::Vector3d eye(30, 30, -40);
  for (const std::size_t room : {0U, 5U, 9U, 40U, 100U, 300U, 511U, 512U}) {
    const auto wanted = choose_bricks(needs, size, view_from(eye), room, nowhere);
    EXPECT_LE(wanted.size(), room);
    EXPECT_GE(wanted.size() + 7, std::min<std::size_t>(room, 512)) << "room is used";
    EXPECT_EQ(keys_of(wanted).size(), wanted.size());
    // No place is wanted twice.
    std::set<Key> places;
    std::size_t covered = 0;
    for (const BrickId& id : wanted) {
      const int parts = 1 << id.level;
      for_each_place(parts * id.at, (parts * (id.at.array() + 1)).matrix(),
                     [&](const Eigen::Vector3i& at) {
                       places.insert(key_of({0, at}));
                       ++covered;
                     });
    }
    EXPECT_EQ(places.size(), covered);
    if (room >= 40) {
      EXPECT_EQ(key_of(wanted.front()), key_of({0, {0, 0, 0}})) << room;
    }
    if (room == 512) {
      EXPECT_EQ(wanted.size(), 512U);
    }
  }
}

TEST(BrickChoice, PrefersWhatIsOnTheScreen) {
  const Eigen::Vector3i size(8 * core, 8 * core, 8 * core);
  const BrickNeeds needs = all_of(size, 4);
  BrickView view = view_from({240, 240, -600});
  view.sides[0] = {1, 0, 0, -5.0 * core};  // the right three of eight
  std::size_t seen = 0;
  for (const BrickId& id : choose_bricks(needs, size, view, 250, nowhere)) {
    if (id.level == 0) seen += on_screen(view, id, size) ? 1U : 0U;
  }
  EXPECT_GE(seen, 3U * 64);
}

TEST(BrickChoice, KeepsWhatIsThereWhenTwoLookAlike) {
  const Eigen::Vector3i size(4 * core, core, core);
  const BrickNeeds needs = all_of(size, 3);
  const auto left = choose_bricks(needs, size, view_from({115, 30, -200}), 3, nowhere);
  const auto kept = keys_of(left);
  const auto is_there = [&](const BrickId& id) { return kept.contains(key_of(id)); };
  // The eye moves a little over the middle: alone, the other half would be chosen.
  const auto fresh = choose_bricks(needs, size, view_from({125, 30, -200}), 3, nowhere);
  ASSERT_NE(keys_of(fresh), kept);
  EXPECT_EQ(keys_of(choose_bricks(needs, size, view_from({125, 30, -200}), 3, is_there)), kept);
}

TEST(BrickCache, EachPlaceShowsTheFinestBrickThatIsThere) {
  const Eigen::Vector3i size(4 * core, 2 * core, core);
  const BrickNeeds needs = all_of(size, 3);
  BrickCache cache(needs, 4);
  EXPECT_EQ(cache.first_loads().size(), 1U);
  EXPECT_EQ(cache.room(), 3U);
  for (const BrickCache::Page& page : cache.pages()) EXPECT_EQ(page.level, 2);
  const std::vector<BrickId> wanted{{0, {1, 0, 0}}, {1, {0, 0, 0}}, {0, {3, 1, 0}}, {0, {0, 0, 0}}};
  auto loads = cache.make_room(wanted, 2);
  ASSERT_EQ(loads.size(), 2U);
  EXPECT_EQ(key_of(loads[0].id), key_of(wanted[0]));
  EXPECT_EQ(cache.missing(), 2U);
  std::vector<int> levels;
  for (const BrickCache::Page& page : cache.pages()) levels.push_back(page.level);
  EXPECT_EQ(levels, (std::vector<int>{1, 0, 2, 2, 1, 1, 2, 2}));
  loads = cache.make_room(wanted, 9);
  EXPECT_EQ(loads.size(), 1U) << "one slot was left, the others are wanted";
  EXPECT_EQ(cache.missing(), 1U);
  EXPECT_TRUE(cache.make_room(std::span(wanted).first(3), 9).empty());
  EXPECT_EQ(cache.missing(), 0U);
}

TEST(BrickCache, ReplacesWhatNobodyWantedForLongest) {
  const Eigen::Vector3i size(8 * core, core, core);
  BrickCache cache(all_of(size, 4), 4);
  const auto brick = [](int x) { return BrickId{0, {x, 0, 0}}; };
  cache.make_room(std::vector{brick(0)}, 9);
  cache.make_room(std::vector{brick(1)}, 9);
  cache.make_room(std::vector{brick(2)}, 9);
  cache.make_room(std::vector{brick(0)}, 9);
  cache.make_room(std::vector{brick(3)}, 9);
  EXPECT_TRUE(cache.has(brick(0)));
  EXPECT_FALSE(cache.has(brick(1)));
  EXPECT_TRUE(cache.has(brick(2)));
  EXPECT_TRUE(cache.has({3, {0, 0, 0}})) << "the coarsest level stays";
}

TEST(BrickCache, SlotsAreWithinBytesAndSide) {
  for (const std::uint64_t slots : {1, 2, 8, 9, 27, 30, 100, 1000, 40000}) {
    for (const int side : {64, 128, 192, 2048, 16384}) {
      const Eigen::Vector3i atlas = atlas_slots(slots * 10 + 3, 10, side, 5000);
      const auto all = atlas.cast<std::uint64_t>().prod();
      const auto longest = static_cast<std::uint64_t>(side / 64);
      const std::uint64_t most =
          std::min({slots, std::uint64_t{5000}, longest * longest * longest});
      EXPECT_LE(atlas.maxCoeff(), side / 64);
      EXPECT_LE(all, most);
      EXPECT_GE(all, most * 9 / 10) << slots << " " << side;
    }
  }
  EXPECT_TRUE(atlas_slots(1000, 10, 63, 10).isZero());
}

TEST(BrickPyramid, BricksHoldTheirVoxelsTheNeighboursAndMeans) {
  const Eigen::Vector3i size(67, 63, 5);
  vtkNew<vtkShortArray> values;
  values->SetNumberOfTuples(size.prod());
  std::mt19937 random(4);
  for (vtkIdType at = 0; at < values->GetNumberOfTuples(); ++at) {
    values->SetValue(at, static_cast<short>(static_cast<int>(random() % 4000) - 2000));
  }
  const auto value = [&](int level, Eigen::Vector3i at) {
    const Eigen::Vector3i last = (level_size(size, level).array() - 1).matrix();
    at = at.cwiseMax(0).cwiseMin(last);
    if (level == 0)
      return double{values->GetComponent((at[2] * size[1] + at[1]) * size[0] + at[0], 0)};
    double sum = 0.0;
    int count = 0;
    for_each_place(2 * at, (2 * at.array() + 2).min(size.array()).matrix(),
                   [&](const Eigen::Vector3i& of) {
                     sum += values->GetComponent((of[2] * size[1] + of[1]) * size[0] + of[0], 0);
                     ++count;
                   });
    return std::floor(sum / count + 0.5);
  };
  const BrickPyramid pyramid(*values, size, texels_of(*values), 2);
  ASSERT_EQ(pyramid.levels(), 2);
  std::vector<std::int16_t> brick(pyramid.bytes_per_brick() / 2);
  for (const BrickId& id : {BrickId{0, {0, 0, 0}}, {0, {1, 1, 0}}, {1, {0, 0, 0}}}) {
    pyramid.cut(id, reinterpret_cast<std::byte*>(brick.data()));
    auto texel = brick.begin();
    const Eigen::Vector3i first = (id.at.array() * core - BrickLayout::apron).matrix();
    for_each_place(first, (first.array() + BrickLayout::stored).matrix(),
                   [&](const Eigen::Vector3i& at) {
                     ASSERT_EQ(*texel++, value(id.level, at)) << at.transpose();
                   });
  }
}

}  // namespace
}  // namespace volvr::test
