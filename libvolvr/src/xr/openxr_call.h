// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openxr/openxr.h>

#include <Eigen/Geometry>
#include <optional>
#include <string_view>

namespace volvr::xr {

/// Throws where an OpenXR call failed; passes success codes (also XR_SESSION_LOSS_PENDING and the
/// like) through.
/// @param call  the name of the function that was called
/// @throws Error runtime_lost where instance, session or runtime is gone, out_of_memory, else
///         internal
XrResult check(XrResult result, std::string_view call);

/// The name in the specification, for example "XR_ERROR_SESSION_LOST".
std::string_view to_text(XrResult result);

/// Metres and a rotation, in double. The runtime's quaternion is made exactly one long.
Eigen::Isometry3d isometry(const XrPosef& pose);

/// The same the other way round.
XrPosef xr_pose(const Eigen::Isometry3d& pose);

/// Where `space` is in `scene` at a time; nothing where place or turn is not known.
std::optional<Eigen::Isometry3d> located(XrSpace space, XrSpace scene, XrTime at);

/// A structure with its type set and everything else zero.
template <class T>
T typed(XrStructureType type) {
  T value{};
  value.type = type;
  return value;
}

}  // namespace volvr::xr
