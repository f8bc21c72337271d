// SPDX-License-Identifier: Apache-2.0
#include "render/caster/gpu_blocks.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include <vtkOpenGLState.h>

#include "render/caster/gpu_paths.h"
#include "render/caster/shader_texts.h"

namespace volvr::render {

namespace {

constexpr std::string_view version = "#version 430\n#define COMPUTE\n";
constexpr int texture_unit = 1;
constexpr GLuint image_binding = 0;
constexpr GLuint visible_binding = 5;
constexpr int longest_row = 1024;         // blocks; so many lines fit into a work group's memory
constexpr double most_part = 1.0 / 40.0;  // of the volume
constexpr double bytes_a_block = 5.0;
constexpr double range_steps = 65535.0;

std::string definition(std::string_view name, int value) {
  return "#define " + std::string(name) + " " + std::to_string(value) + "\n";
}

GLuint groups(int count, int a_group) {
  return static_cast<GLuint>((count + a_group - 1) / a_group);
}

Eigen::Vector3i blocks_of(const Eigen::Vector3i& size, int side) {
  return ((size.array() - 1 + side - 1) / side).max(1);
}

void bind_image(const GlTexture& texture, GLenum access, GLenum format) {
  glBindImageTexture(image_binding, texture.handle(), 0, GL_TRUE, 0, access, format);
}

}  // namespace

int GpuBlocks::side_for(std::size_t bytes_a_voxel) {
  int side = BlockRanges::side;
  while (bytes_a_block > most_part * static_cast<double>(bytes_a_voxel) * side * side * side) {
    ++side;
  }
  return side;
}

bool GpuBlocks::can_make(const Eigen::Vector3i& size, int side) {
  return has_compute() && blocks_of(size, side).maxCoeff() <= longest_row;
}

const GlProgram& GpuBlocks::program(const std::string& text) {
  GlProgram& program = programs_[text];
  if (!program) program = GlProgram::of_compute(std::string(version) + preamble_ + text);
  program.use();
  return program;
}

void GpuBlocks::take_volume(vtkOpenGLRenderWindow& window, const GpuVoxels& voxels, int side) {
  side_ = side;
  const Eigen::Vector3i blocks = blocks_of(voxels.size, side);
  std::string text = voxels.colour ? "#define CHANNEL a\n" : "#define CHANNEL r\n";
  if (voxels.whole_numbers) text += "#define WHOLE_NUMBERS\n";
  const GlProgram& program = this->program(text + std::string(shader_texts::block_ranges));
  ranges_.allocate(window, blocks, {GL_RG16, GL_RG, GL_UNSIGNED_SHORT, false});
  const auto number = [](double value) { return static_cast<float>(value); };
  const double width = voxels.highest - voxels.lowest;
  const std::array grid{number(voxels.size[0]), number(voxels.size[1]), number(voxels.size[2]),
                        number(side)};
  std::array scale{number(voxels.unit / width), number(-voxels.lowest / width), 0.0F, 0.0F};
  if (voxels.whole_numbers) {
    scale = {number(voxels.unit), number(voxels.lowest), number(width), 0.0F};
  }
  program.set("volume", texture_unit);
  program.set("grid", grid.data());
  program.set("scale", scale.data());
  window.GetState()->vtkglActiveTexture(GL_TEXTURE0 + texture_unit);
  glBindTexture(GL_TEXTURE_3D, voxels.texture);
  bind_image(ranges_, GL_WRITE_ONLY, GL_RG16);
  glDispatchCompute(groups(blocks[0], 4), groups(blocks[1], 4), groups(blocks[2], 4));
  glMemoryBarrier(GL_TEXTURE_FETCH_BARRIER_BIT);
  distances_.allocate(window, blocks, {GL_R8UI, GL_RED_INTEGER, GL_UNSIGNED_BYTE, false});
}

std::string GpuBlocks::visible_text(std::size_t iso_values) const {
  const int words = static_cast<int>(groups(blocks()[0], 32));
  return definition("WORDS", words) + definition("ISO_VALUES", static_cast<int>(iso_values)) +
         definition("VISIBLE_BINDING", visible_binding) + definition("FARTHEST", farthest_block) +
         std::string(shader_texts::visible_blocks);
}

void GpuBlocks::take_opacities(vtkOpenGLRenderWindow& window, const VisibleRanges& visible) {
  const GlProgram& first = program(visible_text(0));
  const std::span<const std::uint32_t> before = visible.before();
  if (visible_ == 0) glGenBuffers(1, &visible_);
  visible_bytes_ = before.size_bytes();
  glBindBuffer(GL_SHADER_STORAGE_BUFFER, visible_);
  glBufferData(GL_SHADER_STORAGE_BUFFER, static_cast<GLsizeiptr>(visible_bytes_), before.data(),
               GL_STREAM_DRAW);
  glBindBufferBase(GL_SHADER_STORAGE_BUFFER, visible_binding, visible_);
  first.set("entries", static_cast<int>(before.size()) - 1);
  make_distances(window, first);
}

void GpuBlocks::take_values(vtkOpenGLRenderWindow& window, std::span<const double> values) {
  if (values.empty()) {
    constexpr std::array nothing{0.0F, 0.0F};
    return take_opacities(window, VisibleRanges(nothing));
  }
  const GlProgram& first = program(visible_text(values.size()));
  for (std::size_t at = 0; at < values.size(); ++at) {
    const double place = values[at] * range_steps;
    const std::array steps{static_cast<float>(std::floor(place)),
                           static_cast<float>(std::ceil(place)), 0.0F, 0.0F};
    first.set(("iso_steps[" + std::to_string(at) + "]").c_str(), steps.data());
  }
  make_distances(window, first);
}

void GpuBlocks::make_distances(vtkOpenGLRenderWindow& window, const GlProgram& first) {
  first.set("ranges", texture_unit);
  ranges_.bind(window, texture_unit);
  // Rays of the picture before may still read the distances.
  glMemoryBarrier(GL_SHADER_IMAGE_ACCESS_BARRIER_BIT);
  bind_image(distances_, GL_WRITE_ONLY, GL_R8UI);
  const auto rows = static_cast<GLuint>(blocks()[1]);
  const auto layers = static_cast<GLuint>(blocks()[2]);
  glDispatchCompute(rows, layers, 1);
  bind_image(distances_, GL_READ_WRITE, GL_R8UI);
  spread(1);
  spread(2);
  glMemoryBarrier(GL_TEXTURE_FETCH_BARRIER_BIT | GL_SHADER_IMAGE_ACCESS_BARRIER_BIT);
}

// Lines of blocks stand side by side in a work group's memory, of which there are 32 KiB.
void GpuBlocks::spread(int along) {
  if (blocks()[along] == 1) return;
  const int longest = static_cast<int>(std::bit_ceil(static_cast<unsigned>(blocks()[along])));
  const int across = longest <= longest_row / 2 ? 16 : 8;
  program(definition("ALONG", along) + definition("LONGEST", std::max(longest, 32)) +
          definition("ACROSS", across) + std::string(shader_texts::spread_distances));
  glMemoryBarrier(GL_SHADER_IMAGE_ACCESS_BARRIER_BIT);
  glDispatchCompute(groups(blocks()[0], across), static_cast<GLuint>(blocks()[3 - along]), 1);
}

void GpuBlocks::free() {
  for (auto& [text, program] : programs_) program.free();
  programs_.clear();
  ranges_.free();
  distances_.free();
  if (visible_ != 0) glDeleteBuffers(1, &visible_);
  visible_ = 0;
  visible_bytes_ = 0;
}

}  // namespace volvr::render
