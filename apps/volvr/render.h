// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>
#include <functional>

#include "exit_code.h"

namespace volvr::app {

/// The options of `volvr render`.
void add_render_options(CLI::App& parser, std::function<ExitCode()>& work);

}  // namespace volvr::app
