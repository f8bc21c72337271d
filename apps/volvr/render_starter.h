// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>

#include "exit_code.h"

namespace volvr::app {

/// A verb that is listed here and done by the program volvr-render beside this one (`volvr render`,
/// `volvr surface`), so that the other verbs need not load a graphics library.
/// @param arguments  the command line from the program's name on, which the verb follows; it is
///                   given on from the verb on
void add_verb_of_render(CLI::App& parser, std::function<ExitCode()>& work, char** arguments,
                        const std::string& name, const std::string& help);

}  // namespace volvr::app
