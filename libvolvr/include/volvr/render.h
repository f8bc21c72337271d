// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "volvr/appearance.h"
#include "volvr/clip.h"
#include "volvr/layers.h"
#include "volvr/picture.h"
#include "volvr/settings.h"
#include "volvr/state.h"
#include "volvr/volume.h"
#include "volvr/voxels_shown.h"


namespace volvr {

struct RenderOptions {
  int width = 1024;              ///< pixels
  int height = 1024;
  View view = View::anterior;
  double yaw = 0.0;              ///< degrees that the study is turned about its vertical after `view`
  double pitch = 0.0;            ///< degrees towards the viewer
  bool steady = false;           ///< framed for every yaw alike: for turntables
  Eigen::Vector3d background{0.0, 0.0, 0.0};  ///< sRGB, 0..1
  Settings settings = {};
  std::vector<Clip> clips = {};
  /// Called with one plain sentence for what a user should know of the pictures.
  std::function<void(std::string_view)> on_message = {};
  std::vector<Layer> layers = {};        ///< at most three, drawn with the volume in one pass
  std::optional<Labels> labels = {};     ///< of the volume or of a layer
  /// Layers and labels may be of another patient than the volume (a template, a phantom).
  bool other_patients = false;
};

/// Draws pictures of one volume offscreen; needs no X server (EGL). Keeps the volume on the GPU
/// between pictures, so that a turntable uploads once.
class OffscreenRenderer {
 public:
  /// @throws Error no_display where no OpenGL context can be made; mixed_patients for layers and
  ///         labels of another patient (require_same_patient) unless the options allow them;
  ///         unsupported for layers or labels with techniques other than composite and mip, with
  ///         colour volumes, or with VTK's mappers; invalid_argument;
  ///         as require_valid for a clip
  OffscreenRenderer(const Volume& volume, const Appearance& appearance,
                    const RenderOptions& options = {});
  ~OffscreenRenderer();
  OffscreenRenderer(OffscreenRenderer&&) noexcept;
  OffscreenRenderer& operator=(OffscreenRenderer&&) noexcept;

  /// The whole study, framed to fill the picture, in perspective.
  Picture draw(View view, double yaw = 0.0, double pitch = 0.0);

  /// Of the last picture. It waited for all that there is room for.
  VoxelsShown shown() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// One picture. @throws Error no_display
Picture render_picture(const Volume& volume, const Appearance& appearance,
                       const RenderOptions& options = {});

}  // namespace volvr
