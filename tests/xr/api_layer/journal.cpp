// SPDX-License-Identifier: Apache-2.0
#include "journal.h"

#include <fcntl.h>
#include <unistd.h>

#include <ctime>
#include <string>

namespace volvr::layer {

double seconds_now() {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

Journal::Journal(const char* path) {
  if (path != nullptr) file_ = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

Journal::~Journal() {
  if (file_ >= 0) close(file_);
}

void Journal::write(nlohmann::json record) {
  if (file_ < 0) return;
  record["n"] = count_++;
  record["at"] = seconds_now();
  const std::string line = record.dump() + "\n";
  for (std::size_t done = 0; done < line.size();) {
    const ssize_t count = ::write(file_, line.data() + done, line.size() - done);
    if (count <= 0) return;
    done += static_cast<std::size_t>(count);
  }
}

}  // namespace volvr::layer
