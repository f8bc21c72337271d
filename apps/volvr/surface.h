// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>
#include <functional>

#include "exit_code.h"

namespace volvr::app {

/// The options of `volvr surface`.
void add_surface_options(CLI::App& parser, std::function<ExitCode()>& work);

}  // namespace volvr::app
