// SPDX-License-Identifier: Apache-2.0
#include "render/caster/picture_target.h"

#include <algorithm>
#include <cmath>

#include <vtkOpenGLState.h>

#include "render/caster/ray_programs.h"

namespace volvr::render {

namespace {

int scaled_side(int side, double pixels) {
  return std::max(1, static_cast<int>(std::lround(side / std::max(pixels, 1.0))));
}

Float4 four(double x, double y, double z, double w) {
  return {static_cast<float>(x), static_cast<float>(y), static_cast<float>(z),
          static_cast<float>(w)};
}

// Of each ray along an axis the viewport's pixel that it goes through.
std::vector<std::size_t> pixels_of_rays(const FoveaAxis& axis, int viewport_side) {
  std::vector<std::size_t> pixels;
  for (int number = 0; number < axis.target; ++number) {
    const double at = picture_pixel(axis, number) * viewport_side / axis.picture;
    pixels.push_back(
        static_cast<std::size_t>(std::clamp(static_cast<int>(at), 0, viewport_side - 1)));
  }
  return pixels;
}

}  // namespace

void PictureTarget::lay(const Eigen::Array4i& viewport, const Quality& quality, const FoveaAim& aim,
                        std::size_t eye) {
  viewport_ = viewport;
  const double pixels = quality.pixels;
  const PictureSize picture{scaled_side(viewport[2], pixels), scaled_side(viewport[3], pixels)};
  fovea_ = aim_fovea(picture, aim, quality.edge_pixel, eye);
}

void PictureTarget::write(FrameBlock& block) const {
  const auto& [x, y] = fovea_;
  block.picture_size = four(x.picture, y.picture, x.target, y.target);
  block.fovea_centre = four(x.centre, y.centre, x.target_centre, y.target_centre);
  block.fovea_radius = four(x.radius, y.radius, 0.0, 0.0);
  block.fovea_rise = four(x.rise_below, x.rise_above, y.rise_below, y.rise_above);
  block.viewport = four(viewport_[0], viewport_[1], viewport_[2], viewport_[3]);
}

std::vector<float> PictureTarget::places(const FoveaAxis& axis) {
  std::vector<float> places;
  places.reserve(static_cast<std::size_t>(axis.target));
  for (int number = 0; number < axis.target; ++number) {
    const auto at = static_cast<float>(picture_pixel(axis, number));
    places.push_back(2.0F * at / static_cast<float>(axis.picture) - 1.0F);
  }
  return places;
}

std::vector<float> PictureTarget::seen_by_rays(const std::vector<float>& values) const {
  const std::vector<std::size_t> columns = pixels_of_rays(fovea_.x, viewport_[2]);
  const std::vector<std::size_t> rows = pixels_of_rays(fovea_.y, viewport_[3]);
  std::vector<float> seen;
  seen.reserve(columns.size() * rows.size());
  for (const std::size_t row : rows) {
    const float* from = values.data() + row * static_cast<std::size_t>(viewport_[2]);
    for (const std::size_t column : columns) seen.push_back(from[column]);
  }
  return seen;
}

void PictureTarget::allocate(vtkOpenGLRenderWindow& window, const TextureFormat& format) {
  const bool is_new = texture_.allocate(window, {viewport_[2], viewport_[3], 0}, format);
  if (is_new) is_attached_ = false;
}

void PictureTarget::fill(vtkOpenGLRenderWindow& window, const float* rgba) {
  allocate(window, {GL_RGBA32F, GL_RGBA, GL_FLOAT, true});
  texture_.fill(window, Eigen::Vector3i::Zero(), {width(), height(), 0}, rgba);
}

GLuint PictureTarget::image(vtkOpenGLRenderWindow& window) {
  allocate(window, {GL_RGBA16F, GL_RGBA, GL_HALF_FLOAT, true});
  return texture_.handle();
}

void PictureTarget::draw_into(vtkOpenGLRenderWindow& window) {
  allocate(window, {GL_RGBA16F, GL_RGBA, GL_HALF_FLOAT, true});
  vtkOpenGLState* state = window.GetState();
  if (framebuffer_ == 0) glGenFramebuffers(1, &framebuffer_);
  state->vtkglBindFramebuffer(GL_FRAMEBUFFER, framebuffer_);
  if (!is_attached_) {
    glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, texture_.handle(),
                           0);
    is_attached_ = true;
  }
  const unsigned attachment = GL_COLOR_ATTACHMENT0;
  glDrawBuffers(1, &attachment);
  state->vtkglViewport(0, 0, width(), height());
  state->vtkglDisable(GL_SCISSOR_TEST);
  state->vtkglDisable(GL_BLEND);
  state->vtkglDisable(GL_DEPTH_TEST);
}

void PictureTarget::compose(vtkOpenGLRenderWindow& window, const GlProgram& program) const {
  vtkOpenGLState* state = window.GetState();
  state->vtkglViewport(viewport_[0], viewport_[1], viewport_[2], viewport_[3]);
  state->vtkglDisable(GL_SCISSOR_TEST);
  state->vtkglDisable(GL_DEPTH_TEST);
  state->vtkglEnable(GL_BLEND);
  state->vtkglBlendFuncSeparate(GL_ONE, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
  program.use();
  texture_.bind(window, RayPrograms::volume_unit);
  glDrawArrays(GL_TRIANGLES, 0, 3);
}

void PictureTarget::free() {
  texture_.free();
  if (framebuffer_ != 0) glDeleteFramebuffers(1, &framebuffer_);
  framebuffer_ = 0;
  is_attached_ = false;
}

}  // namespace volvr::render
