// SPDX-License-Identifier: Apache-2.0
#include "render/studio.h"

#include <cmath>
#include <numbers>

#include "render/egl_context.h"
#include "volvr/error.h"

namespace volvr::test {

StudioOptions by_path(const std::string& path, StudioOptions options) {
  options.settings.set("render.mapper", "volvr");
  options.settings.set("render.path", path);
  return options;
}

Studio::Studio(const StudioOptions& options)
    : options_(options),
      log_([this](std::string_view line) { messages_.emplace_back(line); }),
      stage_(options.settings, false),
      target_(-1, options.size, options.size, log_) {
  target_.add(stage_.renderer());
  stage_.look_from({0.0, 0.0, options.distance}, options.view_angle);
}

Picture Studio::draw(const Volume& volume, const State& state, const render::Fused& fused) {
  target_.with_context([&] { stage_.show(volume, state, fused); });
  return draw(state);
}

Picture Studio::draw(const State& state) {
  stage_.update(state);
  stage_.prepare(options_.size, options_.size);
  return target_.draw();
}

Eigen::Vector2d Studio::pixel_of(const Eigen::Vector3d& point_in_scene) const {
  const double half = std::tan(0.5 * options_.view_angle * std::numbers::pi / 180.0);
  const double away = options_.distance - point_in_scene[2];
  const double scale = 0.5 * options_.size / (half * away);
  const double middle = 0.5 * options_.size;
  return {middle + scale * point_in_scene[0], middle - scale * point_in_scene[1]};
}

bool Studio::sees_ball(int x, int y, const Eigen::Vector3d& centre_in_scene, double radius) const {
  const double half = std::tan(0.5 * options_.view_angle * std::numbers::pi / 180.0);
  const double pixel = 2.0 * half / options_.size;
  const double middle = 0.5 * options_.size;
  const Eigen::Vector3d ray =
      Eigen::Vector3d((x + 0.5 - middle) * pixel, (middle - y - 0.5) * pixel, -1.0).normalized();
  const Eigen::Vector3d to_centre = centre_in_scene - Eigen::Vector3d(0.0, 0.0, options_.distance);
  return ray.cross(to_centre).norm() < radius;
}

std::string why_no_graphics() {
  try {
    const render::EglContext context;
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

}  // namespace volvr::test
