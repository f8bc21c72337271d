// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vtkDataArray.h>

#include "render/caster/gl_texture.h"
#include "render/caster/texels.h"

namespace volvr::render {

/// Whether the current context's driver holds the numbers of a three-dimensional texture in at
/// least `bits` bits, and interpolates between its texels. Every driver of OpenGL 3.2 should for
/// what it lists as normalized or floating point; some quietly hold fewer bits.
bool is_kept_and_interpolated(vtkOpenGLRenderWindow& window, const TextureFormat& format, int bits);

/// texels_of, or as floats where the driver would hold them in fewer bits or not interpolate them.
/// @throws Error unsupported where it does neither, or as texels_of
Texels supported_texels(vtkOpenGLRenderWindow& window, vtkDataArray& values);

}  // namespace volvr::render
