// SPDX-License-Identifier: Apache-2.0
#include "render/caster/cell_masks.h"

#include <cstdint>
#include <vector>

#include <gtest/gtest.h>

#include "render/caster/distance_map.h"

namespace volvr::test {
namespace {

using render::CellMasks;
using render::VisibleRanges;

// What is seen where all values from `from` on are, of 1024.
std::vector<std::uint32_t> seen_from(std::size_t from) {
  std::vector<float> opacities(1024, 0.0F);
  for (std::size_t at = from; at < opacities.size(); ++at) opacities[at] = 1.0F;
  const VisibleRanges visible(opacities);
  return {visible.least_high().begin(), visible.least_high().end()};
}

class MasksTest : public testing::Test {
 protected:
  void see(std::size_t from) { masks_.see(blocks, seen_from(from)); }
  void make() { masks_.set(3, 0xF0F0); }
  bool is_made() const { return masks_.words()[2 * 3] != 0; }
  bool is_exact_for(std::size_t from) const {
    return std::vector<std::uint32_t>(masks_.least_high().begin(), masks_.least_high().end()) ==
           seen_from(from);
  }

  static constexpr std::size_t blocks = 8;
  CellMasks masks_;
};

TEST_F(MasksTest, AreMadeExactlyForWhatIsSeenFirst) {
  see(500);
  EXPECT_TRUE(is_exact_for(500));
  EXPECT_FALSE(is_made());
}

TEST_F(MasksTest, ServeWhereLessIsSeen) {
  see(500);
  make();
  see(600);
  EXPECT_TRUE(is_made());
  EXPECT_TRUE(is_exact_for(500));
}

TEST_F(MasksTest, OfADragHaveLeewayAndServeForAWhile) {
  see(500);
  make();
  see(498);  // more is seen, one picture later
  EXPECT_FALSE(is_made());
  make();
  for (const std::size_t from : {497U, 499U, 495U, 492U}) {
    see(from);
    EXPECT_TRUE(is_made()) << from;
    const std::vector<std::uint32_t> seen = seen_from(from);
    for (std::size_t low = 0; low < seen.size(); ++low) {
      ASSERT_LE(masks_.least_high()[low], seen[low]) << "a cell that is seen is left out";
    }
  }
  see(498 - 9);  // beyond 1/128
  EXPECT_FALSE(is_made());
}

TEST_F(MasksTest, AreExactAgainAfterAFewPicturesAlike) {
  see(500);
  see(498);
  make();
  masks_.stay();
  masks_.stay();
  EXPECT_TRUE(is_made());
  see(497);
  for (int picture = 0; picture < CellMasks::pictures_at_rest; ++picture) {
    EXPECT_TRUE(is_made());
    masks_.stay();
  }
  EXPECT_FALSE(is_made());
  EXPECT_TRUE(is_exact_for(497));
  make();
  masks_.stay();
  EXPECT_TRUE(is_made());
}

TEST_F(MasksTest, OfAnotherVolumeAreForgotten) {
  see(500);
  make();
  masks_.forget();
  see(500);
  EXPECT_FALSE(is_made());
  EXPECT_TRUE(is_exact_for(500));
}

}  // namespace
}  // namespace volvr::test
