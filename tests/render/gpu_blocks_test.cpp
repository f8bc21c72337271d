// SPDX-License-Identifier: Apache-2.0
// What rays leap by, made by compute shaders, against the same made by processors.
#include <cmath>
#include <limits>
#include <random>

#include <gtest/gtest.h>

#include <vtkDoubleArray.h>
#include <vtkFloatArray.h>
#include <vtkNew.h>
#include <vtkShortArray.h>
#include <vtkSignedCharArray.h>
#include <vtkUnsignedCharArray.h>
#include <vtkUnsignedShortArray.h>

#include "render/caster/gpu_blocks.h"
#include "render/caster/volume_texture.h"
#include "render/in_context.h"

namespace volvr::test {
namespace {

using render::BlockRanges;
using render::GpuBlocks;
using render::VisibleRanges;

class GpuBlocksTest : public InContext {
 protected:
  void SetUp() override {
    InContext::SetUp();
    if (!IsSkipped()) require_compute();
  }
};

BlockRanges ranges_of(const GpuBlocks& blocks) {
  BlockRanges ranges;
  ranges.blocks = blocks.blocks();
  const auto both = content<std::uint16_t>(blocks.ranges(), GL_RG, GL_UNSIGNED_SHORT, 2);
  ranges.low.resize(ranges.count() + 1);
  ranges.high.resize(ranges.count() + 1);
  for (std::size_t at = 0; at < ranges.count(); ++at) {
    ranges.low[at] = both[2 * at];
    ranges.high[at] = both[2 * at + 1];
  }
  return ranges;
}

std::vector<std::uint8_t> distances_of(const GpuBlocks& blocks) {
  return content<std::uint8_t>(blocks.distances(), GL_RED_INTEGER, GL_UNSIGNED_BYTE, 1);
}

// Mostly the same, so that blocks differ.
void fill(vtkDataArray& array, const Eigen::Vector3i& size, double lowest, double highest,
          std::mt19937& random) {
  array.SetNumberOfTuples(size.prod());
  std::uniform_real_distribution<double> values(lowest, highest);
  std::bernoulli_distribution other(0.02);
  for (vtkIdType at = 0; at < array.GetNumberOfTuples(); ++at) {
    for (int component = 0; component < array.GetNumberOfComponents(); ++component) {
      const double value = other(random) ? values(random) : lowest + 0.3 * (highest - lowest);
      array.SetComponent(at, component, value);
    }
  }
}

render::GpuVoxels voxels_of(const render::VolumeTexture& texture, vtkDataArray& values,
                            const Eigen::Vector3i& size) {
  const bool colour = values.GetNumberOfComponents() == 4;
  const double* range = values.GetFiniteRange(colour ? 3 : 0);
  return {.texture = texture.handle(),
          .size = size,
          .colour = colour,
          .whole_numbers = values.GetDataTypeSize() <= 2,
          .unit = texture.unit(),
          .lowest = range[0],
          .highest = range[1] > range[0] ? range[1] : range[0] + 1.0};
}

// The least and greatest number of a block, on the scale of BlockRanges, computed the plain way.
std::pair<double, double> plain(vtkDataArray& values, const render::GpuVoxels& voxels,
                                const Eigen::Vector3i& block, int side) {
  const Eigen::Vector3i first = block * side;
  const Eigen::Vector3i last = (first.array() + side).min(voxels.size.array() - 1);
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for (int z = first[2]; z <= last[2]; ++z) {
    for (int y = first[1]; y <= last[1]; ++y) {
      for (int x = first[0]; x <= last[0]; ++x) {
        const vtkIdType at = (vtkIdType{z} * voxels.size[1] + y) * voxels.size[0] + x;
        const double value = values.GetComponent(at, voxels.colour ? 3 : 0);
        if (std::isnan(value)) continue;
        low = std::min(low, value);
        high = std::max(high, value);
      }
    }
  }
  const auto place = [&](double value) {
    return std::clamp((value - voxels.lowest) * 65535.0 / (voxels.highest - voxels.lowest), 0.0,
                      65535.0);
  };
  return low <= high ? std::pair(place(low), place(high)) : std::pair(65535.0, 0.0);
}

void expect_ranges(vtkOpenGLRenderWindow& window, vtkDataArray& values,
                   const Eigen::Vector3i& size) {
  render::VolumeTexture texture;
  texture.upload(window, values, size);
  const render::GpuVoxels voxels = voxels_of(texture, values, size);
  const double room = voxels.whole_numbers ? 0.0 : 1.0;
  for (const int side : {4, 5, 8}) {
    GpuBlocks blocks;
    blocks.take_volume(window, voxels, side);
    const BlockRanges ranges = ranges_of(blocks);
    ASSERT_EQ(ranges.blocks, Eigen::Vector3i(((size.array() - 2 + side) / side).max(1)));
    std::size_t at = 0;
    for (int z = 0; z < ranges.blocks[2]; ++z) {
      for (int y = 0; y < ranges.blocks[1]; ++y) {
        for (int x = 0; x < ranges.blocks[0]; ++x, ++at) {
          const auto [low, high] = plain(values, voxels, {x, y, z}, side);
          ASSERT_LE(ranges.low[at], std::floor(low)) << values.GetDataTypeAsString() << side;
          ASSERT_GE(ranges.low[at], std::floor(low) - room);
          ASSERT_GE(ranges.high[at], std::ceil(high));
          ASSERT_LE(ranges.high[at], std::ceil(high) + room);
        }
      }
    }
    if (side == BlockRanges::side && voxels.whole_numbers) {
      const BlockRanges same =
          render::block_ranges(values, size, voxels.colour ? 3 : 0, voxels.lowest, voxels.highest);
      for (std::size_t block = 0; block < ranges.count(); ++block) {
        ASSERT_EQ(ranges.low[block], same.low[block]);
        ASSERT_EQ(ranges.high[block], same.high[block]);
      }
    }
    blocks.free();
  }
  texture.free();
}

TEST_F(GpuBlocksTest, HoldTheRangesThatTheProcessorsFind) {
  in_context([](vtkOpenGLRenderWindow& window) {
    std::mt19937 random(5);
    for (const Eigen::Vector3i& size : {Eigen::Vector3i(23, 17, 10), Eigen::Vector3i(2, 2, 41)}) {
      vtkNew<vtkShortArray> shorts;
      fill(*shorts, size, -1024, 3071, random);
      expect_ranges(window, *shorts, size);
      fill(*shorts, size, -32767, 32767, random);
      expect_ranges(window, *shorts, size);
      vtkNew<vtkUnsignedShortArray> counts;
      fill(*counts, size, 0, 65535, random);
      expect_ranges(window, *counts, size);
      vtkNew<vtkUnsignedCharArray> bytes;
      fill(*bytes, size, 3, 250, random);
      expect_ranges(window, *bytes, size);
      vtkNew<vtkSignedCharArray> small;
      fill(*small, size, -100, 100, random);
      expect_ranges(window, *small, size);
      vtkNew<vtkUnsignedCharArray> colours;
      colours->SetNumberOfComponents(4);
      fill(*colours, size, 0, 255, random);
      expect_ranges(window, *colours, size);
      vtkNew<vtkFloatArray> floats;
      fill(*floats, size, -0.5, 7.25, random);
      expect_ranges(window, *floats, size);
      vtkNew<vtkDoubleArray> doubles;
      fill(*doubles, size, 2.0, 9.0, random);
      expect_ranges(window, *doubles, size);
    }
  });
}

TEST_F(GpuBlocksTest, WhatIsNoNumberIsInNoRange) {
  in_context([](vtkOpenGLRenderWindow& window) {
    const Eigen::Vector3i size(13, 12, 5);
    vtkNew<vtkFloatArray> floats;
    floats->SetNumberOfTuples(size.prod());
    for (vtkIdType at = 0; at < floats->GetNumberOfTuples(); ++at) {
      const float odd[] = {std::numeric_limits<float>::quiet_NaN(), 2.0F, 5.0F,
                           std::numeric_limits<float>::infinity(),
                           -std::numeric_limits<float>::infinity()};
      floats->SetValue(at, at % 13 > 8 ? odd[0] : odd[at % 5]);
    }
    expect_ranges(window, *floats, size);
  });
}

TEST_F(GpuBlocksTest, TheLeastNumberOfSixteenBitsCountsAsTheTextureHoldsIt) {
  in_context([](vtkOpenGLRenderWindow& window) {
    const Eigen::Vector3i size(5, 5, 5);
    vtkNew<vtkShortArray> shorts;
    shorts->SetNumberOfTuples(size.prod());
    shorts->Fill(-32768);
    shorts->SetValue(0, 32767);
    render::VolumeTexture texture;
    texture.upload(window, *shorts, size);
    GpuBlocks blocks;
    blocks.take_volume(window, voxels_of(texture, *shorts, size), 4);
    EXPECT_LE(ranges_of(blocks).low[0], 1) << "-32767 is what rays see there";
    EXPECT_EQ(ranges_of(blocks).high[0], 65535);
    blocks.free();
    texture.free();
  });
}

std::vector<float> random_opacities(std::size_t entries, double part, std::mt19937& random) {
  std::vector<float> opacities(entries);
  std::bernoulli_distribution shown(part);
  for (float& opacity : opacities) opacity = shown(random) ? 0.5F : 0.0F;
  return opacities;
}

TEST_F(GpuBlocksTest, LieAsFarFromWhatIsSeenAsTheProcessorsFind) {
  in_context([](vtkOpenGLRenderWindow& window) {
    std::mt19937 random(7);
    for (const Eigen::Vector3i& size :
         {Eigen::Vector3i(300, 33, 9), Eigen::Vector3i(20, 270, 8), Eigen::Vector3i(9, 20, 280),
          Eigen::Vector3i(1, 1, 90), Eigen::Vector3i(90, 1, 1), Eigen::Vector3i(1, 1, 1)}) {
      vtkNew<vtkShortArray> values;
      values->SetNumberOfTuples(size.prod());
      values->Fill(0);
      std::uniform_int_distribution<vtkIdType> anywhere(0, size.prod() - 1);
      for (int spot = 0; spot < 8; ++spot) {
        values->SetValue(anywhere(random), static_cast<short>(100 * spot));
      }
      render::VolumeTexture texture;
      texture.upload(window, *values, size);
      GpuBlocks blocks;
      blocks.take_volume(window, voxels_of(texture, *values, size), 4);
      const BlockRanges ranges = ranges_of(blocks);
      const auto expect_same = [&](const render::DistanceMap& expected, const std::string& what) {
        const auto distances = distances_of(blocks);
        for (std::size_t at = 0; at < ranges.count(); ++at) {
          ASSERT_EQ(int{distances[at]}, int{expected.distance[at]})
              << what << ", block " << at << " of " << size.transpose();
        }
      };
      for (const std::size_t entries : {std::size_t{1024}, std::size_t{5000}, std::size_t{2}}) {
        for (const double part : {0.0, 0.002, 0.3, 1.0}) {
          std::vector<float> opacities = random_opacities(entries, part, random);
          if (part < 1.0) opacities[0] = 0.0F;
          const VisibleRanges visible(opacities);
          blocks.take_opacities(window, visible);
          expect_same(distance_map(ranges, visible),
                      std::to_string(entries) + " entries, part " + std::to_string(part));
        }
      }
      for (const std::vector<double>& iso :
           {std::vector<double>{0.5}, {0.11, 0.9, 0.95}, {1.5}, {}}) {
        blocks.take_values(window, iso);
        expect_same(distance_map(ranges, std::span<const double>(iso)), "isosurface");
      }
      blocks.free();
      EXPECT_EQ(blocks.bytes(), 0);
      texture.free();
    }
  });
}

TEST_F(GpuBlocksTest, TakeLittleBesideTheirVolume) {
  for (const std::size_t bytes : {1, 2, 4}) {
    const double side = GpuBlocks::side_for(bytes);
    const double blocks = std::pow(std::ceil(511.0 / side), 3);
    const double part = blocks * 5.0 / (std::pow(512.0, 3) * static_cast<double>(bytes));
    EXPECT_LT(part, 0.026) << bytes << " bytes a voxel";
    EXPECT_LE(side, 6);
    EXPECT_GE(side, 4);
  }
  EXPECT_EQ(GpuBlocks::side_for(2), 5);
  in_context([](vtkOpenGLRenderWindow& window) {
    const Eigen::Vector3i size(256, 256, 128);
    vtkNew<vtkShortArray> values;
    values->SetNumberOfTuples(size.prod());
    values->Fill(1);
    render::VolumeTexture texture;
    texture.upload(window, *values, size);
    GpuBlocks blocks;
    blocks.take_volume(window, voxels_of(texture, *values, size), GpuBlocks::side_for(2));
    std::mt19937 random(1);
    blocks.take_opacities(window, VisibleRanges(random_opacities(1024, 0.1, random)));
    const auto all = static_cast<double>(texture.bytes() + blocks.bytes());
    EXPECT_LT(all, 1.03 * static_cast<double>(size.prod()) * 2.0);
    blocks.free();
    texture.free();
  });
}

TEST_F(GpuBlocksTest, AreNotMadeOfRowsTooLongForAWorkGroup) {
  in_context([](vtkOpenGLRenderWindow&) {
    EXPECT_TRUE(GpuBlocks::can_make({4097, 2, 2}, 4));
    EXPECT_FALSE(GpuBlocks::can_make({4098, 2, 2}, 4));
  });
}

}  // namespace
}  // namespace volvr::test
