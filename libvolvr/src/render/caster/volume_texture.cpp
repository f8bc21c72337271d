// SPDX-License-Identifier: Apache-2.0
#include "render/caster/volume_texture.h"

#include <algorithm>
#include <vector>

#include "render/caster/texel_support.h"

namespace volvr::render {

namespace {

constexpr std::size_t converted_at_once = std::size_t{1} << 22;  // voxels

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

// Of a volume, the rows from one on, as texels.
TextureStream::Source rows_of(vtkDataArray& values, const Eigen::Vector3i& size,
                              const Texels& texels) {
  const auto length = static_cast<std::size_t>(size[0]);
  if (texels.as_they_are) {
    const std::size_t bytes = length * bytes_per_texel(texels.format.internal);
    const auto* from = static_cast<const std::byte*>(values.GetVoidPointer(0));
    return [=](std::size_t first, std::size_t rows, std::byte* to) {
      std::copy_n(from + first * bytes, rows * bytes, to);
    };
  }
  return [=, &values](std::size_t first, std::size_t rows, std::byte* to) {
    const auto start = static_cast<vtkIdType>(first * length);
    for (std::size_t at = 0; at < rows * length; ++at) {
      const auto value =
          static_cast<float>(values.GetComponent(start + static_cast<vtkIdType>(at), 0));
      std::copy_n(reinterpret_cast<const std::byte*>(&value), sizeof(value),
                  to + at * sizeof(value));
    }
  };
}

bool fits(const Eigen::Vector3i& size, const Texels& texels, const GraphicsLimits& limits) {
  const std::uint64_t bytes =
      size.cast<std::uint64_t>().prod() * bytes_per_texel(texels.format.internal);
  return size.maxCoeff() <= limits.side && bytes <= std::min(limits.bytes, limits.one_texture);
}

}  // namespace

void VolumeTexture::upload(vtkOpenGLRenderWindow& window, vtkDataArray& values,
                           const Eigen::Vector3i& size, const GraphicsLimits& limits) {
  const Texels texels = supported_texels(window, values);
  unit_ = texels.unit;
  const GraphicsLimits here = told(limits, bytes());
  coming_ = nullptr;
  if (bricks_) {
    bricks_->free();
    bricks_.reset();
  }
  if (fits(size, texels, here) && upload_whole(window, values, size, texels)) return;
  texture_.free();
  bricks_ = std::make_unique<BrickAtlas>(window, values, size, texels, here);
}

bool VolumeTexture::upload_whole(vtkOpenGLRenderWindow& window, vtkDataArray& values,
                                 const Eigen::Vector3i& size, const Texels& texels) {
  forget_errors();
  texture_.allocate(window, size, texels.format);
  if (was_refused()) return false;
  if (texels.as_they_are) {
    texture_.fill(window, Eigen::Vector3i::Zero(), size, values.GetVoidPointer(0));
  } else {
    fill_converted(window, values, size, texture_);
  }
  return !was_refused();
}

bool VolumeTexture::upload_part(vtkOpenGLRenderWindow& window, vtkDataArray& values,
                                const Eigen::Vector3i& size, const GraphicsLimits& limits) {
  if (coming_ == &values) return stream_.whole() || stream_.advance(window, texture_);
  const Texels texels = supported_texels(window, values);
  if (!fits(size, texels, told(limits, bytes()))) return false;
  if (bricks_) free();
  forget_errors();
  texture_.allocate(window, size, texels.format);
  if (was_refused()) {
    texture_.free();
    return false;
  }
  unit_ = texels.unit;
  coming_ = &values;
  stream_.begin(size, texels.format.external, texels.format.type,
                bytes_per_texel(texels.format.internal), rows_of(values, size, texels));
  return stream_.advance(window, texture_);
}

void VolumeTexture::bind(vtkOpenGLRenderWindow& window, int unit) const {
  if (bricks_) return bricks_->bind(window, unit);
  texture_.bind(window, unit);
}

void VolumeTexture::free() {
  if (bricks_) bricks_->free();
  bricks_.reset();
  texture_.free();
  stream_.free();
  coming_ = nullptr;
}

}  // namespace volvr::render
