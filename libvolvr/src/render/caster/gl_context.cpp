// SPDX-License-Identifier: Apache-2.0
#include "render/caster/gl_context.h"

#include "render/caster/gl.h"

namespace volvr::render {

bool context_is_lost() {
  if (glGetGraphicsResetStatus != nullptr) return glGetGraphicsResetStatus() != GL_NO_ERROR;
  return glGetGraphicsResetStatusARB != nullptr && glGetGraphicsResetStatusARB() != GL_NO_ERROR;
}

}  // namespace volvr::render
