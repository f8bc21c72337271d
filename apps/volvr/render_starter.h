// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>
#include <functional>

#include "exit_code.h"

namespace volvr::app {

/// `volvr render`: listed here, done by the program volvr-render beside this one, so that the other
/// verbs need not load a graphics library.
/// @param arguments  the command line from the program's name on; what follows the verb is given on
void add_render(CLI::App& parser, std::function<ExitCode()>& work, char** arguments);

}  // namespace volvr::app
