// SPDX-License-Identifier: Apache-2.0
#include "xr/eye_copy.h"

#include <vtk_glew.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "xr/screen_program.h"

namespace volvr::xr {

namespace {

constexpr double part_kept = 0.85;  // of the tangents of an eye's field of view
constexpr int tallest = 720;        // pixels of a copy

// place: from the copy's coordinates, 0 to 1, to the eye's, times a third.
constexpr const char* fragment_text = R"(#version 150
in vec2 at;
out vec4 colour;
uniform sampler2D eye;
uniform mat3 place;
void main() {
  vec3 there = place * vec3(at, 1.0);
  vec2 uv = there.xy / there.z;
  bool inside = there.z > 0.0 && all(greaterThanEqual(uv, vec2(0.0))) && all(lessThanEqual(uv, vec2(1.0)));
  colour = vec4(inside ? texture(eye, uv).rgb : vec3(0.0), 1.0);
})";

GLuint make_texture(EyeSize size) {
  GLuint texture = 0;
  glGenTextures(1, &texture);
  glBindTexture(GL_TEXTURE_2D, texture);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, size.width, size.height, 0, GL_RGBA, GL_UNSIGNED_BYTE,
               nullptr);
  for (const GLenum name : {GL_TEXTURE_MIN_FILTER, GL_TEXTURE_MAG_FILTER}) {
    glTexParameteri(GL_TEXTURE_2D, name, GL_LINEAR);
  }
  for (const GLenum name : {GL_TEXTURE_WRAP_S, GL_TEXTURE_WRAP_T}) {
    glTexParameteri(GL_TEXTURE_2D, name, GL_CLAMP_TO_EDGE);
  }
  return texture;
}

}  // namespace

Eigen::Quaterniond CalmTurn::step(const Eigen::Quaterniond& scene_from_eye, double passed) {
  if (!turn_) turn_ = scene_from_eye;
  const double way = 1.0 - std::exp(-std::max(passed, 0.0) / seconds);
  turn_ = turn_->slerp(way, scene_from_eye).normalized();
  return *turn_;
}

FieldOfView calm_part(const FieldOfView& fov) {
  const auto part = [](double angle) { return std::atan(part_kept * std::tan(angle)); };
  return {part(fov.left), part(fov.right), part(fov.up), part(fov.down)};
}

void EyeCopy::make(EyeSize source, const FieldOfView& fov) {
  free();
  source_ = source;
  // An eye's pixels need not be square; a copy's are. Whole words in each row of RGB.
  const double across = std::tan(fov.right) - std::tan(fov.left);
  const double up = std::tan(fov.up) - std::tan(fov.down);
  size_.height = std::clamp(source.height, 1, tallest);
  size_.width = std::max(4, static_cast<int>(std::lround(size_.height * across / up)) & ~3);
  program_ = make_screen_program(fragment_text);
  glGenVertexArrays(1, &vertices_);
  whole_ = make_texture(source_);
  calm_ = make_texture(size_);
  glGenFramebuffers(1, &framebuffer_);
  glGenBuffers(1, &buffer_);
  glBindBuffer(GL_PIXEL_PACK_BUFFER, buffer_);
  glBufferData(GL_PIXEL_PACK_BUFFER, size_.width * size_.height * 3, nullptr, GL_STREAM_READ);
  glBindBuffer(GL_PIXEL_PACK_BUFFER, 0);
}

void EyeCopy::take(EyeSize source, const EyeView& view, const Eigen::Quaterniond& scene_from_calm) {
  if (fence_ != nullptr) return;
  if (source.width != source_.width || source.height != source_.height) make(source, view.fov);
  glBindFramebuffer(GL_DRAW_FRAMEBUFFER, framebuffer_);
  glFramebufferTexture2D(GL_DRAW_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, whole_, 0);
  glBlitFramebuffer(0, 0, source.width, source.height, 0, 0, source.width, source.height,
                    GL_COLOR_BUFFER_BIT, GL_NEAREST);
  glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_);
  glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, calm_, 0);
  draw(view, scene_from_calm);
  glBindBuffer(GL_PIXEL_PACK_BUFFER, buffer_);
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  glReadPixels(0, 0, size_.width, size_.height, GL_RGB, GL_UNSIGNED_BYTE, nullptr);
  glBindBuffer(GL_PIXEL_PACK_BUFFER, 0);
  fence_ = glFenceSync(GL_SYNC_GPU_COMMANDS_COMPLETE, 0);
}

void EyeCopy::draw(const EyeView& view, const Eigen::Quaterniond& scene_from_calm) {
  const Eigen::Matrix3d eye_from_calm =
      view.scene_from_eye.linear().transpose() * scene_from_calm.toRotationMatrix();
  // Directions ahead have a z below 0; the third coordinate in a picture is above 0 there.
  const Eigen::Matrix3f place =
      (eye_from_picture(view.fov).inverse() * eye_from_calm * eye_from_picture(calm_part(view.fov)))
          .cast<float>();
  glViewport(0, 0, size_.width, size_.height);
  glUseProgram(program_);
  glActiveTexture(GL_TEXTURE0);
  glBindTexture(GL_TEXTURE_2D, whole_);
  glUniform1i(glGetUniformLocation(program_, "eye"), 0);
  glUniformMatrix3fv(glGetUniformLocation(program_, "place"), 1, GL_FALSE, place.data());
  glBindVertexArray(vertices_);
  glDrawArrays(GL_TRIANGLES, 0, 3);
  glBindVertexArray(0);
  glUseProgram(0);
}

std::optional<Picture> EyeCopy::arrived() {
  if (fence_ == nullptr) return std::nullopt;
  if (glClientWaitSync(static_cast<GLsync>(fence_), 0, 0) == GL_TIMEOUT_EXPIRED) {
    return std::nullopt;
  }
  glDeleteSync(static_cast<GLsync>(fence_));
  fence_ = nullptr;
  const auto row = static_cast<std::size_t>(size_.width) * 3;
  Picture picture{.width = size_.width, .height = size_.height, .rgb = {}};
  picture.rgb.resize(row * static_cast<std::size_t>(size_.height));
  glBindBuffer(GL_PIXEL_PACK_BUFFER, buffer_);
  const auto* rising = static_cast<const std::uint8_t*>(glMapBufferRange(
      GL_PIXEL_PACK_BUFFER, 0, static_cast<GLsizeiptr>(picture.rgb.size()), GL_MAP_READ_BIT));
  const auto rows = static_cast<std::size_t>(rising == nullptr ? 0 : size_.height);
  for (std::size_t y = 0; y < rows; ++y) {
    std::memcpy(picture.rgb.data() + (rows - 1 - y) * row, rising + y * row, row);
  }
  if (rising != nullptr) glUnmapBuffer(GL_PIXEL_PACK_BUFFER);
  glBindBuffer(GL_PIXEL_PACK_BUFFER, 0);
  return picture;
}

void EyeCopy::free() {
  if (fence_ != nullptr) glDeleteSync(static_cast<GLsync>(fence_));
  if (program_ != 0) glDeleteProgram(program_);
  glDeleteVertexArrays(1, &vertices_);
  glDeleteTextures(1, &whole_);
  glDeleteTextures(1, &calm_);
  glDeleteFramebuffers(1, &framebuffer_);
  glDeleteBuffers(1, &buffer_);
  *this = {};
}

}  // namespace volvr::xr
