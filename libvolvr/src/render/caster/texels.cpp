// SPDX-License-Identifier: Apache-2.0
#include "render/caster/texels.h"

#include <string>

#include "volvr/error.h"

namespace volvr::render {

namespace {

Texels texels_of_type(int type) {
  switch (type) {
    case VTK_UNSIGNED_CHAR:
      return {{GL_R8, GL_RED, GL_UNSIGNED_BYTE}, 255.0};
    case VTK_SIGNED_CHAR:
      return {{GL_R8_SNORM, GL_RED, GL_BYTE}, 127.0};
    case VTK_UNSIGNED_SHORT:
      return {{GL_R16, GL_RED, GL_UNSIGNED_SHORT}, 65535.0};
    case VTK_SHORT:
      return {{GL_R16_SNORM, GL_RED, GL_SHORT}, 32767.0};
    case VTK_FLOAT:
      return {{GL_R32F, GL_RED, GL_FLOAT}, 1.0};
    default:
      return {{GL_R32F, GL_RED, GL_FLOAT}, 1.0, false};
  }
}

}  // namespace

Texels texels_of(vtkDataArray& values) {
  const int components = values.GetNumberOfComponents();
  const bool plain = values.HasStandardMemoryLayout();
  if (components == 4 && values.GetDataType() == VTK_UNSIGNED_CHAR && plain) {
    return {{GL_RGBA8, GL_RGBA, GL_UNSIGNED_BYTE}, 255.0};
  }
  if (components != 1) {
    throw Error(ErrorCode::unsupported, "Volumes of " + std::to_string(components) +
                                            " components of this type cannot be drawn.");
  }
  Texels texels = texels_of_type(values.GetDataType());
  // Another layout is read number by number.
  if (!plain) texels = texels_of_type(VTK_DOUBLE);
  return texels;
}

}  // namespace volvr::render
