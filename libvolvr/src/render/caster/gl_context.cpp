// SPDX-License-Identifier: Apache-2.0
#include "render/caster/gl_context.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "render/caster/gl.h"

namespace volvr::render {

bool context_is_lost() {
  if (glGetGraphicsResetStatus != nullptr) return glGetGraphicsResetStatus() != GL_NO_ERROR;
  return glGetGraphicsResetStatusARB != nullptr && glGetGraphicsResetStatusARB() != GL_NO_ERROR;
}

bool is_software_gl() {
  static constexpr std::array names{"llvmpipe", "softpipe", "swrast", "Software", "Basic Render"};
  const auto* name = reinterpret_cast<const char*>(glGetString(GL_RENDERER));
  if (name == nullptr) return false;
  const std::string_view renderer(name);
  return std::ranges::any_of(
      names, [&](const char* part) { return renderer.find(part) != std::string_view::npos; });
}

}  // namespace volvr::render
