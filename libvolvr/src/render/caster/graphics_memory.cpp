// SPDX-License-Identifier: Apache-2.0
#include "render/caster/graphics_memory.h"

#include <algorithm>
#include <array>
#include <limits>
#include <string_view>

#include "render/caster/gl.h"
#include "render/caster/gl_context.h"

namespace volvr::render {

namespace {

// Both extensions count in KiB.
constexpr GLenum available_nvx = 0x9049;     // GL_GPU_MEMORY_INFO_CURRENT_AVAILABLE_VIDMEM_NVX
constexpr GLenum texture_free_ati = 0x87FC;  // GL_TEXTURE_FREE_MEMORY_ATI

bool has_extension(std::string_view wanted) {
  GLint count = 0;
  glGetIntegerv(GL_NUM_EXTENSIONS, &count);
  for (GLint at = 0; at < count; ++at) {
    const auto* name =
        reinterpret_cast<const char*>(glGetStringi(GL_EXTENSIONS, static_cast<GLuint>(at)));
    if (name != nullptr && wanted == name) return true;
  }
  return false;
}

}  // namespace

std::optional<std::uint64_t> free_graphics_memory() {
  if (is_software_gl()) return std::nullopt;
  std::array<GLint, 4> kibibytes{};
  if (has_extension("GL_NVX_gpu_memory_info")) {
    glGetIntegerv(available_nvx, kibibytes.data());
  } else if (has_extension("GL_ATI_meminfo")) {
    glGetIntegerv(texture_free_ati, kibibytes.data());
  }
  if (kibibytes[0] <= 0) return std::nullopt;
  return static_cast<std::uint64_t>(kibibytes[0]) << 10;
}

GraphicsLimits told(const GraphicsLimits& limits, std::uint64_t held) {
  GraphicsLimits result = limits;
  GLint side = 0;
  glGetIntegerv(GL_MAX_3D_TEXTURE_SIZE, &side);
  side = std::max(side, 64);  // what every OpenGL has
  result.side = limits.side > 0 ? std::min(limits.side, side) : side;
  if (limits.bytes == 0) {
    const std::uint64_t free = free_graphics_memory().value_or(untold_graphics_memory);
    result.bytes = static_cast<std::uint64_t>(graphics_share * static_cast<double>(free + held));
  }
  if (limits.one_texture == 0) result.one_texture = std::numeric_limits<std::uint64_t>::max();
  return result;
}

}  // namespace volvr::render
