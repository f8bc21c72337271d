// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>
#include <functional>

#include "exit_code.h"

namespace volvr::app {

/// `volvr info`: what is in folders and files.
void add_info(CLI::App& parser, std::function<ExitCode()>& work);

}  // namespace volvr::app
