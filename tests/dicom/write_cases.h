// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "support/object_phantom.h"
#include "support/phantom.h"

namespace volvr::test {

/// Phantoms that are whole enough to be valid objects, of every class and kind of grid.
struct WriteCase {
  std::string name;
  Phantom phantom;
};
std::vector<WriteCase> write_cases();

/// Objects of many frames, the frames in no order of space, and a mosaic.
struct ObjectCase {
  std::string name;
  ObjectPhantom object;
  std::string enhanced_uid;  ///< the class of what is written as one object of them
};

/// Those that can be written in both forms.
std::vector<ObjectCase> object_cases();

/// One of them, or "enhanced-pt".
ObjectCase object_case(const std::string& name);

}  // namespace volvr::test
