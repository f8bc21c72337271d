// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>
#include <functional>

#include "exit_code.h"

namespace volvr::app {

/// Adds the verb `deidentify` to the parser; `work` becomes what it does once it is chosen.
void add_deidentify(CLI::App& parser, std::function<ExitCode()>& work);

}  // namespace volvr::app
