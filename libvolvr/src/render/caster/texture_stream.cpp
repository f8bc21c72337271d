// SPDX-License-Identifier: Apache-2.0
#include "render/caster/texture_stream.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace volvr::render {

namespace {

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

void TextureStream::begin(const Eigen::Vector3i& size, GLenum external, GLenum type,
                          std::size_t bytes_a_texel, Source source) {
  size_ = size;
  external_ = external;
  type_ = type;
  row_bytes_ = static_cast<std::size_t>(size[0]) * bytes_a_texel;
  rows_ = static_cast<std::size_t>(size[1]) * static_cast<std::size_t>(size[2]);
  next_row_ = 0;
  source_ = std::move(source);
}

double TextureStream::part() const {
  return rows_ == 0 ? 1.0 : static_cast<double>(next_row_) / static_cast<double>(rows_);
}

std::size_t TextureStream::bytes() const {
  std::size_t sum = 0;
  for (const Buffer& buffer : buffers_) sum += buffer.bytes;
  return sum;
}

// In turn; none where the driver still reads the one whose turn it is.
TextureStream::Buffer* TextureStream::free_buffer() {
  Buffer& buffer = buffers_[next_buffer_];
  if (buffer.read != nullptr) {
    if (glClientWaitSync(buffer.read, GL_SYNC_FLUSH_COMMANDS_BIT, 0) == GL_TIMEOUT_EXPIRED) {
      return nullptr;
    }
    glDeleteSync(buffer.read);
    buffer.read = nullptr;
  }
  next_buffer_ = (next_buffer_ + 1) % buffers_.size();
  return &buffer;
}

// Whole layers, or rows of one layer.
std::size_t TextureStream::rows_of_piece() const {
  const auto layer = static_cast<std::size_t>(size_[1]);
  const std::size_t most = std::max<std::size_t>(piece_bytes / row_bytes_, 1);
  const std::size_t in_layer = next_row_ % layer;
  if (in_layer != 0 || most < layer) return std::min(most, layer - in_layer);
  return std::min(most / layer * layer, rows_ - next_row_);
}

// @return whether the driver took it
bool TextureStream::hand_over(Buffer& buffer, std::size_t rows) {
  const std::size_t bytes = rows * row_bytes_;
  if (buffer.handle == 0) glGenBuffers(1, &buffer.handle);
  glBindBuffer(GL_PIXEL_UNPACK_BUFFER, buffer.handle);
  if (buffer.bytes < bytes) {
    glBufferData(GL_PIXEL_UNPACK_BUFFER, static_cast<GLsizeiptr>(bytes), nullptr, GL_STREAM_DRAW);
    buffer.bytes = bytes;
  }
  // The fence has told that nobody reads it any more.
  void* const to =
      glMapBufferRange(GL_PIXEL_UNPACK_BUFFER, 0, static_cast<GLsizeiptr>(bytes),
                       GL_MAP_WRITE_BIT | GL_MAP_INVALIDATE_RANGE_BIT | GL_MAP_UNSYNCHRONIZED_BIT);
  if (to == nullptr) return false;
  source_(next_row_, rows, static_cast<std::byte*>(to));
  if (glUnmapBuffer(GL_PIXEL_UNPACK_BUFFER) == GL_FALSE) return false;
  const auto layer = static_cast<std::size_t>(size_[1]);
  const auto y = static_cast<GLint>(next_row_ % layer);
  const auto z = static_cast<GLint>(next_row_ / layer);
  const auto high = static_cast<GLsizei>(std::min(rows, layer));
  const auto deep = static_cast<GLsizei>(std::max<std::size_t>(rows / layer, 1));
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
  glTexSubImage3D(GL_TEXTURE_3D, 0, 0, y, z, size_[0], high, deep, external_, type_, nullptr);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
  buffer.read = glFenceSync(GL_SYNC_GPU_COMMANDS_COMPLETE, 0);
  return true;
}

bool TextureStream::advance(vtkOpenGLRenderWindow& window, GlTexture& texture,
                            const Budget& budget) {
  const auto start = std::chrono::steady_clock::now();
  std::size_t bytes = 0;
  texture.bind(window, 0);
  while (!whole()) {
    const std::size_t rows = rows_of_piece();
    if (bytes > 0 && bytes + rows * row_bytes_ > budget.bytes) break;
    Buffer* const buffer = free_buffer();
    if (buffer == nullptr || !hand_over(*buffer, rows)) break;
    next_row_ += rows;
    bytes += rows * row_bytes_;
    if (seconds_since(start) >= budget.seconds) break;
  }
  glBindBuffer(GL_PIXEL_UNPACK_BUFFER, 0);
  if (whole()) source_ = nullptr;
  return whole();
}

void TextureStream::free() {
  for (Buffer& buffer : buffers_) {
    if (buffer.read != nullptr) glDeleteSync(buffer.read);
    if (buffer.handle != 0) glDeleteBuffers(1, &buffer.handle);
    buffer = {};
  }
  next_buffer_ = 0;
  rows_ = next_row_ = 0;
  source_ = nullptr;
}

}  // namespace volvr::render
