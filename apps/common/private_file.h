// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace volvr::app {

/// A file of lines that only its owner may read, and that appears under its name once it is whole.
class PrivateFile {
 public:
  /// @throws Error not_writable (also where it exists and is not to be replaced)
  PrivateFile(std::filesystem::path file, bool overwrite);
  ~PrivateFile();
  PrivateFile(const PrivateFile&) = delete;
  PrivateFile& operator=(const PrivateFile&) = delete;

  /// @throws Error not_writable, no_space
  void write(std::string_view text);
  void finish();

 private:
  [[noreturn]] void throw_failed(const char* call) const;
  void flush();

  std::filesystem::path file_;
  std::filesystem::path temporary_;
  bool overwrite_;
  int handle_ = -1;
  std::string waiting_;
};

}  // namespace volvr::app
