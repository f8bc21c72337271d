// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "volvr/viewer.h"

namespace volvr::app {

/// The display to open. Where none was named it is the headset; without one this says in one
/// sentence what is missing and how to get it, and offers the window: on a terminal by a question.
/// @param name  headset, window, offscreen, or empty
/// @throws Error no_runtime, no_headset, unsupported where there is no headset and no window is
/// wanted
Display choose_display(const std::string& name);

}  // namespace volvr::app
