// SPDX-License-Identifier: Apache-2.0
#include "xr/screen_program.h"

#include <vtk_glew.h>

#include <array>

#include "volvr/error.h"

namespace volvr::xr {

namespace {

constexpr const char* vertex_text = R"(#version 150
out vec2 at;
void main() {
  at = vec2(gl_VertexID == 1 ? 2.0 : 0.0, gl_VertexID == 2 ? 2.0 : 0.0);
  gl_Position = vec4(2.0 * at - 1.0, 0.0, 1.0);
})";

GLuint compiled(GLenum kind, const char* text) {
  const GLuint shader = glCreateShader(kind);
  glShaderSource(shader, 1, &text, nullptr);
  glCompileShader(shader);
  return shader;
}

}  // namespace

std::uint32_t make_screen_program(const std::string& fragment_text) {
  const GLuint program = glCreateProgram();
  const std::array shaders{compiled(GL_VERTEX_SHADER, vertex_text),
                           compiled(GL_FRAGMENT_SHADER, fragment_text.c_str())};
  for (const GLuint shader : shaders) glAttachShader(program, shader);
  glLinkProgram(program);
  for (const GLuint shader : shaders) glDeleteShader(shader);
  GLint is_linked = 0;
  glGetProgramiv(program, GL_LINK_STATUS, &is_linked);
  if (is_linked != 0) return program;
  std::array<char, 512> reason{};
  glGetProgramInfoLog(program, static_cast<GLsizei>(reason.size()), nullptr, reason.data());
  glDeleteProgram(program);
  throw Error(ErrorCode::unsupported,
              std::string("The graphics driver refuses one of volvr's programs: ") + reason.data(),
              {}, "glLinkProgram");
}

}  // namespace volvr::xr
