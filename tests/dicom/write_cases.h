// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "support/phantom.h"

namespace volvr::test {

/// Phantoms that are whole enough to be valid objects, of every class and kind of grid.
struct WriteCase {
  std::string name;
  Phantom phantom;
};
std::vector<WriteCase> write_cases();

}  // namespace volvr::test
