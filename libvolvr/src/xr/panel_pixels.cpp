// SPDX-License-Identifier: Apache-2.0
#include "xr/panel_pixels.h"

#include <vtk_glew.h>
#include <Eigen/LU>

#include <cmath>

#include "xr/screen_program.h"

namespace volvr::xr {

namespace {

constexpr double least_determinant = 1e-12;  // square metres times the eye's distance

constexpr const char* copy_text = R"(#version 150
out vec4 colour;
uniform sampler2D panel;
uniform ivec2 size;
uniform int margin;
void main() {
  ivec2 there = clamp(ivec2(gl_FragCoord.xy) - margin, ivec2(0), size - 1);
  colour = vec4(texelFetch(panel, there, 0).rgb, 1.0);
})";

constexpr const char* fill_text = R"(#version 150
in vec2 at;
out vec4 colour;
uniform sampler2D panel;
uniform mat3 place;
uniform vec2 margin;
void main() {
  vec3 there = place * vec3(at, 1.0);
  vec2 uv = there.xy / there.z;
  vec4 seen = vec4(texture(panel, uv).rgb, 1.0);
  bool inside = there.z > 0.0 && all(greaterThanEqual(uv, -margin)) &&
                all(lessThanEqual(uv, 1.0 + margin));
  colour = inside ? seen : vec4(0.0);
})";

void draw_over_all(GLuint program, GLuint vertices, const ShownPanel& panel) {
  glActiveTexture(GL_TEXTURE0);
  glBindTexture(GL_TEXTURE_2D, panel.texture);
  glUniform1i(glGetUniformLocation(program, "panel"), 0);
  glBindVertexArray(vertices);
  glDrawArrays(GL_TRIANGLES, 0, 3);
  glBindVertexArray(0);
  glUseProgram(0);
}

}  // namespace

Eigen::Matrix3d panel_from_picture(const PanelPlace& place, const EyeView& view) {
  const Eigen::Isometry3d eye_from_panel = view.scene_from_eye.inverse() * place.scene_from_panel;
  Eigen::Matrix3d eye_from_corner;
  eye_from_corner.col(0) = place.width * eye_from_panel.linear().col(0);
  eye_from_corner.col(1) = place.height * eye_from_panel.linear().col(1);
  eye_from_corner.col(2) =
      eye_from_panel.translation() - 0.5 * (eye_from_corner.col(0) + eye_from_corner.col(1));
  if (std::abs(eye_from_corner.determinant()) < least_determinant) return Eigen::Matrix3d::Zero();
  return eye_from_corner.inverse() * eye_from_picture(view.fov);
}

void PanelPixels::start() {
  if (vertices_ != 0) return;
  copying_ = make_screen_program(copy_text);
  filling_ = make_screen_program(fill_text);
  glGenFramebuffers(1, &copy_framebuffer_);
  glGenVertexArrays(1, &vertices_);
}

void PanelPixels::copy(const ShownPanel& panel, std::uint32_t to) {
  start();
  glBindFramebuffer(GL_DRAW_FRAMEBUFFER, copy_framebuffer_);
  glFramebufferTexture2D(GL_DRAW_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, to, 0);
  glDisable(GL_FRAMEBUFFER_SRGB);
  glViewport(0, 0, panel.width + 2 * margin, panel.height + 2 * margin);
  glUseProgram(copying_);
  glUniform2i(glGetUniformLocation(copying_, "size"), panel.width, panel.height);
  glUniform1i(glGetUniformLocation(copying_, "margin"), margin);
  draw_over_all(copying_, vertices_, panel);
  glFramebufferTexture2D(GL_DRAW_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, 0, 0);
}

void PanelPixels::make_filled(EyeSize size) {
  if (filled_framebuffer_ == 0) glGenFramebuffers(1, &filled_framebuffer_);
  glBindFramebuffer(GL_DRAW_FRAMEBUFFER, filled_framebuffer_);
  if (filled_texture_ != 0 && size == filled_size_) return;
  glDeleteTextures(1, &filled_texture_);
  glGenTextures(1, &filled_texture_);
  glActiveTexture(GL_TEXTURE0);
  glBindTexture(GL_TEXTURE_2D, filled_texture_);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, size.width, size.height, 0, GL_RGBA, GL_UNSIGNED_BYTE,
               nullptr);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
  glFramebufferTexture2D(GL_DRAW_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, filled_texture_,
                         0);
  filled_size_ = size;
}

void PanelPixels::fill_behind(const ShownPanel& panel, const EyeView& view, EyeSize size) {
  start();
  make_filled(size);
  glDisable(GL_FRAMEBUFFER_SRGB);
  glBlitFramebuffer(0, 0, size.width, size.height, 0, 0, size.width, size.height,
                    GL_COLOR_BUFFER_BIT, GL_NEAREST);
  glViewport(0, 0, size.width, size.height);
  glEnable(GL_BLEND);
  glBlendFunc(GL_ONE_MINUS_DST_ALPHA, GL_ONE);
  const Eigen::Matrix3f place = panel_from_picture(panel.place, view).cast<float>();
  glUseProgram(filling_);
  glUniformMatrix3fv(glGetUniformLocation(filling_, "place"), 1, GL_FALSE, place.data());
  glUniform2f(glGetUniformLocation(filling_, "margin"),
              1.0F * margin / static_cast<float>(panel.width),
              1.0F * margin / static_cast<float>(panel.height));
  draw_over_all(filling_, vertices_, panel);
  glDisable(GL_BLEND);
}

void PanelPixels::free() {
  glDeleteProgram(copying_);
  glDeleteProgram(filling_);
  glDeleteVertexArrays(1, &vertices_);
  glDeleteFramebuffers(1, &copy_framebuffer_);
  glDeleteFramebuffers(1, &filled_framebuffer_);
  glDeleteTextures(1, &filled_texture_);
  *this = {};
}

}  // namespace volvr::xr
