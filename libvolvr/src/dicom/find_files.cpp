// SPDX-License-Identifier: Apache-2.0
#include "dicom/find_files.h"

#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <system_error>
#include <utility>

#include "volvr/error.h"

namespace volvr::dicom {

namespace {

namespace fs = std::filesystem;

class Walk {
 public:
  Walk(bool recursive, const ProgressSink& progress) : recursive_(recursive), progress_(progress) {}

  void start(const fs::path& path) {
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (status.type() == fs::file_type::not_found) {
      throw Error(ErrorCode::not_found, "There is no file or folder " + path.string() + ".",
                  path.string());
    }
    if (error) throw_unreadable(path, error);
    if (!fs::is_directory(status)) {
      found_.files.push_back(path);
      return;
    }
    if (!enter(path, error)) throw_unreadable(path, error);
  }

  FoundFiles result() {
    std::ranges::sort(found_.files);
    const auto again = std::ranges::unique(found_.files);
    found_.files.erase(again.begin(), again.end());
    return std::move(found_);
  }

 private:
  [[noreturn]] static void throw_unreadable(const fs::path& path, const std::error_code& error) {
    throw Error(ErrorCode::not_readable,
                "The folder " + path.string() + " cannot be read: " + error.message() + ".",
                path.string(), "opendir");
  }

  // Lists one folder and, where asked for, those within it; false if it cannot be opened.
  bool enter(const fs::path& top, std::error_code& error) {
    std::vector<fs::path> pending{top};
    while (!pending.empty()) {
      const fs::path folder = std::move(pending.back());
      pending.pop_back();
      if (!is_first_visit(folder)) continue;
      fs::directory_iterator entries(folder, error);
      if (error) {
        if (folder == top) return false;
        found_.unreadable.push_back(folder.string());
        continue;
      }
      for (; entries != fs::directory_iterator(); entries.increment(error)) {
        take(*entries, pending);
        if (error) break;
      }
      error.clear();
    }
    return true;
  }

  void take(const fs::directory_entry& entry, std::vector<fs::path>& pending) {
    std::error_code error;
    const fs::file_status status = entry.status(error);
    if (fs::is_directory(status)) {
      if (recursive_) pending.push_back(entry.path());
    } else if (fs::is_regular_file(status)) {
      found_.files.push_back(entry.path());
      report();
    } else if (entry.is_symlink(error)) {
      found_.unreadable.push_back(entry.path().string());
    }
  }

  bool is_first_visit(const fs::path& folder) {
    struct stat status{};
    if (stat(folder.c_str(), &status) != 0) return true;  // opening it will say why
    return visited_.emplace(status.st_dev, status.st_ino).second;
  }

  void report() {
    constexpr auto interval = std::chrono::milliseconds(50);
    if (!progress_) return;
    const auto now = std::chrono::steady_clock::now();
    if (now - last_report_ < interval) return;
    last_report_ = now;
    if (!progress_({"looking for files", found_.files.size(), 0, "files"})) {
      throw Error(ErrorCode::cancelled, "Stopped on request.");
    }
  }

  bool recursive_;
  const ProgressSink& progress_;
  FoundFiles found_;
  std::set<std::pair<dev_t, ino_t>> visited_;
  std::chrono::steady_clock::time_point last_report_{};
};

}  // namespace

FoundFiles find_files(const std::vector<fs::path>& paths, bool recursive,
                      const ProgressSink& progress) {
  Walk walk(recursive, progress);
  for (const fs::path& path : paths) walk.start(path);
  return walk.result();
}

}  // namespace volvr::dicom
