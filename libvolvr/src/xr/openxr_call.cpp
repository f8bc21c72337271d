// SPDX-License-Identifier: Apache-2.0
#include "xr/openxr_call.h"

#include <openxr/openxr_reflection.h>

#include <string>

#include "volvr/error.h"

namespace volvr::xr {

namespace {

ErrorCode code_of(XrResult result) {
  switch (result) {
    case XR_ERROR_INSTANCE_LOST:
    case XR_ERROR_SESSION_LOST:
    case XR_ERROR_RUNTIME_FAILURE:
    case XR_ERROR_RUNTIME_UNAVAILABLE: return ErrorCode::runtime_lost;
    case XR_ERROR_OUT_OF_MEMORY: return ErrorCode::out_of_memory;
    default: return ErrorCode::internal;
  }
}

std::string sentence_of(ErrorCode code, XrResult result) {
  if (code == ErrorCode::runtime_lost) {
    return "The connection to the headset was lost: its OpenXR runtime has stopped.";
  }
  if (code == ErrorCode::out_of_memory) return "The OpenXR runtime is out of memory.";
  return "The OpenXR runtime refused what was asked of it (" + std::string(to_text(result)) + ").";
}

}  // namespace

std::string_view to_text(XrResult result) {
  switch (result) {
#define VOLVR_RESULT_NAME(name, value) \
  case name: return #name;
    XR_LIST_ENUM_XrResult(VOLVR_RESULT_NAME)
#undef VOLVR_RESULT_NAME
    default: return "an unknown result";
  }
}

XrResult check(XrResult result, std::string_view call) {
  if (XR_SUCCEEDED(result)) return result;
  const ErrorCode code = code_of(result);
  throw Error(code, sentence_of(code, result), {},
              std::string(call) + ": " + std::string(to_text(result)));
}

Eigen::Isometry3d isometry(const XrPosef& pose) {
  const Eigen::Quaterniond turn(pose.orientation.w, pose.orientation.x, pose.orientation.y,
                                pose.orientation.z);
  Eigen::Isometry3d result = Eigen::Isometry3d::Identity();
  result.translate(Eigen::Vector3d(pose.position.x, pose.position.y, pose.position.z));
  result.rotate(turn.normalized());
  return result;
}

XrPosef xr_pose(const Eigen::Isometry3d& pose) {
  const Eigen::Quaternionf turn = Eigen::Quaterniond(pose.linear()).normalized().cast<float>();
  const Eigen::Vector3f place = pose.translation().cast<float>();
  return {{turn.x(), turn.y(), turn.z(), turn.w()}, {place.x(), place.y(), place.z()}};
}

std::optional<Eigen::Isometry3d> located(XrSpace space, XrSpace scene, XrTime at) {
  auto location = typed<XrSpaceLocation>(XR_TYPE_SPACE_LOCATION);
  check(xrLocateSpace(space, scene, at, &location), "xrLocateSpace");
  constexpr XrSpaceLocationFlags known =
      XR_SPACE_LOCATION_ORIENTATION_VALID_BIT | XR_SPACE_LOCATION_POSITION_VALID_BIT;
  if ((location.locationFlags & known) != known) return std::nullopt;
  return isometry(location.pose);
}

}  // namespace volvr::xr
