// SPDX-License-Identifier: Apache-2.0
#include "render/x_server.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>

namespace volvr::test {

namespace {

// Xvfb writes the number of its display, with a line's end, when it is ready.
std::string read_display(int handle) {
  std::string number;
  pollfd waiting{handle, POLLIN, 0};
  while (poll(&waiting, 1, 20000) == 1) {
    char letter = 0;
    if (read(handle, &letter, 1) != 1) return {};
    if (letter == '\n') return number;
    number += letter;
  }
  return {};
}

}  // namespace

std::unique_ptr<XServer> XServer::start(const char* extra, const char* value) {
  int ends[2];
  if (pipe(ends) != 0) return nullptr;
  const pid_t process = fork();
  if (process == 0) {
    // It must not outlive a test that dies, nor hold the test's output open.
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    const int nowhere = open("/dev/null", O_WRONLY);
    dup2(nowhere, STDOUT_FILENO);
    dup2(nowhere, STDERR_FILENO);
    close(ends[0]);
    const std::string handle = std::to_string(ends[1]);
    execlp("Xvfb", "Xvfb", "-displayfd", handle.c_str(), "-screen", "0", "900x700x24", "-noreset",
           "-nolisten", "tcp", extra, value, static_cast<char*>(nullptr));
    _exit(127);
  }
  close(ends[1]);
  const std::string number = process > 0 ? read_display(ends[0]) : std::string();
  close(ends[0]);
  if (number.empty()) {
    if (process > 0) {
      kill(process, SIGTERM);
      waitpid(process, nullptr, 0);
    }
    return nullptr;
  }
  std::unique_ptr<XServer> server(new XServer(process));
  setenv("DISPLAY", (":" + number).c_str(), 1);
  return server;
}

XServer::XServer(pid_t process) : process_(process) {
  if (const char* before = std::getenv("DISPLAY")) display_before_ = before;
}

XServer::~XServer() {
  if (display_before_) {
    setenv("DISPLAY", display_before_->c_str(), 1);
  } else {
    unsetenv("DISPLAY");
  }
  kill(process_, SIGTERM);
  waitpid(process_, nullptr, 0);
}

}  // namespace volvr::test
