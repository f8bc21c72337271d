// SPDX-License-Identifier: Apache-2.0
#include "volvr/settings.h"

#include <gtest/gtest.h>

#include "volvr/error.h"

namespace volvr {
namespace {

TEST(Settings, EveryDefaultIsAValidValueOfItsOwnSetting) {
  for (const Setting& setting : setting_table()) {
    Settings settings;
    EXPECT_NO_THROW(settings.set(setting.name, setting.default_text)) << setting.name;
    EXPECT_EQ(settings.text(setting.name), setting.default_text);
    EXPECT_FALSE(setting.help.empty()) << setting.name;
  }
}

TEST(Settings, NamesAreUnique) {
  for (const Setting& one : setting_table()) {
    for (const Setting& other : setting_table()) {
      EXPECT_TRUE(&one == &other || one.name != other.name) << one.name;
    }
  }
}

TEST(Settings, PairsAreReadAndKept) {
  Settings settings;
  settings.set_pair("render.step=0.25");
  EXPECT_EQ(settings.number("render.step"), 0.25);
  settings.set_pair(" render.annotations = off ");
  EXPECT_FALSE(settings.flag("render.annotations"));
}

TEST(Settings, WhatIsOutsideOfItsRangeIsRefused) {
  Settings settings;
  EXPECT_THROW(settings.set("render.step", "0"), Error);
  EXPECT_THROW(settings.set("render.step", "nan"), Error);
  EXPECT_THROW(settings.set("headset.multisamples", "1.5"), Error);
  EXPECT_THROW(settings.set("render.annotations", "yes"), Error);
  EXPECT_THROW(settings.set_pair("render.step"), Error);
  EXPECT_EQ(settings.number("render.step"), 0.5);
}

TEST(Settings, AnUnknownNameIsAnsweredWithTheNearest) {
  try {
    Settings().set("render.stp", "1");
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::unknown_setting);
    EXPECT_NE(std::string(error.what()).find("render.step"), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace volvr
