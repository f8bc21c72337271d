// SPDX-License-Identifier: Apache-2.0
#include "dicom/deid/run_in_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "dicom/deid/policy.h"

namespace volvr::dicom::deid {

namespace {

namespace fs = std::filesystem;

// ".123.partial-2.25.4711.dcm", as `AtomicFile` names what is on its way to "2.25.4711.dcm".
bool is_half_written(const std::string& name) {
  constexpr std::string_view mark = ".partial-";
  constexpr std::string_view ending = ".dcm";
  const auto at = name.find(mark, 1);
  if (!name.starts_with('.') || at == std::string::npos || at < 2 || !name.ends_with(ending)) {
    return false;
  }
  const bool process = std::ranges::all_of(name.begin() + 1, name.begin() + static_cast<long>(at),
                                           [](char c) { return c >= '0' && c <= '9'; });
  const std::size_t begin = at + mark.size();
  return process && name.size() > begin + ending.size() &&
         is_uid(name.substr(begin, name.size() - begin - ending.size()));
}

// STUDY/SERIES/INSTANCE, all of them UIDs: nothing else in the folder is a run's.
void remove_half_written(const fs::path& folder) {
  std::error_code failed;
  std::vector<fs::path> left;
  for (auto entry = fs::recursive_directory_iterator(folder, failed);
       !failed && entry != fs::recursive_directory_iterator(); entry.increment(failed)) {
    const std::string name = entry->path().filename().string();
    if (entry.depth() < 2) {
      if (!is_uid(name)) entry.disable_recursion_pending();
      continue;
    }
    entry.disable_recursion_pending();
    if (is_half_written(name) && fs::is_regular_file(entry->symlink_status())) {
      left.push_back(entry->path());
    }
  }
  for (const fs::path& one : left) fs::remove(one, failed);
}

}  // namespace

RunInFolder::RunInFolder(const fs::path& folder)
    : folder_(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
  if (folder_ < 0) return;
  if (flock(folder_, LOCK_EX | LOCK_NB) == 0) remove_half_written(folder);
  flock(folder_, LOCK_SH);
}

RunInFolder::~RunInFolder() {
  if (folder_ >= 0) close(folder_);
}

}  // namespace volvr::dicom::deid
