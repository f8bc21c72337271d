// SPDX-License-Identifier: Apache-2.0
// Volumes of a series that follow each other in time.
#include "volvr/phases.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "dicom/expect.h"
#include "support/temporary_folder.h"

namespace volvr::test {
namespace {

using Attributes = std::map<std::string, std::string>;

void add_pass(const std::filesystem::path& folder, int pass, const Attributes& attributes) {
  Phantom phantom;
  phantom.intercept = -1024 + 10 * pass;  // tells the passes' voxels apart
  phantom.edit = [&](PhantomSlice& slice) {
    slice.sop_instance_uid += "." + std::to_string(pass + 1);
    slice.file_name = "pass-" + std::to_string(pass) + "-" + slice.file_name;
    slice.attributes = attributes;
  };
  write_phantom(phantom, folder);
}

TEST(phases, of_a_heart_are_loaded_in_order_with_the_times_since_its_beat) {
  const TemporaryFolder folder;
  for (const int pass : {2, 0, 3, 1}) {
    add_pass(folder.path(), pass, {{"TriggerTime", std::to_string(200 * pass)}});
  }
  const SeriesInfo series = scan(folder.path()).series.at(0);
  ASSERT_EQ(series.volumes.size(), 4U);
  const Phases phases = load_phases(series, {.volume = 2});
  ASSERT_EQ(phases.volumes.size(), 4U);
  EXPECT_TRUE(phases.times.from_study);
  for (int pass = 0; pass < 4; ++pass) {
    const auto at = static_cast<std::size_t>(pass);
    EXPECT_NEAR(phases.times.begins[at], 0.2 * pass, 1e-9);
    Phantom expected;
    expected.intercept = -1024 + 10 * pass;
    expect_phantom_voxels(phases.volumes[at], expected);
  }
  EXPECT_NEAR(phases.times.period, 0.8, 1e-9);
}

TEST(phases, go_at_the_rate_that_was_asked_for_where_no_time_is_told) {
  const TemporaryFolder folder;
  for (int pass = 0; pass < 3; ++pass) {
    add_pass(folder.path(), pass, {{"TemporalPositionIdentifier", std::to_string(pass + 1)}});
  }
  const Phases phases = load_phases(scan(folder.path()).series.at(0), {}, 4.0);
  ASSERT_EQ(phases.volumes.size(), 3U);
  EXPECT_FALSE(phases.times.from_study);
  EXPECT_NEAR(phases.times.begins[2], 0.5, 1e-9);
}

TEST(phases, of_one_volume_are_that_volume) {
  const TemporaryFolder folder;
  add_pass(folder.path(), 0, {});
  const Phases phases = load_phases(scan(folder.path()).series.at(0));
  EXPECT_EQ(phases.volumes.size(), 1U);
  EXPECT_EQ(phases.times.begins.size(), 1U);
}

}  // namespace
}  // namespace volvr::test
