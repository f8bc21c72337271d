// SPDX-License-Identifier: Apache-2.0
#include "surface/output_file.h"

#include <cerrno>

#include "core/atomic_file.h"
#include "volvr/error.h"

namespace volvr::surface {

namespace {

constexpr std::size_t buffer_bytes = 1 << 20;

}  // namespace

OutputFile::OutputFile(const WriteJob& job)
    : job_(job), stream_(std::fopen(job.file.c_str(), "wb")) {
  if (stream_ == nullptr) throw_write_error(job.final_name, "fopen", errno);
  buffer_.reserve(buffer_bytes);
}

OutputFile::~OutputFile() {
  if (stream_ != nullptr) std::fclose(stream_);
}

void OutputFile::text(std::string_view letters) {
  if (buffer_.size() + letters.size() > buffer_bytes) flush();
  buffer_.insert(buffer_.end(), letters.begin(), letters.end());
}

void OutputFile::flush() {
  const std::size_t bytes = buffer_.size();
  if (std::fwrite(buffer_.data(), 1, bytes, stream_) != bytes) {
    throw_write_error(job_.final_name, "fwrite", errno, bytes);
  }
  buffer_.clear();
}

void OutputFile::count() {
  constexpr std::uint64_t between_reports = 1 << 14;
  ++counted_;
  if (!job_.progress || counted_ % between_reports != 0) return;
  const std::uint64_t total = job_.surface.points.size() + job_.surface.triangles.size();
  if (!job_.progress({"writing", counted_, total, "points and triangles"})) {
    throw Error(ErrorCode::cancelled, "Stopped on request.", job_.final_name.string());
  }
}

void OutputFile::finish() {
  flush();
  std::FILE* stream = stream_;
  stream_ = nullptr;
  if (std::fclose(stream) != 0) throw_write_error(job_.final_name, "fclose", errno);
}

}  // namespace volvr::surface
