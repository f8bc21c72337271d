// SPDX-License-Identifier: Apache-2.0
#include "panels/gl_state.h"

#include "panels/gl.h"

namespace volvr::panels {

namespace {

constexpr std::array<GLenum, 8> switch_names{GL_FRAMEBUFFER_SRGB,
                                             GL_SCISSOR_TEST,
                                             GL_DEPTH_TEST,
                                             GL_STENCIL_TEST,
                                             GL_BLEND,
                                             GL_CULL_FACE,
                                             GL_RASTERIZER_DISCARD,
                                             GL_SAMPLE_ALPHA_TO_COVERAGE};

constexpr std::array<GLenum, 13> store_names{
    GL_UNPACK_ALIGNMENT,   GL_UNPACK_ROW_LENGTH,   GL_UNPACK_SKIP_PIXELS, GL_UNPACK_SKIP_ROWS,
    GL_UNPACK_SKIP_IMAGES, GL_UNPACK_IMAGE_HEIGHT, GL_UNPACK_SWAP_BYTES,  GL_PACK_ALIGNMENT,
    GL_PACK_ROW_LENGTH,    GL_PACK_SKIP_PIXELS,    GL_PACK_SKIP_ROWS,     GL_PACK_SWAP_BYTES,
    GL_PACK_IMAGE_HEIGHT};

// What pixels are packed like where nobody said otherwise: alignment 4, all else 0.
int usual(GLenum store) {
  return store == GL_UNPACK_ALIGNMENT || store == GL_PACK_ALIGNMENT ? 4 : 0;
}

void set_enabled(GLenum name, bool on) {
  if (on) {
    glEnable(name);
  } else {
    glDisable(name);
  }
}

}  // namespace

GlStateKept::GlStateKept() {
  static_assert(switch_names.size() == switches && store_names.size() == stores);
  glGetIntegerv(GL_DRAW_FRAMEBUFFER_BINDING, &draw_framebuffer_);
  glGetIntegerv(GL_READ_FRAMEBUFFER_BINDING, &read_framebuffer_);
  glGetIntegerv(GL_ACTIVE_TEXTURE, &active_texture_);
  glActiveTexture(GL_TEXTURE0);
  glGetIntegerv(GL_TEXTURE_BINDING_2D, &texture_);
  glGetIntegerv(GL_SAMPLER_BINDING, &sampler_);
  glGetIntegerv(GL_PIXEL_UNPACK_BUFFER_BINDING, &unpack_buffer_);
  glGetIntegerv(GL_PIXEL_PACK_BUFFER_BINDING, &pack_buffer_);
  glGetIntegerv(GL_VIEWPORT, viewport_.data());
  glGetIntegerv(GL_SCISSOR_BOX, scissor_.data());
  glGetFloatv(GL_COLOR_CLEAR_VALUE, clear_colour_.data());
  glGetBooleanv(GL_COLOR_WRITEMASK, colour_mask_.data());
  glGetBooleanv(GL_DEPTH_WRITEMASK, &depth_mask_);
  for (std::size_t i = 0; i < switches; ++i) {
    enabled_[i] = glIsEnabled(switch_names[i]);
    glDisable(switch_names[i]);
  }
  glBindBuffer(GL_PIXEL_UNPACK_BUFFER, 0);
  glBindBuffer(GL_PIXEL_PACK_BUFFER, 0);
  for (std::size_t i = 0; i < stores; ++i) {
    glGetIntegerv(store_names[i], &store_[i]);
    glPixelStorei(store_names[i], usual(store_names[i]));
  }
  glColorMask(GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
}

GlStateKept::~GlStateKept() {
  for (std::size_t i = 0; i < stores; ++i) glPixelStorei(store_names[i], store_[i]);
  glBindBuffer(GL_PIXEL_UNPACK_BUFFER, static_cast<GLuint>(unpack_buffer_));
  glBindBuffer(GL_PIXEL_PACK_BUFFER, static_cast<GLuint>(pack_buffer_));
  for (std::size_t i = 0; i < switches; ++i) set_enabled(switch_names[i], enabled_[i] != 0);
  glDepthMask(depth_mask_);
  glColorMask(colour_mask_[0], colour_mask_[1], colour_mask_[2], colour_mask_[3]);
  glClearColor(clear_colour_[0], clear_colour_[1], clear_colour_[2], clear_colour_[3]);
  glScissor(scissor_[0], scissor_[1], scissor_[2], scissor_[3]);
  glViewport(viewport_[0], viewport_[1], viewport_[2], viewport_[3]);
  glActiveTexture(GL_TEXTURE0);
  glBindTexture(GL_TEXTURE_2D, static_cast<GLuint>(texture_));
  glBindSampler(0, static_cast<GLuint>(sampler_));
  glActiveTexture(static_cast<GLenum>(active_texture_));
  glBindFramebuffer(GL_DRAW_FRAMEBUFFER, static_cast<GLuint>(draw_framebuffer_));
  glBindFramebuffer(GL_READ_FRAMEBUFFER, static_cast<GLuint>(read_framebuffer_));
}

}  // namespace volvr::panels
