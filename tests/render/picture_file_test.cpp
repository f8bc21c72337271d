// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>

#include "render/pictures.h"
#include "support/temporary_folder.h"
#include "volvr/error.h"

namespace volvr::test {
namespace {

Picture noise(int width, int height) {
  Picture picture{width, height, {}};
  unsigned int state = 12345;
  for (int i = 0; i < width * height * 3; ++i) {
    state = state * 1664525U + 1013904223U;
    picture.rgb.push_back(static_cast<std::uint8_t>(state >> 24));
  }
  return picture;
}

// No file of this process may grow beyond `bytes` meanwhile, as on a full disk.
class SmallFilesOnly {
 public:
  explicit SmallFilesOnly(rlim_t bytes) {
    getrlimit(RLIMIT_FSIZE, &before_);
    handler_ = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &small);
  }
  ~SmallFilesOnly() {
    setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }
  SmallFilesOnly(const SmallFilesOnly&) = delete;
  SmallFilesOnly& operator=(const SmallFilesOnly&) = delete;

 private:
  rlimit before_{};
  void (*handler_)(int) = nullptr;
};

TEST(PictureFile, ReadsBackAsItWas) {
  const TemporaryFolder folder;
  const Picture picture = noise(37, 19);
  save_png(picture, folder / "noise.png");
  const Picture read = load_png(folder / "noise.png");
  EXPECT_EQ(read.width, 37);
  EXPECT_EQ(read.height, 19);
  EXPECT_EQ(read.rgb, picture.rgb);
}

TEST(PictureFile, ReplacesTheOneBefore) {
  const TemporaryFolder folder;
  save_png(noise(8, 8), folder / "a.png");
  save_png(noise(9, 4), folder / "a.png");
  EXPECT_EQ(load_png(folder / "a.png").width, 9);
}

TEST(PictureFile, AFullDiskIsSaidAndLeavesNothing) {
  const TemporaryFolder folder;
  {
    const SmallFilesOnly full(4096);
    try {
      save_png(noise(200, 200), folder / "a.png");
      FAIL() << "wrote 120 kB to a disk with 4 kB";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::no_space) << error.what();
      EXPECT_EQ(error.subject(), (folder / "a.png").string());
    }
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(PictureFile, AMissingFolderAndAnEmptyPictureAreRefused) {
  const TemporaryFolder folder;
  const auto code_of = [](const Picture& picture, const std::filesystem::path& file) {
    try {
      save_png(picture, file);
    } catch (const Error& error) {
      return error.code();
    }
    return ErrorCode::internal;
  };
  EXPECT_EQ(code_of(noise(2, 2), folder / "none" / "a.png"), ErrorCode::not_writable);
  EXPECT_EQ(code_of({}, folder / "a.png"), ErrorCode::invalid_argument);
  EXPECT_EQ(code_of({4, 4, {1, 2, 3}}, folder / "a.png"), ErrorCode::invalid_argument);
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

}  // namespace
}  // namespace volvr::test
