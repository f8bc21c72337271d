// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

#include "volvr/progress.h"
#include "volvr/surface.h"

namespace volvr::surface {

/// Where a writer writes: `file` is the temporary one, `final_name` the one that errors speak of.
struct WriteJob {
  const Surface& surface;
  const std::filesystem::path& file;
  const std::filesystem::path& final_name;
  const ProgressSink& progress;
};

/// Bytes in order, each write checked: a full disk is an error and not a shorter file.
class OutputFile {
 public:
  /// @throws Error not_writable
  explicit OutputFile(const WriteJob& job);
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  /// @throws Error no_space, not_writable
  void text(std::string_view letters);

  /// Numbers in little endian byte order, as all of these formats want them.
  template <class T>
  void number(T value) {
    char bytes[sizeof(T)];
    std::memcpy(bytes, &value, sizeof(T));
    if constexpr (std::endian::native == std::endian::big) {
      for (std::size_t i = 0; i < sizeof(T) / 2; ++i) std::swap(bytes[i], bytes[sizeof(T) - 1 - i]);
    }
    text({bytes, sizeof(T)});
  }

  void vector(const Eigen::Vector3f& value) {
    for (int i = 0; i < 3; ++i) number(value[i]);
  }

  /// Counts one more point or triangle as written. @throws Error cancelled
  void count();

  /// @throws Error no_space, not_writable
  void finish();

 private:
  void flush();

  const WriteJob& job_;
  std::FILE* stream_;
  std::vector<char> buffer_;
  std::uint64_t counted_ = 0;
};

}  // namespace volvr::surface
