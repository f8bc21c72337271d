// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <utility>

#include "panels/kit.h"
#include "panels/theme.h"

namespace volvr::panels {

namespace {

ImU32 ink(bool enabled) {
  return enabled ? colour::text : colour::absent_text;
}

ImVec2 inset(const ImVec2& point, float by) {
  return {point.x + by, point.y + by};
}

}  // namespace

bool Kit::button(std::string_view label, const ButtonLook& look) {
  const std::string_view text = look.text.empty() ? label : look.text;
  const float needed = width_of(text) + 1.4f * unit_;
  const float width = look.width > 0.0   ? static_cast<float>(look.width) * unit_
                      : look.width < 0.0 ? ImGui::GetContentRegionAvail().x
                                         : std::max(needed, target());
  const float height = std::max(target(), static_cast<float>(look.height) * unit_);
  const Area made = area(ItemKind::button, label, {width, height}, look.enabled, look.repeats);
  made.item->on = look.on;
  surface(made, look.on, look.enabled);
  const float edge = std::min(0.4f * unit_, std::max(0.0f, 0.5f * (width - width_of(text))));
  text_in({made.low.x + edge, made.low.y}, {made.high.x - edge, made.high.y}, text,
          ink(look.enabled), 0.5f);
  return made.pressed;
}

std::optional<bool> Kit::toggle(std::string_view label, bool on, bool enabled, float room,
                                std::string_view value) {
  const float width = ImGui::GetContentRegionAvail().x - room;
  const Area made = area(ItemKind::toggle, label, {width, target()}, enabled);
  made.item->on = on;
  made.item->value = on ? "on" : "off";
  surface(made, false, enabled);
  const float half = 0.7f * unit_;
  const ImVec2 right{made.high.x - 1.4f * unit_, 0.5f * (made.low.y + made.high.y)};
  const ImVec2 left{right.x - 2.0f * unit_, right.y};
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled({left.x - half, left.y - half}, {right.x + half, right.y + half},
                      on && enabled ? colour::accent : colour::background, half);
  list->AddCircleFilled(on ? right : left, 0.75f * half,
                        !enabled ? colour::absent_text
                        : on     ? colour::background
                                 : colour::text);
  if (value.empty()) value = on ? "on" : "off";
  const float words = std::max(2.7f * unit_, width_of(value) + 0.3f * unit_);
  const ImVec2 until{left.x - half - words - 0.5f * unit_, made.high.y};
  text_in({made.low.x + 0.7f * unit_, made.low.y}, until, label, ink(enabled));
  text_in({until.x, made.low.y}, {left.x - half - 0.5f * unit_, made.high.y}, value,
          enabled ? colour::quiet_text : colour::absent_text, 1.0f);
  if (!made.pressed) return {};
  return !on;
}

std::optional<std::size_t> Kit::choice(std::span<const std::string_view> names,
                                       std::optional<std::size_t> chosen) {
  std::optional<std::size_t> pressed;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) flow(std::max(width_of(names[i]) + 1.4f * unit_, target()));
    if (button(names[i], {.on = chosen == i})) pressed = i;
  }
  return pressed;
}

std::optional<Dragged<double>> Kit::slider(std::string_view label, double part,
                                           std::string_view value, float room) {
  const float width = ImGui::GetContentRegionAvail().x - room;
  const Area made = area(ItemKind::slider, label, {width, slider_height()}, true);
  made.item->value = value;
  drag_is_taken_ = drag_is_taken_ || made.held;
  surface(made, false, true);
  const float edge = 1.4f * unit_;
  const float from = made.low.x + edge;
  const float to = made.high.x - edge;
  const ImVec2 words_end{made.high.x - 0.7f * unit_, made.low.y + 0.4f * unit_ + line_height()};
  const ImVec2 words{made.low.x + 0.7f * unit_, made.low.y + 0.4f * unit_};
  text_in(words, words_end, label, colour::text);
  text_in(words, words_end, value, colour::quiet_text, 1.0f);
  const float y = made.high.y - 1.2f * unit_;
  const float x = from + static_cast<float>(std::clamp(part, 0.0, 1.0)) * (to - from);
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled({from, y - 0.25f * unit_}, {to, y + 0.25f * unit_}, colour::background,
                      0.25f * unit_);
  list->AddRectFilled({from, y - 0.25f * unit_}, {x, y + 0.25f * unit_}, colour::accent,
                      0.25f * unit_);
  list->AddCircleFilled({x, y}, 0.8f * unit_, made.held ? colour::accent : colour::text);
  if (!made.held) return {};
  const double wanted = std::clamp((ImGui::GetMousePos().x - from) / (to - from), 0.0f, 1.0f);
  if (std::abs(wanted - part) < 1e-4) return {};
  return Dragged<double>{wanted, std::exchange(has_moved_, true)};
}

