// SPDX-License-Identifier: Apache-2.0
#include "xr/preflight.h"

#include "volvr/error.h"
#include "xr/instance.h"

namespace volvr::xr {

HeadsetStatus preflight() {
  HeadsetStatus status;
  status.built_in = true;
  try {
    const Instance instance;
    status.runtime = true;
    status.runtime_name = instance.runtime_name();
    instance.find_headset();
    status.headset = true;
  } catch (const Error& error) {
    status.runtime = status.runtime || error.code() == ErrorCode::unsupported;
    status.explanation = error.what();
  }
  return status;
}

}  // namespace volvr::xr
