// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vtkDataArray.h>

#include "render/caster/gl_texture.h"

namespace volvr::render {

/// How a volume's voxels become texels: in as many bytes as they have in memory where OpenGL can
/// interpolate their type; integers of 32 bits and doubles as floats.
struct Texels {
  TextureFormat format;
  double unit = 1.0;        ///< value of the texture's 1
  bool as_they_are = true;  ///< the voxels' memory can be handed over
};

/// @param values  one component, or four (red, green, blue, and what opacity goes by) of 8 bits
/// @throws Error unsupported for other components
Texels texels_of(vtkDataArray& values);

}  // namespace volvr::render
