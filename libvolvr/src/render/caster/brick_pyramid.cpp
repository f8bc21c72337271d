// SPDX-License-Identifier: Apache-2.0
#include "render/caster/brick_pyramid.h"

#include <algorithm>
#include <cmath>
#include <type_traits>

#include "core/parallel.h"
#include "volvr/volume.h"

namespace volvr::render {

namespace {

std::size_t product(int a, int b) {
  return static_cast<std::size_t>(a) * static_cast<std::size_t>(b);
}

// Means of two by two by two texels; at an odd edge of those that there are.
template <class T, int channels>
void halve(const std::vector<const std::byte*>& rows, int from_nx, int nx, std::byte* to_bytes) {
  auto* to = reinterpret_cast<T*>(to_bytes);
  for (int x = 0; x < nx; ++x) {
    const int first = 2 * x;
    const int last = std::min(first + 1, from_nx - 1);
    for (int channel = 0; channel < channels; ++channel) {
      float sum = 0.0F;
      for (const std::byte* row : rows) {
        const T* from = reinterpret_cast<const T*>(row);
        for (int at = first; at <= last; ++at) {
          sum += static_cast<float>(from[at * channels + channel]);
        }
      }
      const float mean =
          sum / static_cast<float>(rows.size() * static_cast<std::size_t>(last - first + 1));
      if constexpr (std::is_integral_v<T>) {
        *to++ = static_cast<T>(std::floor(mean + 0.5F));
      } else {
        *to++ = mean;
      }
    }
  }
}

using Halve = void (*)(const std::vector<const std::byte*>&, int, int, std::byte*);

Halve halve_of(const TextureFormat& format) {
  switch (format.type) {
    case GL_BYTE:
      return halve<std::int8_t, 1>;
    case GL_SHORT:
      return halve<std::int16_t, 1>;
    case GL_UNSIGNED_SHORT:
      return halve<std::uint16_t, 1>;
    case GL_FLOAT:
      return halve<float, 1>;
    default:
      break;
  }
  return format.external == GL_RGBA ? halve<std::uint8_t, 4> : halve<std::uint8_t, 1>;
}

}  // namespace

BrickPyramid::BrickPyramid(vtkDataArray& values, const Eigen::Vector3i& size, const Texels& texels,
                           int levels)
    : values_(&values),
      size_(size),
      texels_(texels),
      texel_bytes_(bytes_per_texel(texels.format.internal)) {
  for (int level = 0; level + 1 < levels; ++level) coarser_.push_back(halved(level));
}

std::size_t BrickPyramid::bytes_per_brick() const {
  constexpr auto side = static_cast<std::size_t>(BrickLayout::stored);
  return side * side * side * texel_bytes_;
}

// Where the texels of a row lie as the texture takes them, or null where they must be made.
const std::byte* BrickPyramid::level_row(int level, int y, int z) const {
  if (level > 0) {
    const Level& of = coarser_[static_cast<std::size_t>(level - 1)];
    const std::size_t row = product(z, of.size[1]) + static_cast<std::size_t>(y);
    return of.texels.get() + row * static_cast<std::size_t>(of.size[0]) * texel_bytes_;
  }
  if (!texels_.as_they_are) return nullptr;
  const std::size_t row = product(z, size_[1]) + static_cast<std::size_t>(y);
  return static_cast<const std::byte*>(values_->GetVoidPointer(0)) +
         row * static_cast<std::size_t>(size_[0]) * texel_bytes_;
}

void BrickPyramid::read_row(int y, int z, int begin, int end, std::byte* to) const {
  const auto row = static_cast<vtkIdType>(product(z, size_[1])) + y;
  auto* floats = reinterpret_cast<float*>(to);
  for (int x = begin; x < end; ++x) {
    *floats++ = static_cast<float>(values_->GetComponent(row * size_[0] + x, 0));
  }
}

BrickPyramid::Level BrickPyramid::halved(int from_level) const {
  const Eigen::Vector3i from = level_size(size_, from_level);
  Level level;
  level.size = level_size(size_, from_level + 1);
  const std::size_t row_bytes = static_cast<std::size_t>(level.size[0]) * texel_bytes_;
  const auto memory = allocate_voxels(row_bytes * product(level.size[1], level.size[2]));
  level.texels = {memory, static_cast<std::byte*>(memory.get())};
  const Halve halve_row = halve_of(texels_.format);
  parallel_for(static_cast<std::size_t>(level.size[2]), 0, [&](std::size_t layer) {
    const int z = static_cast<int>(layer);
    std::vector<std::vector<float>> made(4, std::vector<float>(static_cast<std::size_t>(from[0])));
    std::vector<const std::byte*> rows;
    for (int y = 0; y < level.size[1]; ++y) {
      rows.clear();
      for (int part = 0; part < 4; ++part) {
        const int from_y = 2 * y + (part & 1);
        const int from_z = 2 * z + (part >> 1);
        if (from_y >= from[1] || from_z >= from[2]) continue;
        const std::byte* row = level_row(from_level, from_y, from_z);
        if (row == nullptr) {
          auto* buffer = reinterpret_cast<std::byte*>(made[rows.size()].data());
          read_row(from_y, from_z, 0, from[0], buffer);
          row = buffer;
        }
        rows.push_back(row);
      }
      halve_row(rows, from[0], level.size[0],
                level.texels.get() + (layer * static_cast<std::size_t>(level.size[1]) +
                                      static_cast<std::size_t>(y)) *
                                         row_bytes);
    }
  });
  return level;
}

void BrickPyramid::cut(const BrickId& id, std::byte* to) const {
  constexpr int stored = BrickLayout::stored;
  const Eigen::Vector3i size = level_size(size_, id.level);
  const Eigen::Vector3i first = (id.at.array() * BrickLayout::core - BrickLayout::apron).matrix();
  const int begin = std::max(first[0], 0);
  const int end = std::min(first[0] + stored, size[0]);
  std::vector<std::byte> row(static_cast<std::size_t>(end - begin) * texel_bytes_);
  for (int z = 0; z < stored; ++z) {
    for (int y = 0; y < stored; ++y) {
      const int from_y = std::clamp(first[1] + y, 0, size[1] - 1);
      const int from_z = std::clamp(first[2] + z, 0, size[2] - 1);
      const std::byte* from = level_row(id.level, from_y, from_z);
      if (from != nullptr) {
        from += static_cast<std::size_t>(begin) * texel_bytes_;
      } else {
        read_row(from_y, from_z, begin, end, row.data());
        from = row.data();
      }
      for (int x = first[0]; x < begin; ++x) to = std::copy_n(from, texel_bytes_, to);
      to = std::copy_n(from, row.size(), to);
      const std::byte* last = from + row.size() - texel_bytes_;
      for (int x = end; x < first[0] + stored; ++x) to = std::copy_n(last, texel_bytes_, to);
    }
  }
}

}  // namespace volvr::render
