// SPDX-License-Identifier: Apache-2.0
#include "xr/eye_depth.h"

#include <vtkTextureObject.h>
#include <vtk_glew.h>

#include <array>
#include <string>

#include "xr/screen_program.h"

namespace volvr::xr {

namespace {

// Ways through the box are counted from the near plane (0) to the far one (1).
constexpr const char* body = R"(
in vec2 at;
uniform mat4 box_from_clip;
uniform mat4 clip_from_box;
uniform bool has_box;
float depth_of(vec3 in_box) {
  vec4 clip = clip_from_box * vec4(in_box, 1.0);
  return clip.z / clip.w * 0.5 + 0.5;
}
void main() {
  float depth = drawn_depth();
  if (has_box) {
    vec2 ndc = 2.0 * at - 1.0;
    vec4 nearest = box_from_clip * vec4(ndc, -1.0, 1.0);
    vec4 furthest = box_from_clip * vec4(ndc, 1.0, 1.0);
    vec3 from = nearest.xyz / nearest.w;
    vec3 way = furthest.xyz / furthest.w - from;
    vec3 one = (vec3(-1.0) - from) / way;
    vec3 other = (vec3(1.0) - from) / way;
    vec3 enters = min(one, other);
    vec3 leaves = max(one, other);
    float first = max(max(enters.x, enters.y), max(enters.z, 0.0));
    float last = min(min(leaves.x, leaves.y), min(leaves.z, 1.0));
    if (first < last) depth = min(depth, depth_of(from + 0.5 * (first + last) * way));
  }
  gl_FragDepth = depth;
}
)";

constexpr const char* of_one_sample =
    "uniform sampler2D drawn;\n"
    "float drawn_depth() { return texelFetch(drawn, ivec2(gl_FragCoord.xy), 0).r; }\n";
constexpr const char* of_several_samples =
    "uniform sampler2DMS drawn;\n"
    "float drawn_depth() { return texelFetch(drawn, ivec2(gl_FragCoord.xy), 0).r; }\n";

void set_matrix(GLuint program, const char* name, const Eigen::Matrix4d& matrix) {
  const Eigen::Matrix4f numbers = matrix.cast<float>();
  glUniformMatrix4fv(glGetUniformLocation(program, name), 1, GL_FALSE, numbers.data());
}

}  // namespace

EyeDepth::Program& EyeDepth::program_for(bool samples) {
  Program& program = programs_[samples ? 1 : 0];
  if (program.name == 0) {
    program.name = make_screen_program(std::string("#version 150\n") +
                                       (samples ? of_several_samples : of_one_sample) + body);
  }
  return program;
}

void EyeDepth::draw(vtkTextureObject& drawn, const EyeView& view, double near, double far,
                    const std::optional<Eigen::Affine3d>& scene_from_box, std::uint32_t texture,
                    EyeSize size) {
  if (vertices_ == 0) glGenVertexArrays(1, &vertices_);
  if (framebuffer_ == 0) glGenFramebuffers(1, &framebuffer_);
  const GLenum target = drawn.GetTarget();
  const GLuint program = program_for(target == GL_TEXTURE_2D_MULTISAMPLE).name;
  glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_);
  glFramebufferTexture2D(GL_FRAMEBUFFER, GL_DEPTH_ATTACHMENT, GL_TEXTURE_2D, texture, 0);
  glDrawBuffer(GL_NONE);
  glViewport(0, 0, size.width, size.height);
  glEnable(GL_DEPTH_TEST);
  glDepthFunc(GL_ALWAYS);
  glDepthMask(GL_TRUE);
  glUseProgram(program);
  glActiveTexture(GL_TEXTURE0);
  glBindTexture(target, drawn.GetHandle());
  glUniform1i(glGetUniformLocation(program, "drawn"), 0);
  glUniform1i(glGetUniformLocation(program, "has_box"), scene_from_box ? 1 : 0);
  if (scene_from_box) {
    const Eigen::Matrix4d clip_from_box = clip_from_eye(view.fov, near, far) *
                                          view.scene_from_eye.inverse().matrix() *
                                          scene_from_box->matrix();
    set_matrix(program, "clip_from_box", clip_from_box);
    set_matrix(program, "box_from_clip", clip_from_box.inverse());
  }
  glBindVertexArray(vertices_);
  glDrawArrays(GL_TRIANGLES, 0, 3);
  glBindVertexArray(0);
  glUseProgram(0);
}

void EyeDepth::free() {
  for (const Program& program : programs_) glDeleteProgram(program.name);
  glDeleteVertexArrays(1, &vertices_);
  glDeleteFramebuffers(1, &framebuffer_);
  *this = {};
}

}  // namespace volvr::xr
