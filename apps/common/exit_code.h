// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "volvr/error.h"

namespace volvr::app {

enum class ExitCode : int {
  done = 0,
  failed = 1,
  usage = 2,
  some_failed = 3,
  bad_input = 4,
  no_series = 5,
  bad_output = 6,
  no_display = 7,
  interrupted = 130,
};

/// The exit code of a program that ends with this error.
ExitCode exit_code_for(ErrorCode code);

/// The table of all exit codes, as lines for --help.
std::string exit_code_help();

}  // namespace volvr::app
