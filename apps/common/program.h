// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string_view>

#include "exit_code.h"

namespace volvr::app {

/// Parses the command line, does `work`, and turns whatever goes wrong into one sentence on stderr
/// and an exit code. Help and version go to stdout.
int run_program(CLI::App& parser, int count, char** arguments,
                const std::function<ExitCode()>& work);

/// "volvr: " and the sentence, as one line on stderr.
void complain(std::string_view sentence);

/// The same with "warning: " before it.
void warn(std::string_view sentence);

}  // namespace volvr::app
