// SPDX-License-Identifier: Apache-2.0
#include "bench/plain_read.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstddef>
#include <stdexcept>
#include <vector>

#include "volvr/volume.h"

namespace volvr::bench {

namespace {

std::vector<std::filesystem::path> files_of(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    files.push_back(entry.path());
  }
  return files;
}

void read_part(const std::filesystem::path& file, std::byte* target, std::uint64_t bytes,
               bool at_end) {
  const int descriptor = open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) throw std::runtime_error("cannot open " + file.string());
  struct stat status{};
  fstat(descriptor, &status);
  const auto begin = at_end ? status.st_size - static_cast<off_t>(bytes) : 0;
  std::uint64_t done = 0;
  for (ssize_t count = 1; done < bytes && count > 0; done += static_cast<std::uint64_t>(count)) {
    count = pread(descriptor, target + done, bytes - done, begin + static_cast<off_t>(done));
    if (count < 0) throw std::runtime_error("cannot read " + file.string());
  }
  close(descriptor);
}

}  // namespace

void read_tails(const std::filesystem::path& folder, std::uint64_t bytes) {
  const auto files = files_of(folder);
  const auto buffer = allocate_voxels(bytes * files.size());
  auto* target = static_cast<std::byte*>(buffer.get());
  for (const auto& file : files) {
    read_part(file, target, bytes, true);
    target += bytes;
  }
}

void read_heads(const std::filesystem::path& folder, std::uint64_t bytes) {
  std::vector<std::byte> head(bytes);
  for (const auto& file : files_of(folder)) read_part(file, head.data(), bytes, false);
}

}  // namespace volvr::bench
