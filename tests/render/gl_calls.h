// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace volvr::test {

/// Calls of OpenGL that hold a frame up, counted in this process since it began.
struct GlCalls {
  int finishes = 0;  ///< glFinish
  int blits = 0;     ///< glBlitFramebuffer, from when counting was begun
};

/// While it lives, every context says that it was lost, until it was asked so many times.
class LostContext {
 public:
  explicit LostContext(int times);
  ~LostContext();
  LostContext(const LostContext&) = delete;
  LostContext& operator=(const LostContext&) = delete;
};

/// While it lives, the driver says of every texture of 16 bits that it holds 8.
class FewBits {
 public:
  FewBits();
  ~FewBits();
  FewBits(const FewBits&) = delete;
  FewBits& operator=(const FewBits&) = delete;
};

/// While it lives, counts what is sent to textures of three dimensions, and to none other.
class TexelsSent {
 public:
  TexelsSent();
  ~TexelsSent();
  TexelsSent(const TexelsSent&) = delete;
  TexelsSent& operator=(const TexelsSent&) = delete;

  std::size_t three_dimensional() const;
};

/// Begins to count what goes through function pointers; needs a context that was drawn in.
void count_gl_calls();
GlCalls gl_calls();

}  // namespace volvr::test
