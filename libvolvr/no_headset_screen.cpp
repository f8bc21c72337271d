// SPDX-License-Identifier: Apache-2.0
// Takes the place of headset_screen.cpp in a build without the headset part.
#include "screen.h"
#include "volvr/error.h"

namespace volvr {

namespace {

constexpr const char* explanation =
    "This volvr was built without the headset part (VTK's OpenXR module was not found).";

}  // namespace

std::unique_ptr<Screen> make_headset_screen(const ViewerOptions&, CommandSink) {
  throw Error(ErrorCode::unsupported, explanation);
}

HeadsetStatus headset_status() {
  HeadsetStatus status;
  status.explanation = explanation;
  return status;
}

}  // namespace volvr
