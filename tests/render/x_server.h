// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <memory>
#include <optional>
#include <string>

namespace volvr::test {

/// An X server of the test's own (Xvfb), to which DISPLAY points while it lives.
class XServer {
 public:
  /// Nothing where Xvfb is not installed or does not start.
  /// @param extra  one more argument for Xvfb and its value, or nothing
  static std::unique_ptr<XServer> start(const char* extra = nullptr, const char* value = nullptr);

  XServer(const XServer&) = delete;
  XServer& operator=(const XServer&) = delete;
  ~XServer();

 private:
  explicit XServer(pid_t process);

  pid_t process_;
  std::optional<std::string> display_before_;
};

}  // namespace volvr::test
