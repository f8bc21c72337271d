// SPDX-License-Identifier: Apache-2.0
#include "xr/haptics.h"

#include <gtest/gtest.h>

#include <cmath>

namespace volvr::xr {
namespace {

TEST(Haptics, TheTableIsInOrderAndWithinWhatMotorsCanDo) {
  for (std::size_t i = 0; i < haptic_table.size(); ++i) {
    const HapticInfo& info = haptic_table[i];
    EXPECT_EQ(info.kind, static_cast<HapticKind>(i));
    EXPECT_GT(info.faintest, 0.0) << info.meaning;
    EXPECT_LE(info.faintest, info.strongest);
    EXPECT_LE(info.strongest, 1.0);
    EXPECT_GE(info.seconds, 0.01);
    EXPECT_LE(info.seconds, 0.1);
    EXPECT_GT(info.rest, info.seconds) << "it would buzz";
  }
}

TEST(Haptics, WarningAndContactGrowWithTheirStrength) {
  for (const HapticKind kind : {HapticKind::contact, HapticKind::warning}) {
    const double faint = vibration_of({Hand::left, kind, 0.0}, 1.0).amplitude;
    const double middle = vibration_of({Hand::left, kind, 0.5}, 1.0).amplitude;
    const double strong = vibration_of({Hand::left, kind, 1.0}, 1.0).amplitude;
    EXPECT_LT(faint, middle);
    EXPECT_LT(middle, strong);
    EXPECT_EQ(vibration_of({Hand::left, kind, 7.0}, 1.0).amplitude, strong);
    EXPECT_EQ(vibration_of({Hand::left, kind, -1.0}, 1.0).amplitude, faint);
    EXPECT_EQ(vibration_of({Hand::left, kind, std::nan("")}, 1.0).amplitude, faint);
  }
}

TEST(Haptics, AreAsStrongAsTheSettingSays) {
  const Haptic click{Hand::left, HapticKind::click};
  EXPECT_EQ(vibration_of(click, 0.5).amplitude, 0.5 * vibration_of(click, 1.0).amplitude);
  EXPECT_EQ(vibration_of(click, 0.0).amplitude, 0.0);
}

TEST(HapticPacing, LetsNoHandBuzz) {
  HapticPacing pacing;
  const Haptic warning{Hand::right, HapticKind::warning, 1.0};
  int felt = 0;
  for (int frame = 0; frame < 90; ++frame) {  // a second, one in each frame
    pacing.pass(1.0 / 90.0);
    if (pacing.admit(warning)) ++felt;
  }
  EXPECT_GE(felt, 5);
  EXPECT_LE(felt, 6) << "every 0.18 s";
}

TEST(HapticPacing, KeepsHandsApart) {
  HapticPacing pacing;
  EXPECT_TRUE(pacing.admit({Hand::right, HapticKind::click}));
  EXPECT_TRUE(pacing.admit({Hand::left, HapticKind::click}));
  EXPECT_FALSE(pacing.admit({Hand::left, HapticKind::click}));
}

TEST(HapticPacing, WhatMattersMoreIsNotCutShort) {
  HapticPacing pacing;
  EXPECT_TRUE(pacing.admit({Hand::right, HapticKind::click}));
  EXPECT_TRUE(pacing.admit({Hand::right, HapticKind::warning}));
  EXPECT_FALSE(pacing.admit({Hand::right, HapticKind::detent})) << "the warning lasts still";
  pacing.pass(0.1);
  EXPECT_TRUE(pacing.admit({Hand::right, HapticKind::detent}));
}

TEST(HapticPacing, ALongFrameEndsEveryRest) {
  HapticPacing pacing;
  EXPECT_TRUE(pacing.admit({Hand::right, HapticKind::warning}));
  pacing.pass(-1.0);
  EXPECT_FALSE(pacing.admit({Hand::right, HapticKind::warning}));
  pacing.pass(30.0);
  EXPECT_TRUE(pacing.admit({Hand::right, HapticKind::warning}));
}

}  // namespace
}  // namespace volvr::xr
