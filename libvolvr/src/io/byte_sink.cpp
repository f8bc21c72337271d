// SPDX-License-Identifier: Apache-2.0
#include "io/byte_sink.h"

#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <vector>

#include "core/atomic_file.h"
#include "volvr/error.h"

namespace volvr::io {

namespace {

constexpr std::size_t piece_bytes = std::size_t{4} << 20;

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

class RawFile final : public ByteSink {
 public:
  explicit RawFile(const WriteJob& job)
      : final_name_(job.final_name), file_(std::fopen(job.file.c_str(), "wb")) {
    if (file_ == nullptr) throw_write_error(final_name_, "fopen", errno);
    // Pieces come large enough; a buffer between would only copy them.
    std::setvbuf(file_.get(), nullptr, _IONBF, 0);
  }

  void write(std::span<const std::byte> bytes) override {
    errno = 0;
    if (std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) != bytes.size()) {
      throw_write_error(final_name_, "fwrite", errno, bytes.size());
    }
  }

  void finish() override {
    errno = 0;
    if (std::fclose(file_.release()) != 0) throw_write_error(final_name_, "fclose", errno);
  }

 private:
  std::filesystem::path final_name_;
  std::unique_ptr<std::FILE, CloseFile> file_;
};

class GzipFile final : public ByteSink {
 public:
  explicit GzipFile(const WriteJob& job) : file_(job), packed_(piece_bytes) {
    constexpr int gzip_header = 16;
    constexpr int memory_level = 8;
    if (deflateInit2(&stream_, Z_DEFAULT_COMPRESSION, Z_DEFLATED, MAX_WBITS + gzip_header,
                     memory_level, Z_DEFAULT_STRATEGY) != Z_OK) {
      throw Error(ErrorCode::out_of_memory, "There is not enough memory to compress.",
                  job.final_name.string(), "deflateInit2");
    }
  }
  ~GzipFile() override { deflateEnd(&stream_); }
  GzipFile(const GzipFile&) = delete;
  GzipFile& operator=(const GzipFile&) = delete;

  void write(std::span<const std::byte> bytes) override {
    while (!bytes.empty()) {  // zlib counts in 32 bits
      const auto piece = bytes.first(std::min(bytes.size(), piece_bytes));
      deflate_all(piece, Z_NO_FLUSH);
      bytes = bytes.subspan(piece.size());
    }
  }

  void finish() override {
    deflate_all({}, Z_FINISH);
    file_.finish();
  }

 private:
  void deflate_all(std::span<const std::byte> bytes, int flush) {
    // zlib reads its input only, but its old interface does not say so.
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(bytes.data()));
    stream_.avail_in = static_cast<uInt>(bytes.size());
    do {
      stream_.next_out = reinterpret_cast<Bytef*>(packed_.data());
      stream_.avail_out = static_cast<uInt>(packed_.size());
      deflate(&stream_, flush);
      file_.write(std::span(packed_).first(packed_.size() - stream_.avail_out));
    } while (stream_.avail_out == 0);
  }

  RawFile file_;
  std::vector<std::byte> packed_;
  z_stream stream_{};
};

}  // namespace

std::unique_ptr<ByteSink> raw_file(const WriteJob& job) {
  return std::make_unique<RawFile>(job);
}

std::unique_ptr<ByteSink> gzip_file(const WriteJob& job) {
  return std::make_unique<GzipFile>(job);
}

void report_written(const WriteJob& job, std::uint64_t bytes) {
  if (!job.progress) return;
  if (!job.progress({"writing", bytes, job.volume.size_bytes(), "bytes"})) {
    throw Error(ErrorCode::cancelled, "Stopped on request.", job.final_name.string());
  }
}

void write_values(ByteSink& sink, const WriteJob& job) {
  const std::span bytes(static_cast<const std::byte*>(job.volume.buffer().get()),
                        job.volume.size_bytes());
  for (std::size_t at = 0; at < bytes.size();) {
    const auto piece = bytes.subspan(at, std::min(piece_bytes, bytes.size() - at));
    sink.write(piece);
    at += piece.size();
    report_written(job, at);
  }
}

}  // namespace volvr::io
