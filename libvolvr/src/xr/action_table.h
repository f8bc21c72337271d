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
    ActionInfo{"aim", "Where the hand points", ActionKind::pose},
    ActionInfo{"grab", "Grab the study", ActionKind::number},
    ActionInfo{"select", "Press on the panel, grab the study elsewhere", ActionKind::number},
    ActionInfo{"next", "Next preset", ActionKind::button},
    ActionInfo{"menu", "Open or close the panel", ActionKind::button},
    ActionInfo{"recentre", "Bring the study before the eyes", ActionKind::button},
    ActionInfo{"stick", "Window, or turn and step by the other hand", ActionKind::stick},
    ActionInfo{"pad", "The same by touchpad, where a finger is", ActionKind::stick},
    ActionInfo{"pad_press", "The touchpad is pressed", ActionKind::button},
    ActionInfo{"vibrate", "Vibration", ActionKind::vibration},
};

}  // namespace volvr::xr
