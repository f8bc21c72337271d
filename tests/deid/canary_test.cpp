// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "deid/canary_objects.h"
#include "support/temporary_folder.h"
#include "volvr/deidentify.h"

namespace volvr::test {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::string name;
  DeidentifyOptions options;
};

// What an option keeps on purpose is not asked for here: those options are below.
std::vector<Options> option_sets() {
  return {
      {"basic", {}},
      {"shifted_dates", {.dates = DateHandling::shifted}},
      {"full_dates", {.dates = DateHandling::kept}},
      {"retain_uids", {.retain_uids = true}},
      {"safe_private", {.retain_safe_private = true}},
      {"descriptors", {.clean_descriptors = true}},
      {"graphics", {.clean_graphics = true}},
      {"structured", {.clean_structured_content = true}},
      {"pixels", {.clean_pixel_data = true}},
      {"all_that_clean",
       {.dates = DateHandling::kept,
        .retain_uids = true,
        .retain_safe_private = true,
        .clean_descriptors = true,
        .clean_graphics = true,
        .clean_structured_content = true,
        .clean_pixel_data = true}},
  };
}

class canaries : public testing::TestWithParam<std::tuple<std::size_t, bool>> {};

TEST_P(canaries, are_in_no_byte_of_file_name_or_report) {
  const auto& [index, explicit_vr] = GetParam();
  const Options set = option_sets()[index];
  const TemporaryFolder folder;
  const fs::path input = folder.path() / "ZQXVJ-name.dcm";
  ASSERT_GT(write_canary_object(input, explicit_vr), 30000U);
  ASSERT_TRUE(holds_canary(bytes_of(input)));
  const Deidentifier deidentifier(PseudonymKey(std::string(32, 'k')), set.options);
  const DeidentifiedFile result = deidentifier.write(input, folder.path() / "out");
  const auto found = canaries_in(folder.path() / "out");
  EXPECT_TRUE(found.empty()) << found.front();
  EXPECT_GT(result.changes.size(), 1000U);
  for (const ElementChange& change : result.changes) {
    EXPECT_FALSE(holds_canary(change.path + change.keyword + change.action)) << change.path;
  }
}

INSTANTIATE_TEST_SUITE_P(canary, canaries,
                         testing::Combine(testing::Range<std::size_t>(0, option_sets().size()),
                                          testing::Bool()),
                         [](const auto& instance) {
                           return option_sets()[std::get<0>(instance.param)].name +
                                  (std::get<1>(instance.param) ? "_explicit" : "_implicit");
                         });

// Options that keep values keep those alone: a canary may stay where the table says so.
TEST(canary, of_an_institution_stays_where_institutions_are_retained_and_nowhere_else) {
  const TemporaryFolder folder;
  const fs::path input = folder.path() / "input.dcm";
  write_canary_object(input, true);
  const Deidentifier keeps(PseudonymKey(std::string(32, 'k')), {.retain_institutions = true});
  const DeidentifiedFile result = keeps.write(input, folder.path() / "out");
  EXPECT_TRUE(holds_canary(bytes_of(folder.path() / "out" / result.file)));
  std::vector<std::string> retained;
  for (const ElementChange& change : result.changes) {
    if (change.action == "retained" && change.path.size() == 11) retained.push_back(change.keyword);
  }
  // Of the ten rows of the option, those that are no sequences.
  EXPECT_EQ(retained.size(), 8U);
}

}  // namespace
}  // namespace volvr::test
