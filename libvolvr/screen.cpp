// SPDX-License-Identifier: Apache-2.0
#include "screen.h"

#include <algorithm>

namespace volvr {

bool draw_otherwise(const Settings& one, const Settings& other) {
  return std::ranges::any_of(setting_table(), [&](const Setting& row) {
    return row.name.starts_with("render.") && one.text(row.name) != other.text(row.name);
  });
}

}  // namespace volvr
