// SPDX-License-Identifier: Apache-2.0
#include "dicom/window.h"

#include "dicom/file_stream.h"

namespace volvr::dicom {

bool Window::at_end() const {
  return position_ >= file_.size();
}

std::optional<std::span<const std::byte>> Window::peek(std::size_t count) {
  if (count > capacity || position_ > file_.size() || count > file_.size() - position_) {
    return std::nullopt;
  }
  if (position_ < start_ || position_ + count > start_ + length_) {
    start_ = position_;
    length_ = file_.read_at(start_, bytes_);
    if (length_ < count) return std::nullopt;
  }
  return std::span<const std::byte>(bytes_).subspan(static_cast<std::size_t>(position_ - start_),
                                                    count);
}

std::optional<std::span<const std::byte>> Window::take(std::size_t count) {
  const auto bytes = peek(count);
  if (bytes) position_ += count;
  return bytes;
}

bool Window::skip(std::uint64_t count) {
  if (position_ > file_.size() || count > file_.size() - position_) return false;
  position_ += count;
  return true;
}

}  // namespace volvr::dicom
