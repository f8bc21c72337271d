// SPDX-License-Identifier: Apache-2.0
#include "dicom/file_stream.h"

#include <dcmtk/dcmdata/dcerror.h>
#include <dcmtk/dcmdata/dcistrmf.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "volvr/error.h"

namespace volvr::dicom {

namespace {

// Holds the whole header of most files; a vendor's with much private data takes a few windows.
constexpr std::size_t window_size = 16384;

// A thread has 8 MiB on the usual systems. A level of sequences takes DCMTK under 2 KiB.
constexpr std::uintptr_t most_stack = std::uintptr_t{3} << 20U;

std::uintptr_t stack_place() {
  return reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
}

[[noreturn]] void throw_read_error(const std::filesystem::path& path, const char* call) {
  const int number = errno;
  const bool absent = number == ENOENT || number == ENOTDIR;
  throw Error(absent ? ErrorCode::not_found : ErrorCode::not_readable,
              "The file " + path.string() + " cannot be read: " + std::strerror(number) + ".",
              path.string(), call);
}

}  // namespace

OpenFile::OpenFile(const std::filesystem::path& path)
    : path_(path), descriptor_(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)) {
  if (descriptor_ < 0) throw_read_error(path_, "open");
  struct stat status{};
  if (fstat(descriptor_, &status) != 0) {
    const int number = errno;
    close(descriptor_);
    errno = number;
    throw_read_error(path_, "fstat");
  }
  if (!S_ISREG(status.st_mode)) {
    close(descriptor_);
    throw Error(ErrorCode::not_readable, path_.string() + " is no regular file.", path_.string());
  }
  size_ = static_cast<std::uint64_t>(status.st_size);
  constexpr std::int64_t second = 1'000'000'000;
  modified_ = std::int64_t{status.st_mtim.tv_sec} * second + status.st_mtim.tv_nsec;
}

OpenFile::OpenFile(const std::filesystem::path& path, std::unique_ptr<ByteSource> source)
    : path_(path), source_(std::move(source)), size_(source_->size()) {}

OpenFile::OpenFile(OpenFile&& other) noexcept
    : path_(std::move(other.path_)),
      source_(std::move(other.source_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      size_(other.size_),
      modified_(other.modified_) {}

OpenFile::~OpenFile() {
  if (descriptor_ >= 0) close(descriptor_);
}

std::size_t OpenFile::read_at(std::uint64_t offset, std::span<std::byte> buffer) const {
  if (source_) return source_->read_at(offset, buffer);
  std::size_t done = 0;
  while (done < buffer.size()) {
    const ssize_t count = pread(descriptor_, buffer.data() + done, buffer.size() - done,
                                static_cast<off_t>(offset + done));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw_read_error(path_, "pread");
    if (count == 0) break;
    done += static_cast<std::size_t>(count);
  }
  return done;
}

std::size_t OpenFile::read_two(std::uint64_t offset, std::span<std::byte> first,
                               std::span<std::byte> second) const {
  if (source_) {
    const std::size_t count = source_->read_at(offset, first);
    return count < first.size() ? count : count + source_->read_at(offset + count, second);
  }
  const std::array<iovec, 2> parts{iovec{first.data(), first.size()},
                                   iovec{second.data(), second.size()}};
  const ssize_t count = preadv(descriptor_, parts.data(), static_cast<int>(parts.size()),
                               static_cast<off_t>(offset));
  return count > 0 ? static_cast<std::size_t>(count) : read_at(offset, first);
}

FileProducer::FileProducer(const OpenFile& file)
    : file_(file), window_(window_size), status_(EC_Normal) {}

offile_off_t FileProducer::avail() {
  return static_cast<offile_off_t>(file_.size() - std::min(position_, file_.size()));
}

std::size_t FileProducer::read_file(std::span<std::byte> buffer) {
  try {
    return file_.read_at(position_, buffer);
  } catch (const Error&) {  // no exception may pass through DCMTK
    status_ = EC_CorruptedData;
    return 0;
  }
}

void FileProducer::fill_window() {
  window_start_ = position_;
  window_length_ = read_file(window_);
}

offile_off_t FileProducer::read(void* buffer, offile_off_t length) {
  auto* target = static_cast<std::byte*>(buffer);
  auto left = static_cast<std::size_t>(std::max<offile_off_t>(length, 0));
  while (left > 0 && position_ < file_.size()) {
    const bool inside = position_ >= window_start_ && position_ < window_start_ + window_length_;
    std::size_t count = 0;
    if (!inside && left >= window_.size()) {
      count = read_file({target, left});
    } else {
      if (!inside) fill_window();
      const auto at = static_cast<std::size_t>(position_ - window_start_);
      count = std::min(left, window_length_ - at);
      std::memcpy(target, window_.data() + at, count);
    }
    if (count == 0) break;
    target += count;
    left -= count;
    position_ += count;
  }
  return length - static_cast<offile_off_t>(left);
}

offile_off_t FileProducer::skip(offile_off_t length) {
  const offile_off_t skipped = std::min(length, avail());
  position_ += static_cast<std::uint64_t>(skipped);
  return skipped;
}

void FileProducer::putback(offile_off_t count) {
  if (static_cast<std::uint64_t>(count) > position_) {
    status_ = EC_PutbackFailed;
  } else {
    position_ -= static_cast<std::uint64_t>(count);
  }
}

std::span<const std::byte> FileProducer::beginning() {
  fill_window();
  return {window_.data(), window_length_};
}

FileStream::FileStream(FileProducer& producer)
    : DcmInputStream(&producer), producer_(producer), stack_(stack_place()) {}

offile_off_t FileStream::read(void* buffer, offile_off_t length) {
  const std::uintptr_t here = stack_place();
  const std::uintptr_t used = here > stack_ ? here - stack_ : stack_ - here;
  too_deep_ = too_deep_ || used > most_stack;
  return too_deep_ ? 0 : DcmInputStream::read(buffer, length);
}

OFBool FileStream::good() const {
  return !too_deep_ && DcmInputStream::good();
}

OFCondition FileStream::status() const {
  return too_deep_ ? EC_CorruptedData : DcmInputStream::status();
}

DcmInputStreamFactory* FileStream::newFactory() const {
  if (currentProducer() != &producer_ || !producer_.file().has_path()) return nullptr;
  return new DcmInputFileStreamFactory(producer_.file().path().c_str(), tell());
}

}  // namespace volvr::dicom
