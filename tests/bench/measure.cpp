// SPDX-License-Identifier: Apache-2.0
#include "bench/measure.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <stdexcept>

namespace volvr::bench {

namespace {

std::uint64_t peak_of(const std::string& status_file) {
  std::ifstream status(status_file);
  for (std::string word; status >> word;) {
    std::uint64_t kibibytes = 0;
    if (word == "VmHWM:" && status >> kibibytes) return kibibytes * 1024;
  }
  return 0;
}

std::uint64_t& highest() {
  static std::uint64_t bytes = 0;
  return bytes;
}

}  // namespace

std::uint64_t peak_resident_bytes() {
  return peak_of("/proc/self/status");
}

void run_program(const std::vector<std::string>& command, const std::vector<int>& allowed) {
  const pid_t child = fork();
  if (child == 0) {
    std::vector<char*> arguments;
    for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    const int nowhere = open("/dev/null", O_RDWR);
    dup2(nowhere, STDIN_FILENO);
    dup2(nowhere, STDOUT_FILENO);
    dup2(nowhere, STDERR_FILENO);
    execvp(arguments.front(), arguments.data());
    _exit(127);
  }
  int status = 0;
  const std::string process = "/proc/" + std::to_string(child);
  std::error_code ignored;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", ignored);
  while (waitpid(child, &status, WNOHANG) == 0) {
    // Until it has become the program it is a copy of this process, with its memory.
    const auto program = std::filesystem::read_symlink(process + "/exe", ignored);
    if (!program.empty() && program != self) {
      highest() = std::max(highest(), peak_of(process + "/status"));
    }
    usleep(500);
  }
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  if (code != 0 && std::ranges::find(allowed, code) == allowed.end()) {
    throw std::runtime_error(command.front() + " failed with " + std::to_string(code));
  }
}

std::uint64_t peak_of_programs() {
  return highest();
}

std::uint64_t bytes_under(const std::filesystem::path& folder) {
  std::uint64_t bytes = 0;
  if (!std::filesystem::exists(folder)) return 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) bytes += entry.file_size();
  }
  return bytes;
}

std::string output_of(const std::vector<std::string>& command) {
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) throw std::runtime_error("cannot make a pipe");
  const pid_t child = fork();
  if (child == 0) {
    std::vector<char*> arguments;
    for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    dup2(ends[1], STDOUT_FILENO);
    close(ends[0]);
    close(ends[1]);
    execv(arguments.front(), arguments.data());
    _exit(127);
  }
  close(ends[1]);
  std::string output;
  std::array<char, 256> part{};
  for (ssize_t count = 0; (count = read(ends[0], part.data(), part.size())) > 0;) {
    output.append(part.data(), static_cast<std::size_t>(count));
  }
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    throw std::runtime_error("a run failed: " + output);
  }
  return output;
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 != 0 ? values[middle] : 0.5 * (values[middle - 1] + values[middle]);
}

}  // namespace volvr::bench
