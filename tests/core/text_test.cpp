// SPDX-License-Identifier: Apache-2.0
#include "core/text.h"

#include <gtest/gtest.h>

#include <random>

#include "core/suggest.h"

namespace volvr {
namespace {

TEST(Text, NumbersAreReadWhole) {
  EXPECT_EQ(parse_number(" +1.5e2 "), 150.0);
  EXPECT_EQ(parse_number("-0.25"), -0.25);
  EXPECT_EQ(parse_number("1.5mm"), std::nullopt);
  EXPECT_EQ(parse_number("1,5"), std::nullopt);
  EXPECT_EQ(parse_number(""), std::nullopt);
  EXPECT_EQ(parse_number("+-1"), std::nullopt);
  EXPECT_EQ(parse_integer("12"), 12);
  EXPECT_EQ(parse_integer("12.0"), std::nullopt);
  EXPECT_EQ(parse_integer("99999999999999"), std::nullopt);
}

TEST(Text, NumbersSurviveTheirTextToTheLastBit) {
  std::mt19937_64 random(7);
  std::uniform_real_distribution<double> exponent(-300, 300);
  for (int i = 0; i < 1000; ++i) {
    const double value = std::pow(10.0, exponent(random));
    EXPECT_EQ(parse_number(number_text(value)), value);
  }
}

TEST(Text, ShortNumbersAreForPeople) {
  EXPECT_EQ(short_number(0.78125), "0.781");
  EXPECT_EQ(short_number(1.0), "1");
}

TEST(Text, TrimTakesBlanksAndTheNulsOfDicom) {
  EXPECT_EQ(trim(std::string_view("  a b \0", 7)), "a b");
  EXPECT_EQ(trim("   "), "");
}

TEST(Text, SplitKeepsEmptyParts) {
  const auto parts = split("a\\\\b", '\\');
  ASSERT_EQ(parts.size(), 3U);
  EXPECT_EQ(parts[1], "");
}

TEST(Text, ASlipOfTheFingerIsPutRight) {
  EXPECT_EQ(suggestion("ct-bon", {"ct-bone", "mr-brain"}), ", did you mean ct-bone?");
  EXPECT_EQ(suggestion("zzzzzzz", {"a", "b"}), "; known are a and b.");
}

}  // namespace
}  // namespace volvr
