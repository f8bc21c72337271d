// SPDX-License-Identifier: Apache-2.0
#include "core/atomic_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include "volvr/error.h"

namespace volvr {

namespace fs = std::filesystem;

namespace {

fs::path folder_of(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

// Writers choose the format by the name's ending, so the mark of incompleteness goes in front.
fs::path temporary_beside(const fs::path& final_path) {
  return folder_of(final_path) /
         ("." + std::to_string(getpid()) + ".partial-" + final_path.filename().string());
}

// Flushes a file or folder to the disk; returns errno, 0 if it went well.
int flush_to_disk(const fs::path& path) {
  const int handle = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (handle < 0) return errno;
  const int failed = fsync(handle) == 0 ? 0 : errno;
  close(handle);
  return failed;
}

[[noreturn]] void throw_exists(const fs::path& path) {
  throw Error(ErrorCode::not_writable, path.string() + " exists already and is not replaced.",
              path.string());
}

// Gives the temporary file its final name without ever replacing another file.
void rename_exclusively(const fs::path& temporary, const fs::path& final_path) {
  if (link(temporary.c_str(), final_path.c_str()) == 0) {
    unlink(temporary.c_str());
    return;
  }
  if (errno == EEXIST) throw_exists(final_path);
  // A file system without hard links: the check and the renaming are two steps there.
  if (fs::exists(final_path)) throw_exists(final_path);
  if (std::rename(temporary.c_str(), final_path.c_str()) != 0) {
    throw_write_error(final_path, "rename", errno);
  }
}

}  // namespace

AtomicFile::AtomicFile(const fs::path& final_path, bool overwrite)
    : final_(final_path), temporary_(temporary_beside(final_path)), overwrite_(overwrite) {
  std::error_code ignored;
  const fs::path folder = folder_of(final_);
  if (!fs::is_directory(folder, ignored)) {
    throw Error(ErrorCode::not_writable, "There is no folder " + folder.string() + " to write to.",
                final_.string());
  }
  if (fs::is_directory(final_, ignored)) {
    throw Error(ErrorCode::not_writable, final_.string() + " is a folder, not a file.",
                final_.string());
  }
  // Renaming over a device would take it away from everybody.
  const auto status = fs::status(final_, ignored);
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    throw Error(ErrorCode::not_writable, final_.string() + " is no regular file.",
                final_.string());
  }
  if (!overwrite_ && fs::exists(fs::symlink_status(final_, ignored))) throw_exists(final_);
  const int handle = open(temporary_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (handle < 0) throw_write_error(final_, "open", errno);
  close(handle);
}

AtomicFile::~AtomicFile() {
  if (committed_) return;
  std::error_code ignored;
  fs::remove(temporary_, ignored);
}

void AtomicFile::commit(Durability durability) {
  if (durability == Durability::now) {
    if (const int failed = flush_to_disk(temporary_)) throw_write_error(final_, "fsync", failed);
  }
  if (overwrite_) {
    if (std::rename(temporary_.c_str(), final_.c_str()) != 0) {
      throw_write_error(final_, "rename", errno);
    }
  } else {
    rename_exclusively(temporary_, final_);
  }
  committed_ = true;
}

void throw_write_error(const fs::path& path, const std::string& call, int error_number,
                       std::uintmax_t needed_bytes) {
  std::error_code unknown;
  const fs::space_info space = fs::space(folder_of(path), unknown);
  const bool full = error_number == ENOSPC || error_number == EDQUOT || error_number == EFBIG ||
                    (!unknown && needed_bytes > 0 && space.available < needed_bytes);
  if (full) {
    throw Error(ErrorCode::no_space, "There is no space left to write " + path.string() + ".",
                path.string(), call);
  }
  const std::string reason =
      error_number != 0 ? std::string(": ") + std::strerror(error_number) : std::string();
  throw Error(ErrorCode::not_writable, path.string() + " cannot be written" + reason + ".",
              path.string(), call);
}

void require_space(const fs::path& path, std::uintmax_t bytes) {
  std::error_code unknown;
  const fs::space_info space = fs::space(folder_of(path), unknown);
  if (!unknown && space.available < bytes) throw_write_error(path, "statvfs", ENOSPC, bytes);
}

}  // namespace volvr
