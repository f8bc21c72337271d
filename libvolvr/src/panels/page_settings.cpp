// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "core/text.h"
#include "panels/pages.h"
#include "panels/setting_step.h"

namespace volvr::panels {

namespace {

std::string with_unit(const Setting& setting, const std::string& value) {
  return value + (setting.unit.empty() ? "" : " " + std::string(setting.unit));
}

void say(const PageFrame& frame, const Setting& setting, std::string value) {
  frame.say(command::SetSetting{std::string(setting.name), std::move(value)});
}

void choice_row(const PageFrame& frame, const Setting& setting, const std::string& now) {
  const std::vector<std::string_view> names = split(setting.choices, '|');
  frame.kit.paragraph(setting.name, IM_COL32_WHITE);
  std::optional<std::size_t> chosen;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == now) chosen = i;
  }
  ImGui::PushID(setting.name.data());
  if (const auto pressed = frame.kit.choice(names, chosen)) {
    say(frame, setting, std::string(names[*pressed]));
  }
  ImGui::PopID();
}

void setting_row(const PageFrame& frame, const Setting& setting) {
  const std::string now = frame.model.settings.text(setting.name);
  switch (setting.kind) {
    case SettingKind::boolean:
      if (const auto on = frame.kit.toggle(setting.name, now == "on")) {
        say(frame, setting, *on ? "on" : "off");
      }
      break;
    case SettingKind::choice:
      choice_row(frame, setting, now);
      break;
    case SettingKind::integer:
    case SettingKind::number:
      if (const int step = frame.kit.stepper(setting.name, with_unit(setting, now))) {
        const std::string next = next_value(setting, now, step);
        if (next != now) say(frame, setting, next);
      }
      break;
  }
  frame.kit.paragraph(setting.help);
  if (now == setting.default_text) return;
  const std::string label = "Usual: " + with_unit(setting, std::string(setting.default_text));
  ImGui::PushID(setting.name.data());
  if (frame.kit.button(label)) say(frame, setting, std::string(setting.default_text));
  ImGui::PopID();
}

std::string_view group_of(const Setting& setting) {
  return setting.name.substr(0, setting.name.find('.'));
}

}  // namespace

void settings_page(const PageFrame& frame) {
  std::string_view group;
  for (const Setting& setting : setting_table()) {
    if (group_of(setting) != group) {
      group = group_of(setting);
      frame.kit.heading(group);
    }
    setting_row(frame, setting);
  }
}

}  // namespace volvr::panels
