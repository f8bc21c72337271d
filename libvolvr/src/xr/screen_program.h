// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace volvr::xr {

/// An OpenGL program that is drawn with three vertices and no attributes over the whole viewport;
/// its fragments get `in vec2 at`, 0 to 1 from the lower left.
/// @param fragment_text  from its #version on
/// @throws Error unsupported where the driver does not compile it
std::uint32_t make_screen_program(const std::string& fragment_text);

}  // namespace volvr::xr
