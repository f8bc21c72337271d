// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "support/data.h"
#include "support/phantom.h"
#include "support/temporary_folder.h"
#include "volvr/catalog.h"
#include "volvr/load.h"

namespace volvr::test {
namespace {

TEST(scan, finds_one_series_in_slice_order) {
  const TemporaryFolder folder;
  const Phantom phantom;
  const auto files = write_phantom(phantom, folder.path());
  const Catalog catalog = scan(folder.path());
  ASSERT_EQ(catalog.series.size(), 1U);
  ASSERT_EQ(catalog.series[0].volumes.size(), 1U);
  const VolumeInfo& volume = catalog.series[0].volumes[0];
  EXPECT_TRUE(is_loadable(volume));
  ASSERT_EQ(volume.slices.size(), files.size());
  for (std::size_t k = 0; k < files.size(); ++k) EXPECT_EQ(volume.slices[k].file, files[k]);
}

}  // namespace
}  // namespace volvr::test