int Kit::steps(std::string_view label, float height, bool enabled) {
  const double units = static_cast<double>(1.2f * target() / unit_);
  const auto look = [&](std::string_view text) {
    return ButtonLook{.width = units,
                      .height = static_cast<double>(height / unit_),
                      .enabled = enabled,
                      .repeats = true,
                      .text = text};
  };
  int step = 0;
  if (button("Less " + std::string(label), look("−"))) step = -1;
  ImGui::SameLine();
  if (button("More " + std::string(label), look("+"))) step = 1;
  return step;
}

int Kit::stepper(std::string_view label, std::string_view value, bool enabled) {
  const ImVec2 low = ImGui::GetCursorScreenPos();
  const ImVec2 high{low.x + ImGui::GetContentRegionAvail().x, low.y + target()};
  ImGui::GetWindowDrawList()->AddRectFilled(low, high, colour::surface, 0.5f * unit_);
  const float words = high.x - steps_width() - 0.4f * unit_;
  const float value_width = width_of(value) + 0.4f * unit_;
  text_in({low.x + 0.7f * unit_, low.y}, {words - value_width, high.y}, label, ink(enabled));
  text_in({std::max(low.x, words - value_width), low.y}, {words, high.y}, value,
          enabled ? colour::quiet_text : colour::absent_text, 1.0f);
  note(ItemKind::text, label, low, {words, high.y}).value = value;
  ImGui::SetCursorScreenPos({high.x - steps_width(), low.y});
  return steps(label, target(), enabled);
}

std::optional<Dragged<Eigen::Vector2d>> Kit::pad(std::string_view label, float width,
                                                 float height) {
  const Area made = area(ItemKind::pad, label, {width, height}, true);
  drag_is_taken_ = drag_is_taken_ || made.held;
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(made.low, made.high, colour::surface, 0.5f * unit_);
  list->AddRect(made.low, made.high, made.held ? colour::accent : colour::raised, 0.5f * unit_, 0,
                0.15f * unit_);
  const ImVec2 moved = ImGui::GetIO().MouseDelta;
  if (!made.held || ImGui::IsItemActivated() || (moved.x == 0.0f && moved.y == 0.0f)) return {};
  const Eigen::Vector2d by(static_cast<double>(moved.x / width),
                           static_cast<double>(-moved.y / height));
  return Dragged<Eigen::Vector2d>{by, std::exchange(has_moved_, true)};
}

void Kit::picture_in(const ImVec2& low, const ImVec2& high, const SharedPicture& picture) {
  const auto width = static_cast<float>(picture->width);
  const auto height = static_cast<float>(picture->height);
  const float scale = std::min((high.x - low.x) / width, (high.y - low.y) / height);
  const ImVec2 middle{0.5f * (low.x + high.x), 0.5f * (low.y + high.y)};
  const ImVec2 half{0.5f * scale * width, 0.5f * scale * height};
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(low, high, IM_COL32_BLACK, 0.3f * unit_);
  list->AddImage(pictures_->name_of(picture), {middle.x - half.x, middle.y - half.y},
                 {middle.x + half.x, middle.y + half.y});
}

void Kit::wrapped_in(const ImVec2& low, const ImVec2& high, std::string_view text, ImU32 colour) {
  if (text.empty() || high.x <= low.x) return;
  const ImVec4 clip{low.x, low.y, high.x, high.y};
  ImGui::GetWindowDrawList()->AddText(ImGui::GetFont(), ImGui::GetFontSize(), low, colour,
                                      text.data(), text.data() + text.size(), high.x - low.x,
                                      &clip);
}

bool Kit::tile(std::string_view label, const TileLook& look) {
  const ImVec2 size{
      look.width > 0.0 ? static_cast<float>(look.width) * unit_ : ImGui::GetContentRegionAvail().x,
      static_cast<float>(look.height) * unit_};
  const Area made = area(ItemKind::tile, label, size, look.enabled);
  made.item->on = look.on;
  made.item->value = look.note.empty() ? look.detail : look.note;
  surface(made, look.on, look.enabled);
  const float edge = 0.4f * unit_;
  const float line = 1.25f * line_height();
  ImVec2 low = inset(made.low, edge);
  ImVec2 high = inset(made.high, -edge);
  const float side = high.y - low.y;
  const ImVec2 picture_high =
      look.picture_left ? ImVec2{low.x + side, high.y} : ImVec2{high.x, high.y - line};
  if (look.picture && !look.picture->rgb.empty()) {
    picture_in(low, picture_high, look.picture);
  } else if (look.picture_left) {
    ImGui::GetWindowDrawList()->AddRectFilled(low, picture_high, colour::background, 0.3f * unit_);
  }
  if (look.picture_left) {
    low.x = picture_high.x + 0.8f * unit_;
  } else {
    low.y = picture_high.y;
  }
  text_in(low, {high.x, low.y + line}, label, ink(look.enabled), look.picture_left ? 0.0f : 0.5f);
  const ImVec2 under{low.x, low.y + line};
  wrapped_in(under, high, look.detail, colour::quiet_text);
  text_in({low.x, high.y - line}, high, look.note, colour::warning);
  return made.pressed;
}

}  // namespace volvr::panels
