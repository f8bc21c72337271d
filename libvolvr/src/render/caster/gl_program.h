// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "render/caster/gl.h"

namespace volvr::render {

/// An OpenGL program. Its functions need the context that it was made in to be current; it frees
/// nothing by itself, as a context may be gone before it.
class GlProgram {
 public:
  GlProgram() = default;

  /// @throws Error unsupported, with the driver's own words, where it does not compile or link
  static GlProgram of_fragments(const std::string& vertex_text, const std::string& fragment_text);
  static GlProgram of_compute(const std::string& text);

  void use() const;
  void set(const char* name, int value) const;  ///< while in use; unknown names are ignored
  void set(const char* name, const float* four) const;
  void bind_block(const char* name, unsigned binding) const;
  void free();

  explicit operator bool() const { return handle_ != 0; }

 private:
  GLuint handle_ = 0;
};

}  // namespace volvr::render
