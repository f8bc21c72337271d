// SPDX-License-Identifier: Apache-2.0
#include "names.h"

#include <openxr/openxr_reflection.h>

#include <algorithm>
#include <span>
#include <stdexcept>
#include <utility>

namespace volvr::layer {

namespace {

template <class Value>
using Row = std::pair<std::string_view, Value>;

#define VOLVR_ROW(name, value) {#name, name},
constexpr Row<XrResult> results[] = {XR_LIST_ENUM_XrResult(VOLVR_ROW)};
constexpr Row<XrStructureType> types[] = {XR_LIST_ENUM_XrStructureType(VOLVR_ROW)};
constexpr Row<XrSessionState> states[] = {XR_LIST_ENUM_XrSessionState(VOLVR_ROW)};
constexpr Row<XrReferenceSpaceType> spaces[] = {XR_LIST_ENUM_XrReferenceSpaceType(VOLVR_ROW)};
constexpr Row<XrEnvironmentBlendMode> blend_modes[] = {
    XR_LIST_ENUM_XrEnvironmentBlendMode(VOLVR_ROW)};
constexpr Row<XrEyeVisibility> eye_visibilities[] = {XR_LIST_ENUM_XrEyeVisibility(VOLVR_ROW)};
#undef VOLVR_ROW

template <class Value>
std::string name_in(std::span<const Row<Value>> rows, Value value, std::string_view common = {}) {
  const auto at = std::ranges::find(rows, value, &Row<Value>::second);
  if (at == rows.end()) return std::to_string(static_cast<int>(value));
  return std::string(at->first.substr(common.size()));
}

template <class Value>
Value named_in(std::span<const Row<Value>> rows, std::string_view name,
               std::string_view common = {}) {
  const auto at =
      std::ranges::find(rows, std::string(common) + std::string(name), &Row<Value>::first);
  if (at == rows.end()) throw std::invalid_argument("nothing is called " + std::string(name));
  return at->second;
}

constexpr std::string_view of_state = "XR_SESSION_STATE_";
constexpr std::string_view of_space = "XR_REFERENCE_SPACE_TYPE_";
constexpr std::string_view of_blend_mode = "XR_ENVIRONMENT_BLEND_MODE_";
constexpr std::string_view of_eyes = "XR_EYE_VISIBILITY_";

}  // namespace

std::string name_of(XrResult result) {
  return name_in<XrResult>(results, result);
}
std::string name_of(XrStructureType type) {
  return name_in<XrStructureType>(types, type);
}
std::string name_of(XrSessionState state) {
  return name_in<XrSessionState>(states, state, of_state);
}
std::string name_of(XrReferenceSpaceType space) {
  return name_in<XrReferenceSpaceType>(spaces, space, of_space);
}
std::string name_of(XrEnvironmentBlendMode mode) {
  return name_in<XrEnvironmentBlendMode>(blend_modes, mode, of_blend_mode);
}
std::string name_of(XrEyeVisibility eyes) {
  return name_in<XrEyeVisibility>(eye_visibilities, eyes, of_eyes);
}

XrResult result_named(std::string_view name) {
  return named_in<XrResult>(results, name);
}
XrSessionState state_named(std::string_view name) {
  return named_in<XrSessionState>(states, name, of_state);
}
XrReferenceSpaceType space_named(std::string_view name) {
  return named_in<XrReferenceSpaceType>(spaces, name, of_space);
}
XrEnvironmentBlendMode blend_mode_named(std::string_view name) {
  return named_in<XrEnvironmentBlendMode>(blend_modes, name, of_blend_mode);
}

}  // namespace volvr::layer
