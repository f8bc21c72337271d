// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <dcmtk/config/osconfig.h>

#include <dcmtk/oflog/oflog.h>

#include <filesystem>

#include "dicom/expect.h"
#include "support/temporary_folder.h"

namespace volvr::test {
namespace {

TEST(quiet, dcmtk_says_nothing_for_us_and_all_for_the_program) {
  const TemporaryFolder folder;
  const auto files = write_phantom({}, folder.path());
  // An odd length makes DCMTK warn; a cut file makes it complain.
  set_attribute(files[0], "StudyDescription", "odd");
  std::filesystem::resize_file(files[1], 500);
  OFLogger logger = OFLog::getLogger("dcmtk.dcmdata");
  testing::internal::CaptureStderr();
  scan(folder.path());
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
  testing::internal::CaptureStderr();
  OFLOG_WARN(logger, "the program's own message");
  EXPECT_NE(testing::internal::GetCapturedStderr().find("own message"), std::string::npos);
}

}  // namespace
}  // namespace volvr::test
