// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openxr/openxr.h>

#include <string>
#include <string_view>

namespace volvr::layer {

// Names as in the specification. Those of states, spaces and blend modes without what they all
// begin with: "STOPPING", "STAGE", "OPAQUE". What is not known is named by its number.

std::string name_of(XrResult result);
std::string name_of(XrStructureType type);
std::string name_of(XrSessionState state);
std::string name_of(XrReferenceSpaceType space);
std::string name_of(XrEnvironmentBlendMode mode);
std::string name_of(XrEyeVisibility eyes);

/// @throws std::invalid_argument each
XrResult result_named(std::string_view name);
XrSessionState state_named(std::string_view name);
XrReferenceSpaceType space_named(std::string_view name);
XrEnvironmentBlendMode blend_mode_named(std::string_view name);

}  // namespace volvr::layer
