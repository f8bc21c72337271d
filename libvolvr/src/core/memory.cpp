// SPDX-License-Identifier: Apache-2.0
#include "core/memory.h"

#include <algorithm>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace volvr {

namespace {

namespace fs = std::filesystem;
constexpr std::uint64_t everything = std::numeric_limits<std::uint64_t>::max();

std::optional<std::uint64_t> number_in(const fs::path& file) {
  std::uint64_t value = 0;
  std::ifstream stream(file);
  return stream >> value ? std::optional(value) : std::nullopt;
}

// Of a file with a name and a number in each line.
std::uint64_t sum_in(const fs::path& file, const std::vector<std::string_view>& names) {
  std::ifstream stream(file);
  std::uint64_t sum = 0;
  for (std::string line; std::getline(stream, line);) {
    std::istringstream words(line);
    std::string name;
    std::uint64_t value = 0;
    if (words >> name >> value && std::ranges::find(names, name) != names.end()) sum += value;
  }
  return sum;
}

std::uint64_t of_machine(const MemorySources& sources) {
  const std::uint64_t kibibytes = sum_in(sources.proc / "meminfo", {"MemAvailable:"});
  return kibibytes > 0 ? kibibytes << 10 : everything;
}

struct GroupFiles {
  const char* limit;
  const char* used;
  std::vector<std::string_view> file_pages;
};

// A group that sets no limit has no number there, or one beyond all memory.
std::uint64_t left_in(const fs::path& group, const GroupFiles& files) {
  const auto limit = number_in(group / files.limit);
  const auto used = number_in(group / files.used);
  if (!limit || !used) return everything;
  const std::uint64_t reclaimable =
      std::min(sum_in(group / "memory.stat", files.file_pages), *used);
  const std::uint64_t held = *used - reclaimable;
  return *limit > held ? *limit - held : 0;
}

// The group and those that it is in: the limit of each holds.
std::uint64_t of_groups(const fs::path& root, const fs::path& group, const GroupFiles& files) {
  std::uint64_t left = left_in(root, files);
  fs::path at = root;
  for (const fs::path& part : group.relative_path()) {
    at /= part;
    left = std::min(left, left_in(at, files));
  }
  return left;
}

}  // namespace

std::uint64_t available_memory(const MemorySources& sources) {
  const GroupFiles second{"memory.max", "memory.current", {"inactive_file", "active_file"}};
  const GroupFiles first{"memory.limit_in_bytes",
                         "memory.usage_in_bytes",
                         {"total_inactive_file", "total_active_file"}};
  std::uint64_t available = of_machine(sources);
  std::ifstream groups(sources.proc / "self" / "cgroup");
  for (std::string line; std::getline(groups, line);) {
    // hierarchy:controllers:path
    const auto from = line.find(':');
    const auto to = line.find(':', from + 1);
    if (from == std::string::npos || to == std::string::npos) continue;
    const std::string controllers = "," + line.substr(from + 1, to - from - 1) + ",";
    const std::string path = line.substr(to + 1);
    if (controllers == ",,") {
      available = std::min(available, of_groups(sources.cgroup, path, second));
    } else if (controllers.find(",memory,") != std::string::npos) {
      available = std::min(available, of_groups(sources.cgroup / "memory", path, first));
    }
  }
  return available;
}

}  // namespace volvr
