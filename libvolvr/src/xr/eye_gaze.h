// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openxr/openxr.h>

#include <Eigen/Geometry>
#include <optional>

#include "xr/instance.h"

namespace volvr::xr {

/// Where the eyes look, as the runtime tracks them: extension XR_EXT_eye_gaze_interaction (OpenXR
/// 1.1 specification, section 12.34). People are asked by the runtime whether they allow it; where
/// they do not, there is no gaze.
class EyeGaze {
 public:
  /// Makes the action in `set` and suggests its binding. Precondition: the instance tracks eyes,
  /// and the set is not attached yet.
  EyeGaze(const Instance& instance, XrActionSet set);
  ~EyeGaze();
  EyeGaze(const EyeGaze&) = delete;
  EyeGaze& operator=(const EyeGaze&) = delete;

  /// Precondition: the set is attached to this session.
  void begin(XrSession session);

  /// Between the eyes, looking along -z, at `seen_at`; nothing while they are not tracked. The set
  /// is synchronised before.
  std::optional<Eigen::Isometry3d> read(XrSpace scene, XrTime seen_at) const;

 private:
  XrAction action_ = XR_NULL_HANDLE;
  XrSession session_ = XR_NULL_HANDLE;
  XrSpace gaze_ = XR_NULL_HANDLE;
};

}  // namespace volvr::xr
