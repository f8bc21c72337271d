// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace volvr::render {

/// What casts the rays.
enum class RayPath {
  automatic,   ///< `gpu`, or `processors` where OpenGL itself is software
  gpu,         ///< compute or fragments, whichever was measured to be the faster
  compute,     ///< a compute shader (OpenGL 4.3); fragments where there is none
  fragments,   ///< a fragment shader
  processors,  ///< this machine's processors; OpenGL only shows the picture
};

/// By a choice of the setting render.path. Precondition: it is one of them.
RayPath ray_path(std::string_view name);

}  // namespace volvr::render
