// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>
#include <functional>

#include "exit_code.h"

namespace volvr::app {

/// `volvr convert`: a file for each volume.
void add_convert(CLI::App& parser, std::function<ExitCode()>& work);

}  // namespace volvr::app
