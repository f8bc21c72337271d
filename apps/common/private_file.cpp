// SPDX-License-Identifier: Apache-2.0
#include "private_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

#include "volvr/error.h"

namespace volvr::app {

namespace {

constexpr std::size_t most_waiting = std::size_t{1} << 20U;

}  // namespace

PrivateFile::PrivateFile(std::filesystem::path file, bool overwrite)
    : file_(std::move(file)), overwrite_(overwrite) {
  if (!overwrite_ && std::filesystem::exists(file_)) {
    throw Error(ErrorCode::not_writable, file_.string() + " exists already and is not replaced.",
                file_.string());
  }
  temporary_ = file_;
  temporary_ += "." + std::to_string(getpid()) + ".partial";
  handle_ = open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (handle_ < 0) throw_failed("open");
}

PrivateFile::~PrivateFile() {
  if (handle_ < 0) return;
  close(handle_);
  unlink(temporary_.c_str());
}

void PrivateFile::throw_failed(const char* call) const {
  const int number = errno;
  const bool full = number == ENOSPC || number == EDQUOT || number == EFBIG;
  throw Error(full ? ErrorCode::no_space : ErrorCode::not_writable,
              file_.string() + " cannot be written: " + std::strerror(number) + ".", file_.string(),
              call);
}

void PrivateFile::flush() {
  std::string_view rest = waiting_;
  while (!rest.empty()) {
    const ssize_t written = ::write(handle_, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw_failed("write");
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  waiting_.clear();
}

void PrivateFile::write(std::string_view text) {
  waiting_ += text;
  if (waiting_.size() > most_waiting) flush();
}

void PrivateFile::finish() {
  flush();
  if (fsync(handle_) != 0) throw_failed("fsync");
  const bool there = overwrite_ ? std::rename(temporary_.c_str(), file_.c_str()) == 0
                                : link(temporary_.c_str(), file_.c_str()) == 0;
  if (!there) throw_failed(overwrite_ ? "rename" : "link");
  if (!overwrite_) unlink(temporary_.c_str());
  close(handle_);
  handle_ = -1;
}

}  // namespace volvr::app
