// SPDX-License-Identifier: Apache-2.0
#include "core/atomic_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>

#include "support/temporary_folder.h"
#include "volvr/error.h"

namespace volvr {
namespace {

namespace fs = std::filesystem;

void write(const fs::path& file, const std::string& text) { std::ofstream(file) << text; }

std::string read(const fs::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::ptrdiff_t entries(const fs::path& folder) {
  return std::distance(fs::directory_iterator(folder), {});
}

TEST(AtomicFile, AppearsOnlyWhenCommitted) {
  const test::TemporaryFolder folder;
  AtomicFile file(folder / "a.nii.gz", false);
  write(file.temporary(), "whole");
  EXPECT_FALSE(fs::exists(folder / "a.nii.gz"));
  EXPECT_TRUE(file.temporary().string().ends_with("a.nii.gz"));
  file.commit();
  EXPECT_EQ(read(folder / "a.nii.gz"), "whole");
  EXPECT_EQ(entries(folder.path()), 1);
}

TEST(AtomicFile, LeavesNothingWithoutACommit) {
  const test::TemporaryFolder folder;
  { const AtomicFile file(folder / "a", false); }
  EXPECT_EQ(entries(folder.path()), 0);
}

TEST(AtomicFile, NeverReplacesUnlessAsked) {
  const test::TemporaryFolder folder;
  write(folder / "a", "old");
  EXPECT_THROW(AtomicFile(folder / "a", false), Error);
  AtomicFile file(folder / "a", true);
  write(file.temporary(), "new");
  file.commit();
  EXPECT_EQ(read(folder / "a"), "new");
}

TEST(AtomicFile, AFileThatAppearedMeanwhileIsNotReplaced) {
  const test::TemporaryFolder folder;
  AtomicFile file(folder / "a", false);
  write(folder / "a", "another program's");
  EXPECT_THROW(file.commit(), Error);
  EXPECT_EQ(read(folder / "a"), "another program's");
}

TEST(AtomicFile, AMissingFolderIsOneClearError) {
  const test::TemporaryFolder folder;
  try {
    AtomicFile(folder / "missing" / "a", false);
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::not_writable);
  }
}

TEST(AtomicFile, SpaceThatIsNotThereIsSaidBeforeWriting) {
  const test::TemporaryFolder folder;
  try {
    require_space(folder / "a", std::uintmax_t{1} << 60);
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::no_space);
  }
  EXPECT_NO_THROW(require_space(folder / "a", 1));
}

TEST(AtomicFile, NeverTakesThePlaceOfWhatIsNoFile) {
  const test::TemporaryFolder folder;
  const std::filesystem::path pipe = folder.path() / "pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_THROW(AtomicFile(pipe, true), Error);
  EXPECT_TRUE(std::filesystem::is_fifo(pipe));
}

}  // namespace
}  // namespace volvr
