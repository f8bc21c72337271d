// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace volvr::xr {

/// While it lives, what the process writes to its standard error goes nowhere: some runtimes' client
/// libraries write a page there each time that they find no service, which a search twice a second
/// would make into a flood. Nothing of it is lost, since the failed call says the same.
class HushedStderr {
 public:
  HushedStderr();
  ~HushedStderr();
  HushedStderr(const HushedStderr&) = delete;
  HushedStderr& operator=(const HushedStderr&) = delete;

 private:
  int kept_ = -1;
};

}  // namespace volvr::xr
