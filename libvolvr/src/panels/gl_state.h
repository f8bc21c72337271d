// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

namespace volvr::panels {

/// Keeps what drawing a panel changes of the current OpenGL context, and puts it back when it goes:
/// whoever shares the context, and keeps books of its state as VTK does, notices nothing. Beside
/// what ImGui's own drawing puts back these are framebuffers, masks, sRGB, and how pixels are
/// packed.
class GlStateKept {
 public:
  GlStateKept();
  ~GlStateKept();
  GlStateKept(const GlStateKept&) = delete;
  GlStateKept& operator=(const GlStateKept&) = delete;

 private:
  static constexpr std::size_t switches = 8;
  static constexpr std::size_t stores = 13;

  int draw_framebuffer_ = 0;
  int read_framebuffer_ = 0;
  int texture_ = 0;
  int active_texture_ = 0;
  int unpack_buffer_ = 0;
  int pack_buffer_ = 0;
  int sampler_ = 0;
  std::array<int, 4> viewport_{};
  std::array<int, 4> scissor_{};
  std::array<float, 4> clear_colour_{};
  std::array<unsigned char, 4> colour_mask_{};
  unsigned char depth_mask_ = 0;
  std::array<unsigned char, switches> enabled_{};
  std::array<int, stores> store_{};
};

}  // namespace volvr::panels
