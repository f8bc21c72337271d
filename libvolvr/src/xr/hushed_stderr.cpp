// SPDX-License-Identifier: Apache-2.0
#include "xr/hushed_stderr.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>

namespace volvr::xr {

HushedStderr::HushedStderr() {
  std::fflush(stderr);
  const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (nowhere < 0) return;
  kept_ = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
  if (kept_ >= 0) dup2(nowhere, STDERR_FILENO);
  close(nowhere);
}

HushedStderr::~HushedStderr() {
  if (kept_ < 0) return;
  std::fflush(stderr);
  dup2(kept_, STDERR_FILENO);
  close(kept_);
}

}  // namespace volvr::xr
