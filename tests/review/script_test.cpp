// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "support/temporary_folder.h"
#include "volvr/command.h"
#include "volvr/error.h"

namespace volvr {
namespace {

TEST(Script, PassesOverBlankLinesAndComments) {
  const test::TemporaryFolder folder;
  std::ofstream(folder / "tour.txt") << "# a tour\n\n  \t\npreset ct-bone\r\n"
                                     << "turn 30 0 0  # to the left\nwait 0.5";
  const auto commands = read_script(folder / "tour.txt");
  ASSERT_EQ(commands.size(), 3U);
  EXPECT_EQ(to_text(commands[0]), "preset ct-bone");
  EXPECT_EQ(to_text(commands[1]), "turn 30 0 0");
  EXPECT_EQ(to_text(commands[2]), "wait 0.5");
}

TEST(Script, NamesTheLineThatIsWrong) {
  const test::TemporaryFolder folder;
  std::ofstream(folder / "tour.txt") << "# a tour\npreset next\nwindow wide\n";
  try {
    (void)read_script(folder / "tour.txt");
    FAIL() << "the third line was taken";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::unknown_command);
    EXPECT_THAT(error.what(), testing::HasSubstr("tour.txt, line 3: "));
  }
}

TEST(Script, SaysWhetherItIsAbsentOrUnreadable) {
  const test::TemporaryFolder folder;
  const auto code_of = [](const std::filesystem::path& file) {
    try {
      (void)read_script(file);
    } catch (const Error& error) {
      return error.code();
    }
    return ErrorCode::internal;
  };
  EXPECT_EQ(code_of(folder / "absent.txt"), ErrorCode::not_found);
  EXPECT_EQ(code_of(folder.path()), ErrorCode::not_readable);
}

}  // namespace
}  // namespace volvr
