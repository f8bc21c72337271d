// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Geometry>
#include <cstdint>
#include <optional>

#include "xr/eye_view.h"
#include "xr/swapchain.h"

class vtkTextureObject;

namespace volvr::xr {

/// How far away what an eye sees is, for a runtime that moves late pictures by it. Geometry has the
/// depth that it was drawn with. What is translucent has none of its own: within the study's box it
/// is taken for the middle of the eye's way through the box, so that it is moved as something near
/// and not as the sky behind it.
class EyeDepth {
 public:
  /// Draws into the texture. Precondition: the OpenGL context that draws is current.
  /// @param drawn            depths as OpenGL keeps them; several samples a pixel are allowed
  /// @param scene_from_box   the study's box is that from -1 to 1 along each axis; nothing: none
  void draw(vtkTextureObject& drawn, const EyeView& view, double near, double far,
            const std::optional<Eigen::Affine3d>& scene_from_box, std::uint32_t texture,
            EyeSize size);

  void free();

 private:
  struct Program {
    std::uint32_t name = 0;
    bool samples = false;
  };
  Program& program_for(bool samples);

  Program programs_[2];
  std::uint32_t vertices_ = 0;
  std::uint32_t framebuffer_ = 0;
};

}  // namespace volvr::xr
