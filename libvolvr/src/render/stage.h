// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Geometry>
#include <memory>
#include <string>

#include <vtkNew.h>
#include <vtkRenderer.h>

#include "render/annotations.h"
#include "render/scene.h"
#include "volvr/settings.h"
#include "volvr/state.h"
#include "volvr/volume.h"

namespace volvr::render {

/// A renderer with a study, a camera that looks along -z, and annotations: what a window and a
/// picture have in common.
class Stage {
 public:
  /// Where `look_from_viewer` looks from, scene metres, and how widely, degrees: the place of a
  /// person before the study's first pose, at a distance that shows 0.6 m whole.
  static Eigen::Vector3d viewer() { return Pose{}.position + Eigen::Vector3d(0.0, 0.0, 1.2); }
  static constexpr double viewer_angle = 38.0;

  Stage(const Settings& settings, bool annotated);

  vtkRenderer* renderer() { return renderer_; }
  const Settings& settings() const { return settings_; }

  /// For the study that is shown next.
  void set_settings(const Settings& settings) { settings_ = settings; }

  /// Takes a study up in place of the one before. @throws as Scene and FusedParts
  void show(const Volume& volume, const State& state, const Fused& fused = {});
  void update(const State& state);

  /// Lets go of the study. Precondition: its OpenGL context is current.
  void clear();

  /// Precondition: `show` was called.
  Scene& scene() { return *scene_; }
  bool is_empty() const { return scene_ == nullptr; }

  /// Camera at `position` in the scene, metres, looking along -z.
  /// @param view_angle  degrees from the lower to the upper edge of the picture
  void look_from(const Eigen::Vector3d& position, double view_angle);

  void look_from_viewer();

  /// Camera looking along its -z. @param view_angle  degrees from the lower to the upper edge
  void look(const Eigen::Isometry3d& scene_from_camera, double view_angle);

  /// To be called before each frame.
  void prepare(int width, int height);

  /// Whether the last frame's annotations tell how coarse its own voxels are, which is known only
  /// when it is drawn; if not, the next frame's will.
  bool says_what_is_shown() const;

 private:
  Settings settings_;
  vtkNew<vtkRenderer> renderer_;
  std::unique_ptr<Scene> scene_;
  std::unique_ptr<Annotations> annotations_;
  std::string remark_;
  Eigen::Quaterniond scene_from_patient_ = Eigen::Quaterniond::Identity();
};

}  // namespace volvr::render
