// SPDX-License-Identifier: Apache-2.0
#include "render/caster/gl_program.h"

#include <algorithm>
#include <initializer_list>

#include "volvr/error.h"

namespace volvr::render {

namespace {

template <class GetNumber, class GetText>
std::string log_of(GLuint object, GetNumber get_number, GetText get_text) {
  GLint length = 0;
  get_number(object, GL_INFO_LOG_LENGTH, &length);
  std::string log(static_cast<std::size_t>(std::max(length, 1)), '\0');
  get_text(object, length, nullptr, log.data());
  return log.substr(0, log.find('\0'));
}

GLuint compiled(GLenum kind, const std::string& text) {
  const GLuint shader = glCreateShader(kind);
  const char* from = text.c_str();
  glShaderSource(shader, 1, &from, nullptr);
  glCompileShader(shader);
  GLint done = 0;
  glGetShaderiv(shader, GL_COMPILE_STATUS, &done);
  if (done != 0) return shader;
  const std::string log = log_of(shader, glGetShaderiv, glGetShaderInfoLog);
  glDeleteShader(shader);
  throw Error(ErrorCode::unsupported,
              "This graphics driver does not compile the ray caster: " + log);
}

GLuint linked(std::initializer_list<GLuint> shaders) {
  const GLuint program = glCreateProgram();
  for (const GLuint shader : shaders) glAttachShader(program, shader);
  glLinkProgram(program);
  for (const GLuint shader : shaders) glDeleteShader(shader);
  GLint done = 0;
  glGetProgramiv(program, GL_LINK_STATUS, &done);
  if (done != 0) return program;
  const std::string log = log_of(program, glGetProgramiv, glGetProgramInfoLog);
  glDeleteProgram(program);
  throw Error(ErrorCode::unsupported, "This graphics driver does not link the ray caster: " + log);
}

}  // namespace

GlProgram GlProgram::of_fragments(const std::string& vertex_text,
                                  const std::string& fragment_text) {
  GlProgram program;
  const GLuint vertex = compiled(GL_VERTEX_SHADER, vertex_text);
  GLuint fragment = 0;
  try {
    fragment = compiled(GL_FRAGMENT_SHADER, fragment_text);
  } catch (...) {
    glDeleteShader(vertex);
    throw;
  }
  program.handle_ = linked({vertex, fragment});
  return program;
}

GlProgram GlProgram::of_compute(const std::string& text) {
  GlProgram program;
  program.handle_ = linked({compiled(GL_COMPUTE_SHADER, text)});
  return program;
}

void GlProgram::use() const {
  glUseProgram(handle_);
}

void GlProgram::set(const char* name, int value) const {
  glUniform1i(glGetUniformLocation(handle_, name), value);
}

void GlProgram::set(const char* name, const float* four) const {
  glUniform4fv(glGetUniformLocation(handle_, name), 1, four);
}

void GlProgram::bind_block(const char* name, unsigned binding) const {
  const GLuint index = glGetUniformBlockIndex(handle_, name);
  if (index != GL_INVALID_INDEX) glUniformBlockBinding(handle_, index, binding);
}

void GlProgram::free() {
  if (handle_ != 0) glDeleteProgram(handle_);
  handle_ = 0;
}

}  // namespace volvr::render
