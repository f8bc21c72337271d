// SPDX-License-Identifier: Apache-2.0
#include "convert/manifest.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <thread>

#include "convert/digest.h"
#include "convert/staging.h"
#include "support/temporary_folder.h"
#include "volvr/error.h"

namespace volvr::batch {
namespace {

namespace fs = std::filesystem;

Record record_of(const std::string& name) {
  return {name, "0123456789abcdef", "inputs", "options", "1.0", {{name + ".nii", 3, 0x0a0b0c0d}}};
}

void write_file(const fs::path& file, const std::string& text) {
  std::ofstream(file, std::ios::binary) << text;
}

std::string text_of(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

// A record of a file with this text.
Record made(const std::string& name, const std::string& text, const fs::path& at) {
  write_file(at, text);
  const FileSum sum = sum_of(at);
  Record record = record_of(name);
  record.files = {{name + ".nii", sum.bytes, sum.crc32}};
  return record;
}

TEST(Manifest, GivesBackWhatWasAppended) {
  const test::TemporaryFolder folder;
  {
    Manifest manifest(folder.path(), {});
    manifest.append(record_of("b"));
    manifest.append(record_of("a"));
  }
  const Manifest again(folder.path(), {});
  ASSERT_EQ(again.records_of("a").size(), 1U);
  EXPECT_EQ(again.records_of("a").front(), record_of("a"));
  EXPECT_TRUE(again.records_of("c").empty());
}

TEST(Manifest, EndsSortedWithOneRecordForAName) {
  const test::TemporaryFolder folder;
  Manifest one(folder.path(), {});
  one.append(record_of("b"));
  one.append(record_of("a"));
  one.append(record_of("b"));
  one.finish();
  const std::string text = text_of(folder.path() / "volvr-manifest.jsonl");
  EXPECT_EQ(std::ranges::count(text, '\n'), 2);
  EXPECT_LT(text.find("\"a\""), text.find("\"b\""));
}

TEST(Manifest, IsReadWhereverAKillTornIt) {
  const test::TemporaryFolder folder;
  const fs::path file = folder.path() / "volvr-manifest.jsonl";
  {
    Manifest manifest(folder.path(), {});
    manifest.append(record_of("a"));
    manifest.append(record_of("b"));
  }
  const std::string whole = text_of(file);
  const std::size_t first_line = whole.find('\n') + 1;
  for (std::size_t length = 0; length <= whole.size(); ++length) {
    write_file(file, whole.substr(0, length));
    const std::size_t lines = (length >= first_line ? 1 : 0) + (length == whole.size() ? 1 : 0);
    Manifest torn(folder.path(), {});
    ASSERT_EQ(torn.records().size(), lines) << length;
    torn.append(record_of("c"));
    ASSERT_EQ(Manifest(folder.path(), {}).records().size(), lines + 1) << length;
  }
}

TEST(Manifest, RefusesNamesThatLeadOutOfTheFolder) {
  const test::TemporaryFolder folder;
  Record bad = record_of("a");
  for (const char* name : {"../x.nii", "/etc/passwd", "..", "", "a/b"}) {
    bad.files = {{name, 3, 1}};
    Manifest(folder.path(), {}).append(bad);
  }
  EXPECT_TRUE(Manifest(folder.path(), {}).records().empty());
}

TEST(Manifest, HasAFileForEachShardAndReadsThemAll) {
  const test::TemporaryFolder folder;
  Manifest(folder.path(), {1, 2}).append(record_of("a"));
  Manifest(folder.path(), {2, 2}).append(record_of("b"));
  EXPECT_TRUE(fs::exists(folder.path() / "volvr-manifest.2-of-2.jsonl"));
  EXPECT_EQ(Manifest(folder.path(), {}).records().size(), 2U);
}

TEST(Staging, IsLockedWhileItsRunLivesAndGoneAfter) {
  const test::TemporaryFolder folder;
  {
    const Staging one(folder.path(), {});
    EXPECT_THROW(Staging(folder.path(), {}), Error);
    const Staging other_shard(folder.path(), {1, 2});
  }
  EXPECT_TRUE(fs::is_empty(folder.path()));
  const Staging again(folder.path(), {});
}

TEST(Recovery, PublishesWhatIsRecordedAndWholeAndRemovesTheRest) {
  const test::TemporaryFolder folder;
  const fs::path staging = folder.path() / ".volvr-staging-1-of-3";
  fs::create_directories(staging);
  {
    Manifest manifest(folder.path(), {1, 3});
    manifest.append(made("whole", "abc", staging / "whole.nii"));
    manifest.append(made("changed", "abc", staging / "changed.nii"));
    manifest.append(made("mine", "abc", staging / "mine.nii"));
  }
  write_file(staging / "changed.nii", "abd");
  write_file(staging / "unrecorded.nii", "abc");
  write_file(folder.path() / "mine.nii", "somebody's");
  {
    const Staging own(folder.path(), {});
    recover(folder.path(), Manifest(folder.path(), {}), own);
  }
  EXPECT_EQ(text_of(folder.path() / "whole.nii"), "abc");
  EXPECT_EQ(text_of(folder.path() / "mine.nii"), "somebody's");
  EXPECT_FALSE(fs::exists(folder.path() / "changed.nii"));
  EXPECT_FALSE(fs::exists(folder.path() / "unrecorded.nii"));
  EXPECT_FALSE(fs::exists(staging));
}

}  // namespace
}  // namespace volvr::batch
