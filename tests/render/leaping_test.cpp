// SPDX-License-Identifier: Apache-2.0
// What lets rays leap over what cannot be seen, against the plain way to compute it.
#include <algorithm>
#include <cmath>
#include <random>

#include <gtest/gtest.h>

#include <vtkDoubleArray.h>
#include <vtkNew.h>
#include <vtkShortArray.h>
#include <vtkUnsignedCharArray.h>

#include "render/caster/block_ranges.h"
#include "render/caster/distance_map.h"

namespace volvr::test {
namespace {

using render::block_ranges;
using render::BlockRanges;
using render::distance_map;
using render::DistanceMap;
using render::VisibleRanges;

constexpr int side = BlockRanges::side;

template <class Array>
void fill(Array& array, const Eigen::Vector3i& size, int components, std::mt19937& random) {
  array.SetNumberOfComponents(components);
  array.SetNumberOfTuples(size.prod());
  std::uniform_int_distribution<int> values(0, 100);
  for (vtkIdType at = 0; at < array.GetNumberOfValues(); ++at) {
    // Mostly the same, so that blocks differ.
    const int value = values(random);
    array.SetComponent(at / components, static_cast<int>(at % components), value < 99 ? 10 : value);
  }
}

std::pair<double, double> plain_range(vtkDataArray& values, const Eigen::Vector3i& size,
                                      int component, const Eigen::Vector3i& block) {
  double low = 1e9;
  double high = -1e9;
  const Eigen::Vector3i first = block * side;
  const Eigen::Vector3i last = (first.array() + side).min(size.array() - 1);
  for (int z = first[2]; z <= last[2]; ++z) {
    for (int y = first[1]; y <= last[1]; ++y) {
      for (int x = first[0]; x <= last[0]; ++x) {
        const double value = values.GetComponent((z * size[1] + y) * size[0] + x, component);
        low = std::min(low, value);
        high = std::max(high, value);
      }
    }
  }
  return {low, high};
}

void expect_ranges(vtkDataArray& values, const Eigen::Vector3i& size, int component) {
  const BlockRanges ranges = block_ranges(values, size, component, 0.0, 100.0);
  std::size_t at = 0;
  for (int z = 0; z < ranges.blocks[2]; ++z) {
    for (int y = 0; y < ranges.blocks[1]; ++y) {
      for (int x = 0; x < ranges.blocks[0]; ++x, ++at) {
        const auto [low, high] = plain_range(values, size, component, {x, y, z});
        ASSERT_EQ(ranges.low[at], static_cast<int>(std::floor(low * 655.35)));
        ASSERT_EQ(ranges.high[at], static_cast<int>(std::ceil(high * 655.35)));
      }
    }
  }
  EXPECT_EQ(at, ranges.count());
}

TEST(Leaping, BlocksHoldTheRangeOfTheirVoxelsAndTheNext) {
  std::mt19937 random(3);
  for (const Eigen::Vector3i& size : {Eigen::Vector3i(2, 2, 2), Eigen::Vector3i(9, 17, 10),
                                      Eigen::Vector3i(40, 23, 8), Eigen::Vector3i(3, 41, 33)}) {
    vtkNew<vtkShortArray> shorts;
    fill(*shorts, size, 1, random);
    expect_ranges(*shorts, size, 0);
    vtkNew<vtkDoubleArray> doubles;
    fill(*doubles, size, 1, random);
    expect_ranges(*doubles, size, 0);
    vtkNew<vtkUnsignedCharArray> colours;
    fill(*colours, size, 4, random);
    expect_ranges(*colours, size, 3);
  }
}

BlockRanges random_blocks(const Eigen::Vector3i& blocks, double part, std::mt19937& random) {
  BlockRanges ranges;
  ranges.blocks = blocks;
  ranges.low.assign(ranges.count() + 1, 0);
  ranges.high.assign(ranges.count() + 1, 0);
  std::bernoulli_distribution visible(part);
  for (std::size_t at = 0; at < ranges.count(); ++at) ranges.high[at] = visible(random) ? 65535 : 0;
  return ranges;
}

int plain_distance(const BlockRanges& ranges, const Eigen::Vector3i& from) {
  int nearest = render::farthest_block;
  std::size_t at = 0;
  for (int z = 0; z < ranges.blocks[2]; ++z) {
    for (int y = 0; y < ranges.blocks[1]; ++y) {
      for (int x = 0; x < ranges.blocks[0]; ++x, ++at) {
        if (ranges.high[at] == 0) continue;
        nearest = std::min(nearest, (Eigen::Vector3i(x, y, z) - from).cwiseAbs().maxCoeff());
      }
    }
  }
  return nearest;
}

TEST(Leaping, DistancesAreThoseToTheNearestVisibleBlock) {
  std::mt19937 random(11);
  const std::vector<float> opacities{0.0F, 0.0F, 0.0F, 1.0F};
  for (const Eigen::Vector3i& blocks :
       {Eigen::Vector3i(1, 1, 1), Eigen::Vector3i(5, 4, 3), Eigen::Vector3i(70, 5, 4),
        Eigen::Vector3i(64, 3, 7), Eigen::Vector3i(129, 2, 2)}) {
    for (const double part : {0.0, 0.004, 0.1, 1.0}) {
      const BlockRanges ranges = random_blocks(blocks, part, random);
      const DistanceMap map = distance_map(ranges, VisibleRanges(opacities));
      std::size_t at = 0;
      for (int z = 0; z < blocks[2]; ++z) {
        for (int y = 0; y < blocks[1]; ++y) {
          for (int x = 0; x < blocks[0]; ++x, ++at) {
            ASSERT_EQ(int{map.distance[at]}, plain_distance(ranges, {x, y, z}))
                << blocks.transpose() << " " << x << " " << y << " " << z;
          }
        }
      }
    }
  }
}

// So many blocks that threads share them.
TEST(Leaping, ManyBlocksHaveTheSameDistancesAsFew) {
  std::mt19937 random(17);
  const Eigen::Vector3i blocks(90, 40, 37);
  BlockRanges ranges = random_blocks(blocks, 0.0, random);
  std::vector<Eigen::Vector3i> seen;
  for (int i = 0; i < 12; ++i) {
    seen.emplace_back(static_cast<int>(random() % 90U), static_cast<int>(random() % 40U),
                      static_cast<int>(random() % 37U));
    const Eigen::Vector3i& at = seen.back();
    ranges.high[static_cast<std::size_t>((at[2] * blocks[1] + at[1]) * blocks[0] + at[0])] = 65535;
  }
  const DistanceMap map =
      distance_map(ranges, VisibleRanges(std::vector<float>{0.0F, 0.0F, 0.0F, 1.0F}));
  std::size_t at = 0;
  for (int z = 0; z < blocks[2]; ++z) {
    for (int y = 0; y < blocks[1]; ++y) {
      for (int x = 0; x < blocks[0]; ++x, ++at) {
        int nearest = render::farthest_block;
        for (const Eigen::Vector3i& other : seen) {
          nearest = std::min(nearest, (Eigen::Vector3i(x, y, z) - other).cwiseAbs().maxCoeff());
        }
        ASSERT_EQ(int{map.distance[at]}, nearest) << x << " " << y << " " << z;
      }
    }
  }
}

TEST(Leaping, ABlockIsVisibleWhereInterpolatingTheTableShowsAnything) {
  std::mt19937 random(5);
  std::vector<float> opacities(1024, 0.0F);
  for (int i = 0; i < 6; ++i) opacities[random() % 1024] = 0.5F;
  const VisibleRanges visible(opacities);
  const auto shown = [&](double value) {
    const double place = std::clamp(value * 1024.0 - 0.5, 0.0, 1023.0);
    const auto entry = static_cast<std::size_t>(place);
    const double part = place - static_cast<double>(entry);
    const double next = opacities[std::min<std::size_t>(entry + 1, 1023)];
    return (1.0 - part) * opacities[entry] + part * next > 0.0;
  };
  for (int run = 0; run < 4000; ++run) {
    const auto low = static_cast<std::uint16_t>(random() % 65536);
    const auto high =
        static_cast<std::uint16_t>(std::min<unsigned long>(65535, low + random() % 90));
    bool any = false;
    for (int value = low; value <= high; ++value) any = any || shown(value / 65535.0);
    if (any) {
      ASSERT_TRUE(visible.any(low, high)) << low << " to " << high;
    }
  }
  EXPECT_FALSE(VisibleRanges(std::vector<float>(1024, 0.0F)).any(0, 65535));
}

TEST(Leaping, ABlockHoldsTheSurfacesWithinItsRange) {
  BlockRanges ranges;
  ranges.blocks = {3, 1, 1};
  ranges.low = {0, 30000, 40000, 0};
  ranges.high = {20000, 39999, 65535, 0};
  const std::vector<double> one{0.5};
  const DistanceMap map = distance_map(ranges, std::span<const double>(one));
  EXPECT_EQ(int{map.distance[0]}, 1);
  EXPECT_EQ(int{map.distance[1]}, 0);
  EXPECT_EQ(int{map.distance[2]}, 1);
}

}  // namespace
}  // namespace volvr::test
