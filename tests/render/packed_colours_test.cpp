// SPDX-License-Identifier: Apache-2.0
#include "render/caster/packed_colours.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace volvr::test {
namespace {

using render::PackedColours;

// What is between two entries of a table at (i + 0.5) / size.
double between(const std::vector<float>& colours, double value, std::size_t channel) {
  const double size = static_cast<double>(colours.size()) / 3.0;
  const double place = std::clamp(value * size - 0.5, 0.0, size - 1.0);
  const auto low = static_cast<std::size_t>(std::min(place, size - 2.0));
  const double part = place - static_cast<double>(low);
  return (1.0 - part) * colours[3 * low + channel] + part * colours[3 * (low + 1) + channel];
}

TEST(PackedColours, AreThoseOfTheTable) {
  std::mt19937 random(7);
  for (const std::size_t entries : {2U, 3U, 256U, 1024U}) {
    std::vector<float> colours(3 * entries);
    for (float& channel : colours) channel = static_cast<float>(random() % 1001) / 1000.0F;
    PackedColours packed;
    packed.take(colours);
    ASSERT_EQ(packed.words().size(), PackedColours::steps + 1U);
    double worst = 0.0;
    for (std::size_t at = 0; at < packed.words().size(); ++at) {
      const std::uint32_t word = packed.words()[at];
      const double value = static_cast<double>(at) / PackedColours::steps;
      worst = std::max({worst, std::abs((word & 2047U) / 2047.0 - between(colours, value, 0)),
                        std::abs((word >> 11 & 2047U) / 2047.0 - between(colours, value, 1)),
                        std::abs((word >> 22) / 1023.0 - between(colours, value, 2))});
    }
    EXPECT_LT(worst, 0.125 / 255.0 + 5e-5) << entries;
  }
}

TEST(PackedColours, AreMadeAnewForAnotherTable) {
  PackedColours packed;
  packed.take(std::vector<float>{0, 0, 0, 0, 0, 0});
  EXPECT_EQ(packed.words().back(), 0U);
  packed.take(std::vector<float>{0, 0, 0, 1, 1, 1});
  EXPECT_EQ(packed.words().front(), 0U);
  EXPECT_EQ(packed.words().back(), 0xFFFFFFFFU);
}

}  // namespace
}  // namespace volvr::test
