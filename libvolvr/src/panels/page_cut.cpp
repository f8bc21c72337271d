// SPDX-License-Identifier: Apache-2.0
#include "panels/pages.h"
#include "panels/wording.h"

namespace volvr::panels {

namespace {

// Removes the half that is nearer to a viewer who looks along -z, square to the patient's axes.
ClipPlane plane_before(const State& state, const Eigen::AlignedBox3d& bounds) {
  const Eigen::Vector3d away =
      state.pose.scene_from_patient.conjugate() * Eigen::Vector3d(0.0, 0.0, -1.0);
  Eigen::Index axis = 0;
  away.cwiseAbs().maxCoeff(&axis);
  Eigen::Vector3d normal = Eigen::Vector3d::Zero();
  normal[axis] = away[axis] > 0.0 ? 1.0 : -1.0;
  return {bounds.center(), normal};
}

ClipBox box_in(const Eigen::AlignedBox3d& bounds) {
  const Eigen::Vector3d quarter = 0.25 * bounds.sizes();
  return {bounds.center() - quarter, bounds.center() + quarter};
}

ClipSphere sphere_in(const Eigen::AlignedBox3d& bounds) {
  return {bounds.center(), 0.25 * bounds.sizes().minCoeff()};
}

void clip_row(const PageFrame& frame, const Clip& clip, int number) {
  Kit& kit = frame.kit;
  kit.paragraph(std::to_string(number) + "  " + clip_text(clip));
  const std::string which = " " + std::to_string(number);
  const double half =
      0.5 * static_cast<double>(
                (ImGui::GetContentRegionAvail().x - ImGui::GetStyle().ItemSpacing.x) / kit.unit());
  if (kit.button("Inverse" + which, {.width = half, .on = clip.inverse})) {
    frame.say(command::InvertClip{number});
  }
  ImGui::SameLine();
  if (kit.button("Remove" + which, {.width = half})) frame.say(command::RemoveClip{number});
}

}  // namespace

void cut_page(const PageFrame& frame) {
  Kit& kit = frame.kit;
  const State& state = frame.model.state;
  const Eigen::AlignedBox3d& bounds = frame.model.study->bounds;
  kit.heading("Cut at the study's middle");
  if (kit.button("Add plane")) frame.say(command::AddClipPlane{plane_before(state, bounds)});
  kit.flow(8.0f * kit.unit());
  if (kit.button("Add box")) frame.say(command::AddClipBox{box_in(bounds)});
  kit.flow(9.0f * kit.unit());
  if (kit.button("Add sphere")) frame.say(command::AddClipSphere{sphere_in(bounds)});
  kit.heading(state.clips.empty() ? "Nothing is cut" : "What is cut");
  for (std::size_t i = 0; i < state.clips.size(); ++i) {
    clip_row(frame, state.clips[i], static_cast<int>(i) + 1);
  }
  if (!state.clips.empty() && kit.button("Remove all cuts", {.width = -1.0})) {
    frame.say(command::ClearClips{});
  }
}

}  // namespace volvr::panels
