// SPDX-License-Identifier: Apache-2.0
#include "dicom/deid/dates.h"

#include <gtest/gtest.h>

namespace volvr::dicom::deid {
namespace {

TEST(dates, move_over_months_years_and_leap_days) {
  EXPECT_EQ(moved_date("20200301", -1), "20200229");
  EXPECT_EQ(moved_date("19000301", -1), "19000228");
  EXPECT_EQ(moved_date("20200102", -3652), "20100102");
  EXPECT_EQ(moved_date(" 20200102 ", 0), "20200102");
}

TEST(dates, of_old_form_become_new) {
  EXPECT_EQ(moved_date("2020.01.02", 0), "20200102");
  EXPECT_EQ(checked_time("10:20:30"), "102030");
}

TEST(dates, ranges_keep_their_length) {
  EXPECT_EQ(moved_date("20200110-20200120", -9), "20200101-20200111");
  EXPECT_EQ(moved_date("-20200120", -19), "-20200101");
  EXPECT_EQ(moved_date("20200120-", -19), "20200101-");
}

TEST(dates, that_are_none_are_nothing) {
  for (const char* text : {"20200230", "2020", "202001021", "ZQXVJ100", "20200102X", "-",
                           "00000000", "20201301", "2020-01-02"}) {
    EXPECT_EQ(moved_date(text, 0), std::nullopt) << text;
  }
}

TEST(dates, with_times_keep_time_fraction_and_zone) {
  EXPECT_EQ(moved_date_time("20200102030405.123456+0100", -1), "20200101030405.123456+0100");
  EXPECT_EQ(moved_date_time("20200102", -1), "20200101");
  EXPECT_EQ(moved_date_time("2020010203", -1), "2020010103");
}

TEST(dates, of_a_month_or_year_cannot_be_moved_by_days) {
  EXPECT_EQ(moved_date_time("202001", 0), "202001");
  EXPECT_EQ(moved_date_time("202001", -5), std::nullopt);
  EXPECT_EQ(moved_date_time("202013", 0), std::nullopt);
}

TEST(dates, that_carry_words_are_nothing) {
  for (const char* text :
       {"20200102030405.ZQX", "20200102030405+ZQXV", "20200102ZQ", "2020010299"}) {
    EXPECT_EQ(moved_date_time(text, 0), std::nullopt) << text;
  }
}

TEST(times, are_checked) {
  EXPECT_EQ(checked_time("235960.5"), "235960.5");
  EXPECT_EQ(checked_time("10"), "10");
  EXPECT_EQ(checked_time("101112-121314"), "101112-121314");
  for (const char* text : {"240000", "1", "106000", "10.5", "ZQXVJ", "101112.1234567"}) {
    EXPECT_EQ(checked_time(text), std::nullopt) << text;
  }
}

TEST(times, zones_are_checked) {
  EXPECT_TRUE(is_time_zone("+0100"));
  EXPECT_TRUE(is_time_zone("-1130"));
  for (const char* text : {"0100", "+01", "+9900", "+0160", "+01:00"}) {
    EXPECT_FALSE(is_time_zone(text)) << text;
  }
}

}  // namespace
}  // namespace volvr::dicom::deid
