// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

namespace volvr {

/// When bytes are to outlive a loss of power.
enum class Durability { now, later };

/// A file that appears under its name only when it is whole. Writers write to `temporary()`, which
/// lies in the same folder and ends like the final name (writers choose formats by ending);
/// `commit()` makes it durable and renames it; without a commit the destructor removes it.
class AtomicFile {
 public:
  /// @param overwrite  false: an existing final file is an error
  /// @throws Error not_writable: the folder is missing or not writable, or the file exists
  explicit AtomicFile(const std::filesystem::path& final_path, bool overwrite);
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  const std::filesystem::path& temporary() const { return temporary_; }

  /// @param durability  `later`: the caller sees to it, as for many files at once
  /// @throws Error no_space, not_writable
  void commit(Durability durability = Durability::now);

 private:
  std::filesystem::path final_;
  std::filesystem::path temporary_;
  bool overwrite_;
  bool committed_ = false;
};

/// Throws no_space or not_writable for a failed write to `path`, by errno and the free space there.
/// @param needed_bytes  what was about to be written, 0 if unknown
[[noreturn]] void throw_write_error(const std::filesystem::path& path, const std::string& call,
                                    int error_number, std::uintmax_t needed_bytes = 0);

/// Throws no_space where fewer than `bytes` are free beside `path`; otherwise does nothing.
void require_space(const std::filesystem::path& path, std::uintmax_t bytes);

}  // namespace volvr
