// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Geometry>
#include <cstdint>
#include <optional>

#include "volvr/picture.h"
#include "xr/eye_view.h"
#include "xr/swapchain.h"

namespace volvr::xr {

/// Turns calmly after a head: what others see of it on a desk does not make them ill. The head's
/// small and quick turns are left out, its slow ones followed.
class CalmTurn {
 public:
  static constexpr double seconds = 0.3;  ///< in which it makes up all but 1/e of a turn

  /// @param scene_from_eye  as it is now
  /// @param passed          seconds since the last step
  /// @return scene from the calm eye
  Eigen::Quaterniond step(const Eigen::Quaterniond& scene_from_eye, double passed);

 private:
  std::optional<Eigen::Quaterniond> turn_;
};

/// The edges of a picture that is taken calmly out of an eye's: a part of it, so that some turning
/// stays within.
FieldOfView calm_part(const FieldOfView& fov);

/// Copies of what an eye sees, in the main memory, some frames later: never waited for. All of it
/// needs the OpenGL context that draws to be current.
class EyeCopy {
 public:
  /// Copies from the framebuffer that is bound for reading.
  /// @param source         pixels of it
  /// @param view           of the eye that it shows
  /// @param scene_from_calm  the turn of the eye that the copy is for
  void take(EyeSize source, const EyeView& view, const Eigen::Quaterniond& scene_from_calm);

  /// A copy that has arrived since it was last asked for.
  std::optional<Picture> arrived();

  void free();

 private:
  void make(EyeSize source, const FieldOfView& fov);
  void draw(const EyeView& view, const Eigen::Quaterniond& scene_from_calm);

  EyeSize source_;
  EyeSize size_;
  std::uint32_t program_ = 0;
  std::uint32_t vertices_ = 0;
  std::uint32_t whole_ = 0;  // texture of the eye's picture
  std::uint32_t calm_ = 0;   // texture of the copy
  std::uint32_t framebuffer_ = 0;
  std::uint32_t buffer_ = 0;  // pixels on their way
  void* fence_ = nullptr;     // GLsync; null: nothing is on its way
};

}  // namespace volvr::xr
