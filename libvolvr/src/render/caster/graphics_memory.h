// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

namespace volvr::render {

/// What of a graphics card a volume may take. Beyond any of these it is cut into bricks.
struct GraphicsLimits {
  std::uint64_t bytes = 0;        ///< all of its voxels; 0: a share of what the driver says is free
  int side = 0;                   ///< texels along one side; 0: as many as the driver takes
  std::uint64_t one_texture = 0;  ///< bytes; 0: as many as the driver takes
  std::uint64_t upload = 32U << 20;  ///< bytes of bricks that one picture may wait for
  /// Whether a volume is held in the same way under both.
  bool hold_alike(const GraphicsLimits& other) const {
    return bytes == other.bytes && side == other.side && one_texture == other.one_texture;
  }
};

/// Part of the free graphics memory that a volume takes at most; the rest is for pictures, meshes
/// and other programs.
constexpr double graphics_share = 0.6;

/// Taken for free where the driver does not tell.
constexpr std::uint64_t untold_graphics_memory = std::uint64_t{2} << 30;

/// Bytes of graphics memory that are free now, by GL_NVX_gpu_memory_info or GL_ATI_meminfo; nothing
/// where the current context has neither, or where OpenGL is software and what it says of its
/// memory means little.
std::optional<std::uint64_t> free_graphics_memory();

/// Limits with nothing left to the driver. @param held  bytes that the volume has already
GraphicsLimits told(const GraphicsLimits& limits, std::uint64_t held);

}  // namespace volvr::render
