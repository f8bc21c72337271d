// SPDX-License-Identifier: Apache-2.0
#include "volvr/settings.h"

#include <algorithm>
#include <array>
#include <vector>

#include "core/suggest.h"
#include "core/text.h"
#include "volvr/error.h"

namespace volvr {

namespace {

using enum SettingKind;

constexpr std::array table{
    Setting{"render.mapper",
            "Which ray caster draws: volvr's own, or one of VTK's to compare with.", "", choice, 0,
            0, "volvr", "volvr|stock|stock-cpu"},
    Setting{
        "render.path",
        "What casts the rays; auto: the GPU where there is one, else the processors; gpu: compute "
        "or fragments, as measured.",
        "", choice, 0, 0, "auto", "auto|gpu|compute|fragments|processors"},
    Setting{"render.rounding",
            "How the places of samples are rounded and from how far apart gradients are taken; "
            "stock: as VTK's mapper does, to compare with it.",
            "", choice, 0, 0, "own", "own|stock"},
    Setting{"render.shadow_strength", "Strength of soft shadows, 0 to 1; -1: as the preset says.",
            "", number, -1, 1, "-1", ""},
    Setting{"render.jitter",
            "Rays start at places that differ from pixel to pixel: noise instead of rings where "
            "steps are coarse.",
            "", boolean, 0, 1, "off", ""},
    Setting{"render.step", "Distance between samples along a ray, in the smallest voxel side.",
            "voxels", number, 0.1, 4, "0.5", ""},
    Setting{"render.periphery",
            "Side of the square that a ray stands for at the edge of the picture, where an eye "
            "sees little; 0: as the frame budget says.",
            "px", number, 0, 16, "0", ""},
    Setting{"render.fovea_radius",
            "What is drawn sharply around the place that an eye looks at, where the periphery is "
            "not; a picture that is no eye's is taken for one of 90 degrees.",
            "degrees", number, 5, 45, "15", ""},
    Setting{"render.gaze_radius",
            "The same where the headset knows what its reader looks at: what is sharp follows the "
            "eyes and may be smaller.",
            "degrees", number, 3, 45, "7", ""},
    Setting{"render.resolution",
            "Side of the square that a ray stands for in the middle of the picture; 0: as the "
            "frame budget says.",
            "px", number, 0, 16, "0", ""},
    Setting{"render.shadows",
            "Part of their strength that shadows are drawn with; -1: as the frame budget says.", "",
            number, -1, 1, "-1", ""},
    Setting{"render.coarse_step",
            "Times render.step, the distance between samples; 0: as the frame budget says.", "",
            number, 0, 16, "0", ""},
    Setting{"render.headroom", "Part of a frame's time that drawing leaves free.", "", number, 0,
            0.5, "0.1", ""},
    Setting{"render.at_rest",
            "What a headset shows while nothing moves and the exact picture takes longer than a "
            "frame may: the best that comes in time, or the exact one.",
            "", choice, 0, 0, "hold-rate", "hold-rate|exact-picture"},
    Setting{"render.annotations",
            "Orientation letters and the not-for-diagnosis line, in the window and in the headset "
            "(there with a scale bar).", "", boolean, 0, 1,
            "on", ""},
    Setting{"render.picture_annotations", "The same in pictures drawn offscreen.", "", boolean, 0,
            1, "off", ""},
    Setting{"render.device",
            "EGL device that draws offscreen; -1 is the first that works, hardware first.", "",
            integer, -1, 63, "-1", ""},
    Setting{"render.gpu_memory",
            "Graphics memory that a volume may take; larger ones are drawn as bricks, what is seen "
            "best first. 0: six tenths of what the driver says is free.",
            "MiB", integer, 0, 16777216, "0", ""},
    Setting{"render.upload", "Bricks of a large volume that one frame may wait for.", "MiB",
            integer, 1, 65536, "32", ""},
    Setting{"render.phase_rate",
            "Volumes a second where a series of them is played and the study tells no time.", "1/s",
            number, 0.01, 1000, "10", ""},
    Setting{"dicom.memory",
            "Most memory that the pixels of one file, or one that was packed, may ask for.", "MiB",
            integer, 1, 16777216, "65536", ""},
    Setting{"dicom.depth", "Deepest nesting of sequences that is read.", "levels", integer, 1, 1000,
            "64", ""},
    Setting{"dicom.elements", "Most attributes and items that one file may hold.", "", integer,
            1000, 1e9, "10000000", ""},
    Setting{"dicom.frame_time",
            "Longest time that decoding one frame may take; no decoder can be stopped within a "
            "frame, so the series is refused when the frame is done.",
            "s", number, 0.1, 3600, "60", ""},
    Setting{"panel.text_size",
            "Height of capital letters on panels, as it is seen at arm's length; windows follow it.",
            "degrees", number, 0.8, 3, "1.2", ""},
    Setting{"headset.multisamples",
            "Samples a pixel for controllers, letters and panels; -1: 4 where a GPU draws, none where "
            "processors do.",
            "", integer, -1, 16, "-1", ""},
    Setting{"headset.near_plane", "Nearest distance that is drawn.", "m", number, 0.005, 0.5,
            "0.02", ""},
    Setting{"headset.panel",
            "Where the panel is: afloat beside the study, or above the wrist of the hand that does "
            "not work it.",
            "", choice, 0, 0, "floating", "floating|wrist"},
    Setting{"headset.panel_layer",
            "The panel is handed to the headset's runtime as a layer of its own, where it takes one: "
            "letters stay sharp. Off: it is drawn as part of what the eyes see.",
            "", boolean, 0, 1, "on", ""},
    Setting{"headset.mirror",
            "What the window beside a headset shows: what the left eye sees, calmly; the study from "
            "a place of its own, which the mouse moves; or no window.",
            "", choice, 0, 0, "eye", "eye|free|off"},
    Setting{"headset.window_rate", "How fast a thumbstick held over moves the window.",
            "widths a second", number, 0.05, 5, "0.5", ""},
    Setting{"headset.hand",
            "The hand that one writes with: its stick moves the window, the other's turns the study "
            "and steps through time or presets.",
            "", choice, 0, 0, "right", "right|left"},
    Setting{"headset.haptics", "How strongly controllers vibrate; 0: not at all.", "", number, 0, 1,
            "1", ""},
    Setting{"headset.snap", "A study let go within 5 degrees of square to the viewer turns square.",
            "", boolean, 0, 1, "off", ""},
};

const Setting& find_setting(std::string_view name) {
  const auto at = std::ranges::find(table, name, &Setting::name);
  if (at != table.end()) return *at;
  std::vector<std::string_view> names;
  for (const Setting& setting : table) names.push_back(setting.name);
  throw Error(ErrorCode::unknown_setting,
              "There is no setting " + std::string(name) + suggestion(name, names),
              std::string(name));
}

[[noreturn]] void refuse(const Setting& setting, std::string_view text, const std::string& wanted) {
  throw Error(ErrorCode::invalid_argument,
              std::string(setting.name) + " is " + wanted + ", not \"" + std::string(text) + "\".",
              std::string(setting.name));
}

void require_number(const Setting& setting, std::string_view text) {
  const auto value = parse_number(text);
  const bool whole = setting.kind != integer || parse_integer(text).has_value();
  if (value && whole && *value >= setting.minimum && *value <= setting.maximum) return;
  refuse(setting, text,
         std::string(setting.kind == integer ? "a whole number" : "a number") + " from " +
             number_text(setting.minimum) + " to " + number_text(setting.maximum));
}

void require_valid(const Setting& setting, std::string_view text) {
  switch (setting.kind) {
    case boolean:
      if (text != "on" && text != "off") refuse(setting, text, "on or off");
      return;
    case integer:
    case number:
      return require_number(setting, text);
    case choice:
      break;
  }
  const auto choices = split(setting.choices, '|');
  if (std::ranges::find(choices, text) == choices.end()) {
    refuse(setting, text, "one of " + std::string(setting.choices));
  }
}

}  // namespace

std::span<const Setting> setting_table() {
  return table;
}

void Settings::set(std::string_view name, std::string_view text) {
  require_valid(find_setting(name), text);
  changed_.insert_or_assign(std::string(name), std::string(text));
}

void Settings::set_pair(std::string_view text) {
  const auto at = text.find('=');
  if (at == std::string_view::npos) {
    throw Error(ErrorCode::invalid_argument,
                "A setting is given as NAME=VALUE, not \"" + std::string(text) + "\".");
  }
  set(trim(text.substr(0, at)), trim(text.substr(at + 1)));
}

std::string Settings::text(std::string_view name) const {
  const Setting& setting = find_setting(name);
  const auto changed = changed_.find(name);
  return changed != changed_.end() ? changed->second : std::string(setting.default_text);
}

bool Settings::flag(std::string_view name) const {
  return text(name) == "on";
}

int Settings::integer(std::string_view name) const {
  return parse_integer(text(name)).value_or(0);
}

double Settings::number(std::string_view name) const {
  return parse_number(text(name)).value_or(0.0);
}

}  // namespace volvr
