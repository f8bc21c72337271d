// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>

namespace volvr::xr {

enum class ActionKind { pose, number, button, stick, vibration };

/// Something that hands can do; each hand has its own.
struct ActionInfo {
  std::string_view name;   ///< in binding files
  std::string_view title;  ///< for the runtime's own settings pages
  ActionKind kind;
};

inline constexpr std::array action_table{
    ActionInfo{"palm", "Palm", ActionKind::pose},
    ActionInfo{"grab", "Grab the study", ActionKind::number},
    ActionInfo{"next", "Next preset", ActionKind::button},
    ActionInfo{"previous", "Previous preset", ActionKind::button},
    ActionInfo{"reset", "Put everything back", ActionKind::button},
    ActionInfo{"window", "Window: width across, centre forward", ActionKind::stick},
    ActionInfo{"vibrate", "Vibration", ActionKind::vibration},
};

}  // namespace volvr::xr
