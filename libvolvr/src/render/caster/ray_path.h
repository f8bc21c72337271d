// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace volvr::render {

/// What casts the rays.
enum class RayPath {
  automatic,   ///< fragments on a GPU, processors where OpenGL itself is software
  fragments,   ///< a fragment shader
  processors,  ///< this machine's processors; OpenGL only shows the picture
};

}  // namespace volvr::render
