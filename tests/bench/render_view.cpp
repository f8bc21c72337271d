// SPDX-License-Identifier: Apache-2.0
#include "bench/render_view.h"

#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "render/framing.h"
#include "render/look.h"
#include "render/stage.h"

namespace volvr::bench {

namespace {

constexpr double metres_per_millimetre = 0.001;

// The study as the case asks, before the fixed viewer of an OffscreenView.
State state_of(const RenderCase& render_case) {
  const Volume& volume = *render_case.volume;
  State state;
  state.appearance = resolve(render_case.appearance, volume);
  state.preset = state.appearance.name;
  state.window = state.appearance.window;
  state.technique = state.appearance.technique;
  state.shade = state.appearance.shade;
  const Eigen::Quaterniond upright = scene_from_patient(render_case.view);
  state.pose.scene_from_patient = render::turned(upright, render_case.yaw, render_case.pitch);
  state.pose.position = render::Stage::viewer();
  if (render_case.inside) return state;
  const auto framing =
      render::frame(render::visible_outline(volume, render::look_of(state)), upright,
                    {.view_angle = render::Stage::viewer_angle,
                     .yaw = render_case.yaw,
                     .pitch = render_case.pitch});
  const Eigen::Affine3d scene_from_study =
      scene_from_patient(state.pose, bounds_in_patient(volume.geometry()));
  const Eigen::Vector3d wanted(0.0, 0.0, -framing.distance * metres_per_millimetre);
  state.pose.position += state.pose.position + wanted - scene_from_study * framing.centre;
  return state;
}

}  // namespace

RenderView::RenderView(const RenderCase& render_case, const Settings& settings, int side)
    : state_(state_of(render_case)) {
  if (!render_case.fused.empty() && settings.text("render.mapper") == "stock") {
    peer_ = std::make_unique<MultiVolumeView>(*render_case.volume, state_, render_case.fused,
                                              settings, side);
    return;
  }
  view_.emplace(
      render::OffscreenViewOptions{.width = side, .height = side, .settings = settings});
  view_->show(*render_case.volume, with_fused(state_, render_case.fused), render_case.fused);
}

Picture RenderView::draw() {
  return peer_ ? peer_->draw() : view_->draw();
}

void RenderView::drag(double by) {
  State dragged = state_;
  dragged.window.centre += by * dragged.window.width;
  view_->update(dragged);
}

Work work_of(const RenderCase& render_case, const Settings& settings, int side) {
  const State state = state_of(render_case);
  const GridGeometry& grid = render_case.volume->geometry();
  const Eigen::Affine3d scene_from_index =
      scene_from_patient(state.pose, bounds_in_patient(grid)) * grid.patient_from_index;
  const Eigen::Affine3d index_from_scene = scene_from_index.inverse();
  const Eigen::Vector3d eye = index_from_scene * render::Stage::viewer();
  const Eigen::Array3d last = grid.size.cast<double>() - Eigen::Vector3d::Ones();
  const double step =
      settings.number("render.step") * spacing(grid).minCoeff() * metres_per_millimetre;
  const double edge = std::tan(0.5 * render::Stage::viewer_angle * std::numbers::pi / 180.0);
  Work work;
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      const Eigen::Vector3d along(edge * ((2.0 * x + 1.0) / side - 1.0),
                                  edge * ((2.0 * y + 1.0) / side - 1.0), -1.0);
      const Eigen::Array3d direction = index_from_scene.linear() * along;
      const Eigen::Array3d low = (Eigen::Array3d::Zero() - eye.array()) / direction;
      const Eigen::Array3d high = (last - eye.array()) / direction;
      const double enter = std::max(low.min(high).maxCoeff(), 0.0);
      const double leave = low.max(high).minCoeff();
      if (leave <= enter) continue;
      work.rays += 1.0;
      work.samples += (leave - enter) * along.norm() / step;
    }
  }
  return work;
}

}  // namespace volvr::bench
