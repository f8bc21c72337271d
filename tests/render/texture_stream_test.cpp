// SPDX-License-Identifier: Apache-2.0
// Voxels that go to the GPU a few at a time.
#include <cstring>

#include "render/caster/texel_support.h"
#include "render/caster/texture_stream.h"
#include "render/in_context.h"

namespace volvr::test {
namespace {

using render::GlTexture;
using render::TextureStream;

std::vector<std::uint16_t> numbers(const Eigen::Vector3i& size, unsigned seed) {
  std::vector<std::uint16_t> all(static_cast<std::size_t>(size.prod()));
  for (std::size_t at = 0; at < all.size(); ++at) {
    all[at] = static_cast<std::uint16_t>(at * 2654435761U + seed);
  }
  return all;
}

// Copies rows of an array, and notes which.
TextureStream::Source source_of(const std::vector<std::uint16_t>& all, const Eigen::Vector3i& size,
                                std::vector<std::size_t>& asked) {
  return [&all, &asked, row = static_cast<std::size_t>(size[0])](std::size_t first,
                                                                 std::size_t rows, std::byte* to) {
    for (std::size_t at = first; at < first + rows; ++at) asked.push_back(at);
    std::memcpy(to, all.data() + first * row, rows * row * sizeof(std::uint16_t));
  };
}

constexpr render::TextureFormat format{GL_R16, GL_RED, GL_UNSIGNED_SHORT, true};

class Streams : public InContext {};

TEST_F(Streams, BringAllOfItInOrderAndOnce) {
  in_context([](vtkOpenGLRenderWindow& window) {
    // Rows of odd bytes; layers that are less than a piece, and more than one; one voxel.
    for (const Eigen::Vector3i& size : {Eigen::Vector3i(37, 23, 11), Eigen::Vector3i(1500, 1801, 3),
                                        Eigen::Vector3i(512, 512, 40), Eigen::Vector3i(1, 1, 1)}) {
      const auto all = numbers(size, 7);
      std::vector<std::size_t> asked;
      GlTexture texture;
      texture.allocate(window, size, format);
      TextureStream stream;
      stream.begin(size, GL_RED, GL_UNSIGNED_SHORT, 2, source_of(all, size, asked));
      EXPECT_FALSE(stream.whole());
      int calls = 0;
      while (!stream.advance(window, texture) && ++calls < 10000) {
      }
      EXPECT_TRUE(stream.whole());
      EXPECT_EQ(stream.part(), 1.0);
      ASSERT_EQ(asked.size(), static_cast<std::size_t>(size[1]) * size[2]);
      for (std::size_t at = 0; at < asked.size(); ++at) ASSERT_EQ(asked[at], at);
      EXPECT_EQ(content<std::uint16_t>(texture, GL_RED, GL_UNSIGNED_SHORT, 1), all);
      EXPECT_LE(stream.bytes(), 4 * TextureStream::piece_bytes);
      stream.free();
      EXPECT_EQ(stream.bytes(), 0);
      texture.free();
    }
  });
}

TEST_F(Streams, KeepToTheirBudget) {
  in_context([](vtkOpenGLRenderWindow& window) {
    const Eigen::Vector3i size(512, 512, 48);  // 24 MiB, pieces of 8 layers
    const auto all = numbers(size, 1);
    std::vector<std::size_t> asked;
    GlTexture texture;
    texture.allocate(window, size, format);
    TextureStream stream;
    stream.begin(size, GL_RED, GL_UNSIGNED_SHORT, 2, source_of(all, size, asked));
    const std::size_t piece = TextureStream::piece_bytes / 1024;  // rows
    stream.advance(window, texture, {.bytes = 1, .seconds = 100.0});
    EXPECT_EQ(asked.size(), piece) << "one piece at least";
    stream.advance(window, texture, {.bytes = 2 * TextureStream::piece_bytes, .seconds = 100.0});
    EXPECT_LE(asked.size(), 3 * piece);
    const std::size_t before = asked.size();
    glFinish();
    stream.advance(window, texture, {.bytes = std::size_t{1} << 30, .seconds = 0.0});
    EXPECT_EQ(asked.size(), before + piece) << "the time is over after each piece";
    EXPECT_NEAR(stream.part(), static_cast<double>(before + piece) / (512.0 * 48.0), 1e-9);
    stream.free();
    texture.free();
  });
}

TEST_F(Streams, TheDriverIsAskedWhatItHolds) {
  in_context([](vtkOpenGLRenderWindow& window) {
    using render::is_kept_and_interpolated;
    EXPECT_TRUE(is_kept_and_interpolated(window, {GL_R8, GL_RED, GL_UNSIGNED_BYTE}, 8));
    EXPECT_TRUE(is_kept_and_interpolated(window, {GL_R32F, GL_RED, GL_FLOAT}, 32));
    EXPECT_TRUE(is_kept_and_interpolated(window, format, 16));
    EXPECT_FALSE(is_kept_and_interpolated(window, {GL_R8, GL_RED, GL_UNSIGNED_SHORT}, 16));
    EXPECT_FALSE(
        is_kept_and_interpolated(window, {GL_R16UI, GL_RED_INTEGER, GL_UNSIGNED_SHORT, false}, 16))
        << "integers are not interpolated";
  });
}

TEST_F(Streams, BeginAnewWithAnotherVolume) {
  in_context([](vtkOpenGLRenderWindow& window) {
    const Eigen::Vector3i size(256, 256, 100);
    const auto first = numbers(size, 1);
    const auto second = numbers(size, 2);
    std::vector<std::size_t> asked;
    GlTexture texture;
    texture.allocate(window, size, format);
    TextureStream stream;
    stream.begin(size, GL_RED, GL_UNSIGNED_SHORT, 2, source_of(first, size, asked));
    stream.advance(window, texture, {.bytes = 1});
    EXPECT_GT(stream.part(), 0.0);
    stream.begin(size, GL_RED, GL_UNSIGNED_SHORT, 2, source_of(second, size, asked));
    EXPECT_EQ(stream.part(), 0.0);
    int calls = 0;
    while (!stream.advance(window, texture) && ++calls < 10000) {
    }
    EXPECT_EQ(content<std::uint16_t>(texture, GL_RED, GL_UNSIGNED_SHORT, 1), second);
    stream.free();
    texture.free();
  });
}

}  // namespace
}  // namespace volvr::test
