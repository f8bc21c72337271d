// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Geometry>
#include <memory>
#include <optional>
#include <vector>

#include <vtkRenderer.h>
#include <vtkVolume.h>

#include "render/display_image.h"
#include "render/fuse.h"
#include "render/look.h"
#include "render/ray_caster.h"
#include "volvr/settings.h"
#include "volvr/state.h"
#include "volvr/volume.h"
#include "volvr/voxels_shown.h"

namespace volvr::render {

/// One study in a VTK renderer, in the scene frame of state.h (metres). Whatever holds the
/// renderer, a window, a picture or the eyes of a headset, draws the same.
class Scene {
 public:
  /// @throws Error invalid_argument (an empty volume), unsupported
  Scene(const Volume& volume, const Settings& settings);
  Scene(const Scene&) = delete;
  Scene& operator=(const Scene&) = delete;

  /// Puts the study and its light into `renderer`, which must die before the scene or let go of it.
  /// The light is a headlight: the one kind that VTK's mapper lights oblique grids rightly with.
  /// @return `renderer`
  vtkRenderer* add_to(vtkRenderer* renderer);

  /// Volumes that follow each other in time, the first of them the scene's own: State::time_point
  /// says which of them is shown.
  /// @throws Error invalid_argument where they differ in grid, type or components, as the scene's
  ///         own constructor
  void set_phases(const std::vector<Volume>& volumes);

  /// Takes the study out of `renderer` again.
  void remove_from(vtkRenderer* renderer);

  /// Gives back what it has of the GPU. Precondition: the renderer's OpenGL context is current.
  void release_graphics(vtkRenderer* renderer);

  /// Shows the study as `state` says. Touches only what differs from the state before, so that a
  /// moved study costs a matrix.
  void update(const State& state);

  /// Draws layers and labels with the study, from the first frame as `state` says, later as `update`
  /// does. Precondition: not called before. @throws as FusedParts
  void fuse(const State& state, const Fused& fused);

  /// As good as the settings let it be by default; coarser while things move.
  void set_sampling(const Sampling& sampling);

  /// See RayCaster.
  void set_waiting(bool on);

  /// Of the last picture. @param settled  if given: whether the next picture will be the same
  VoxelsShown shown(bool* settled = nullptr) const;

  /// Whether the processors drew the last picture of it, so that the GPU's timers know nothing.
  bool is_drawn_by_processors() const { return caster_->draws_by_processors(); }

  const Volume& volume() const { return volume_; }
  vtkVolume* actor() { return actor_; }

 private:
  Volume volume_;
  void show_phase(const State& state);
  const DisplayImage& image() const { return phases_.empty() ? image_ : phases_[phase_]; }

  DisplayImage image_;
  std::vector<DisplayImage> phases_;  // none where there is one volume alone
  std::size_t phase_ = 0;
  Eigen::AlignedBox3d bounds_in_patient_;
  vtkNew<vtkVolume> actor_;
  std::unique_ptr<RayCaster> caster_;
  std::optional<FusedParts> fused_;
  Look look_;
  bool has_look_ = false;
  std::vector<Clip> clips_;
  Eigen::Matrix4d scene_from_dataset_ = Eigen::Matrix4d::Zero();
};

/// For VTK's own mapper, which takes a volume as one texture: whether the current OpenGL context of
/// the renderer's window can hold it. volvr's cuts what is larger into bricks.
/// @throws Error unsupported, with both sizes, where the volume is larger
void require_fits(const Volume& volume, vtkRenderer* renderer, const Settings& settings);

}  // namespace volvr::render
