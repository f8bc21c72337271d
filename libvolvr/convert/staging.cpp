// SPDX-License-Identifier: Apache-2.0
#include "convert/staging.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>

#include "core/atomic_file.h"
#include "volvr/error.h"

namespace volvr::batch {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view prefix = ".volvr-staging-";

enum class Lock { taken, held_by_another, gone };

// Locks an open folder, unless it was removed (and perhaps made anew) in the meantime. A file
// system without locks gives none, and counts as taken.
Lock lock(int descriptor, const fs::path& path) {
  if (flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    return Lock::held_by_another;
  }
  struct stat opened{};
  struct stat named{};
  const bool same = fstat(descriptor, &opened) == 0 && stat(path.c_str(), &named) == 0 &&
                    opened.st_ino == named.st_ino && opened.st_dev == named.st_dev;
  return same ? Lock::taken : Lock::gone;
}

// Whether nothing is there, or something that a run made as it is.
bool is_free_or_own(const fs::path& folder, const std::string& name, const Manifest& manifest) {
  std::error_code ignored;
  if (!fs::exists(fs::symlink_status(folder / name, ignored))) return true;
  for (const Record& record : manifest.records()) {
    for (const ConvertedFile& file : record.files) {
      if (file.name == name && is_whole(folder / name, file)) return true;
    }
  }
  return false;
}

// What its run had recorded and not yet given a name.
void finish_publishing(const fs::path& staging, const fs::path& folder, const Manifest& manifest) {
  for (const Record& record : manifest.records()) {
    const bool complete = std::ranges::all_of(record.files, [&](const ConvertedFile& file) {
      return is_whole(staging / file.name, file) || is_whole(folder / file.name, file);
    });
    if (!complete) continue;
    for (const ConvertedFile& file : record.files) {
      if (!is_whole(staging / file.name, file)) continue;
      if (!is_free_or_own(folder, file.name, manifest)) continue;
      std::error_code ignored;
      fs::rename(staging / file.name, folder / file.name, ignored);
    }
  }
}

void clear(const fs::path& staging) {
  std::error_code ignored;
  std::vector<fs::path> contents;
  for (const auto& entry : fs::directory_iterator(staging, ignored)) {
    contents.push_back(entry.path());
  }
  for (const fs::path& one : contents) fs::remove_all(one, ignored);
}

}  // namespace

Staging::Staging(const fs::path& folder, const Shard& shard)
    : folder_(folder),
      path_(folder / (std::string(prefix) + std::to_string(shard.index) + "-of-" +
                      std::to_string(shard.count))) {
  for (;;) {
    if (mkdir(path_.c_str(), 0777) != 0 && errno != EEXIST) {
      throw_write_error(path_, "mkdir", errno);
    }
    lock_ = open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (lock_ < 0 && errno == ENOENT) continue;
    if (lock_ < 0) throw_write_error(path_, "open", errno);
    const Lock result = lock(lock_, path_);
    if (result == Lock::taken) return;
    close(lock_);
    if (result == Lock::held_by_another) {
      throw Error(ErrorCode::not_writable,
                  "Another run writes to " + folder.string() + " at this moment.", folder.string(),
                  "flock");
    }
  }
}

Staging::~Staging() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
  close(lock_);
}

void Staging::publish(const std::vector<ConvertedFile>& files) const {
  for (const ConvertedFile& file : files) {
    const fs::path to = folder_ / file.name;
    if (std::rename((path_ / file.name).c_str(), to.c_str()) != 0) {
      throw_write_error(to, "rename", errno);
    }
  }
}

void make_durable(const fs::path& folder) {
  const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  const int failed = syncfs(descriptor) == 0 ? 0 : errno;
  close(descriptor);
  if (failed != 0) throw_write_error(folder, "syncfs", failed);
}

void recover(const fs::path& folder, const Manifest& manifest, const Staging& own) {
  finish_publishing(own.path(), folder, manifest);
  clear(own.path());
  std::vector<fs::path> left;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const bool is_staging = entry.path().filename().string().starts_with(prefix);
    if (is_staging && entry.path() != own.path()) left.push_back(entry.path());
  }
  for (const fs::path& staging : left) {
    const int descriptor = open(staging.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (descriptor < 0) continue;
    if (lock(descriptor, staging) == Lock::taken) {
      finish_publishing(staging, folder, manifest);
      std::error_code ignored;
      fs::remove_all(staging, ignored);
    }
    close(descriptor);
  }
}

bool are_whole(const fs::path& folder, const std::vector<ConvertedFile>& files) {
  return !files.empty() && std::ranges::all_of(files, [&](const ConvertedFile& file) {
    return is_whole(folder / file.name, file);
  });
}

}  // namespace volvr::batch
