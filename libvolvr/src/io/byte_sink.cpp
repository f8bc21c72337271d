// SPDX-License-Identifier: Apache-2.0
#include "io/byte_sink.h"

#include <fcntl.h>
#include <libdeflate.h>

#include <cerrno>
#include <cstdio>

#include "core/atomic_file.h"

namespace volvr::io {

namespace {

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

class RawFile final : public ByteSink {
 public:
  RawFile(const std::filesystem::path& file, const std::filesystem::path& final_name)
      : final_name_(final_name), file_(std::fopen(file.c_str(), "wb")) {
    if (file_ == nullptr) throw_write_error(final_name_, "fopen", errno);
    // Pieces come large enough; a buffer between would only copy them.
    std::setvbuf(file_.get(), nullptr, _IONBF, 0);
  }

  void write(std::span<const std::byte> bytes) override {
    errno = 0;
    if (std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) != bytes.size()) {
      throw_write_error(final_name_, "fwrite", errno, bytes.size());
    }
    // The disk begins now rather than when the file is made durable; failing changes nothing.
    if (bytes.size() >= worth_beginning) {
      sync_file_range(fileno(file_.get()), static_cast<off64_t>(sum_.bytes),
                      static_cast<off64_t>(bytes.size()), SYNC_FILE_RANGE_WRITE);
    }
    sum_.crc32 = libdeflate_crc32(sum_.crc32, bytes.data(), bytes.size());
    sum_.bytes += bytes.size();
  }

  FileSum finish() override {
    errno = 0;
    if (std::fclose(file_.release()) != 0) throw_write_error(final_name_, "fclose", errno);
    return sum_;
  }

 private:
  static constexpr std::size_t worth_beginning = std::size_t{1} << 20;
  std::filesystem::path final_name_;
  std::unique_ptr<std::FILE, CloseFile> file_;
  FileSum sum_;
};

}  // namespace

std::unique_ptr<ByteSink> raw_file(const std::filesystem::path& file,
                                   const std::filesystem::path& final_name) {
  return std::make_unique<RawFile>(file, final_name);
}

}  // namespace volvr::io
