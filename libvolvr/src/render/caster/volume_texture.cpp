// SPDX-License-Identifier: Apache-2.0
#include "render/caster/volume_texture.h"

#include <algorithm>
#include <vector>

#include "volvr/error.h"

namespace volvr::render {

namespace {

constexpr std::size_t converted_at_once = std::size_t{1} << 22;  // voxels

struct Numbers {
  TextureFormat format;
  double unit = 1.0;  // value of the texture's 1
  bool as_they_are = true;
};

Numbers numbers_of(const vtkDataArray& values) {
  switch (const_cast<vtkDataArray&>(values).GetDataType()) {
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

// Layers of as many voxels as are handed over at once, as floats.
void fill_converted(vtkOpenGLRenderWindow& window, vtkDataArray& values,
                    const Eigen::Vector3i& size, GlTexture& texture) {
  const auto layer = static_cast<std::size_t>(size[0]) * static_cast<std::size_t>(size[1]);
  const int layers = static_cast<int>(
      std::clamp<std::size_t>(converted_at_once / layer, 1, static_cast<std::size_t>(size[2])));
  std::vector<float> slab;
  for (int z = 0; z < size[2]; z += layers) {
    const int count = std::min(layers, size[2] - z);
    slab.resize(layer * static_cast<std::size_t>(count));
    const auto first = static_cast<vtkIdType>(layer) * z;
    for (std::size_t at = 0; at < slab.size(); ++at) {
      slab[at] = static_cast<float>(values.GetComponent(first + static_cast<vtkIdType>(at), 0));
    }
    texture.fill(window, {0, 0, z}, {size[0], size[1], count}, slab.data());
  }
}

// What OpenGL has to say of an allocation is said by its error flag alone.
void require_room(std::size_t bytes) {
  bool full = false;
  for (GLenum error = glGetError(); error != GL_NO_ERROR; error = glGetError()) {
    full = full || error == GL_OUT_OF_MEMORY || error == GL_INVALID_VALUE;
  }
  if (!full) return;
  throw Error(ErrorCode::out_of_memory, "The graphics card has no room for this volume of " +
                                            std::to_string(bytes >> 20) + " MiB.");
}

}  // namespace

void VolumeTexture::upload(vtkOpenGLRenderWindow& window, vtkDataArray& values,
                           const Eigen::Vector3i& size) {
  const int components = values.GetNumberOfComponents();
  Numbers numbers = numbers_of(values);
  if (components == 4 && values.GetDataType() == VTK_UNSIGNED_CHAR) {
    numbers.format = {GL_RGBA8, GL_RGBA, GL_UNSIGNED_BYTE};
  } else if (components != 1) {
    throw Error(ErrorCode::unsupported, "Volumes of " + std::to_string(components) +
                                            " components of this type cannot be drawn.");
  }
  while (glGetError() != GL_NO_ERROR) {
  }
  texture_.allocate(window, size, numbers.format);
  require_room(texture_.bytes());
  unit_ = numbers.unit;
  if (numbers.as_they_are && values.HasStandardMemoryLayout()) {
    texture_.fill(window, Eigen::Vector3i::Zero(), size, values.GetVoidPointer(0));
  } else {
    fill_converted(window, values, size, texture_);
  }
  require_room(texture_.bytes());
}

}  // namespace volvr::render
