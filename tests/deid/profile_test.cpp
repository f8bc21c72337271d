// SPDX-License-Identifier: Apache-2.0
#include "dicom/deid/profile.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>

namespace volvr::dicom::deid {
namespace {

int count(Basic basic) {
  return static_cast<int>(std::ranges::count(profile_rows, basic, &ProfileRow::basic));
}

int count(char option) {
  return static_cast<int>(std::ranges::count_if(profile_rows, [&](const ProfileRow& row) {
    return row.options.find(option) != std::string_view::npos;
  }));
}

// The table's own sums: rows 621 with the four for 50xx, 60xx (two) and private groups.
TEST(profile, has_every_row_once_by_tag) {
  EXPECT_TRUE(std::ranges::is_sorted(profile_rows, {}, &ProfileRow::tag));
  EXPECT_EQ(std::ranges::adjacent_find(profile_rows, {}, &ProfileRow::tag), profile_rows.end());
  EXPECT_EQ(profile_rows.size(), 621U - 4U);
  EXPECT_EQ(count(Basic::x), 384 - 4);
  EXPECT_EQ(count(Basic::d), 92);
  EXPECT_EQ(count(Basic::u), 54);
  EXPECT_EQ(count(Basic::z), 42);
  EXPECT_EQ(count(Basic::xd), 22);
  EXPECT_EQ(count(Basic::xz), 11);
  EXPECT_EQ(count(Basic::xzd), 8);
  EXPECT_EQ(count(Basic::zd), 6);
  EXPECT_EQ(count(Basic::xzu), 2);
}

TEST(profile, has_every_cell_of_the_options) {
  const std::map<char, int> cells{{'u', 59}, {'d', 46},  {'D', 11},  {'i', 10}, {'p', 9},
                                  {'P', 4},  {'f', 165}, {'T', 125}, {'S', 3},  {'G', 1}};
  for (const auto& [letter, cell_count] : cells) EXPECT_EQ(count(letter), cell_count) << letter;
}

struct Case {
  Tag tag;
  bool is_sequence;
  DeidentifyOptions options;
  Action action;
};

TEST(profile, gives_the_action_by_options) {
  const std::vector<Case> cases{
      {0x00100010, false, {}, Action::empty},
      {0x00080018, false, {}, Action::map_uid},
      {0x00080018, false, {.retain_uids = true}, Action::keep},
      {0x00081010, false, {}, Action::dummy},
      {0x00081010, false, {.retain_devices = true}, Action::keep},
      {0x00080080, false, {.retain_institutions = true}, Action::keep},
      {0x00101010, false, {}, Action::remove},
      {0x00101010, false, {.retain_patient_characteristics = true}, Action::keep},
      {0x00102110, false, {.retain_patient_characteristics = true}, Action::clean},
      {0x00080020, false, {}, Action::empty},
      {0x00080020, false, {.dates = DateHandling::kept}, Action::keep},
      {0x00080020, false, {.dates = DateHandling::shifted}, Action::shift},
      {0x00181200, false, {.dates = DateHandling::shifted, .retain_devices = true}, Action::shift},
      {0x0008103e, false, {}, Action::remove},
      {0x0008103e, false, {.clean_descriptors = true}, Action::clean},
      {0x0040a730, true, {}, Action::dummy},
      {0x0040a730, true, {.clean_structured_content = true}, Action::descend},
      {0x00081140, true, {}, Action::descend},
      {0x00080082, true, {}, Action::dummy},
      {0x00280010, false, {}, Action::by_kind},
      {0x52009229, true, {}, Action::descend},
      {0x60003000, false, {}, Action::remove},
      {0x50020010, false, {}, Action::remove},
  };
  for (const Case& one : cases) {
    EXPECT_EQ(action_for(one.tag, {.is_sequence = one.is_sequence}, one.options), one.action)
        << std::hex << one.tag;
  }
}

TEST(profile, leaves_no_dummies_in_plain_images_where_nothing_needs_them) {
  EXPECT_EQ(action_for(0x00080021, {.iod = Iod::image}, {}), Action::remove);
  EXPECT_EQ(action_for(0x00080021, {}, {}), Action::dummy);
  EXPECT_EQ(action_for(0x00080023, {.iod = Iod::image}, {}), Action::empty);
}

TEST(profile, resolves_combined_actions_by_the_type_in_the_object) {
  using enum Action;
  using enum Iod;
  constexpr Tag series_date = 0x00080021, content_date = 0x00080023, serial = 0x00181000,
                acquired = 0x0008002a, station = 0x00081010, step = 0x00081111, agent = 0x00180010,
                creator = 0x00700084, observed = 0x0040a032, treated = 0x30080250;
  const std::map<Iod, std::map<Tag, Action>> expected{
      {image,
       {{series_date, remove},
        {content_date, empty},
        {serial, remove},
        {acquired, remove},
        {station, remove},
        {step, remove},
        {agent, empty}}},
      {pet, {{series_date, dummy}, {content_date, empty}, {serial, remove}, {station, remove}}},
      {enhanced,
       {{series_date, remove},
        {content_date, dummy},
        {serial, dummy},
        {acquired, dummy},
        {station, remove},
        {step, dummy}}},
      {converted, {{content_date, dummy}, {serial, dummy}, {acquired, remove}, {step, remove}}},
      {segmentation, {{content_date, dummy}, {serial, dummy}, {creator, empty}, {station, remove}}},
      {structures, {{series_date, remove}, {station, remove}, {serial, remove}}},
      {report, {{content_date, dummy}, {step, empty}, {observed, dummy}, {station, remove}}},
      {presentation, {{creator, empty}, {station, remove}, {serial, remove}}},
      {other, {{series_date, dummy}, {content_date, dummy}, {station, dummy}, {treated, dummy}}}};
  for (const auto& [iod, actions] : expected) {
    for (const auto& [tag, action] : actions) {
      EXPECT_EQ(action_for(tag, {.is_sequence = tag == step, .iod = iod}, {}), action)
          << static_cast<int>(iod) << " " << std::hex << tag;
    }
  }
  EXPECT_EQ(action_for(0x00080080, {.iod = report}, {}), remove);
  EXPECT_EQ(action_for(0x00080080, {.iod = report, .nested = true}, {}), dummy);
  EXPECT_EQ(action_for(treated, {.iod = image}, {}), dummy);
}

}  // namespace
}  // namespace volvr::dicom::deid
