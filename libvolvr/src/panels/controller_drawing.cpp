// SPDX-License-Identifier: Apache-2.0
#include "panels/controller_drawing.h"

#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include "panels/theme.h"

namespace volvr::panels {

namespace {

struct Part {
  std::string_view name;
  float x, y;    // middle, in the box of the drawing
  float radius;  // of the box's width
};

struct Drawing {
  std::string_view title;
  std::vector<ImVec2> outline;  // corners that the outline is rounded within
  std::vector<Part> parts;
};

// Right hands, seen by who holds them. Buttons of left hands (x, y) stand where a and b do.
const Drawing& drawing_of(ControllerShape shape) {
  static const std::array<Drawing, 7> all{{
      {"Touch controller",
       {{0.15f, 0.35f},
        {0.2f, 0.08f},
        {0.6f, 0.02f},
        {0.85f, 0.15f},
        {0.85f, 0.4f},
        {0.72f, 0.55f},
        {0.78f, 0.95f},
        {0.48f, 1.0f},
        {0.4f, 0.58f},
        {0.2f, 0.5f}},
       {{"thumbstick", 0.38f, 0.24f, 0.1f},
        {"a", 0.66f, 0.38f, 0.06f},
        {"b", 0.7f, 0.24f, 0.06f},
        {"menu", 0.5f, 0.45f, 0.04f},
        {"trigger", 0.14f, 0.12f, 0.07f},
        {"squeeze", 0.84f, 0.64f, 0.07f}}},
      {"Index controller",
       {{0.3f, 0.1f},
        {0.55f, 0.0f},
        {0.8f, 0.1f},
        {0.8f, 0.45f},
        {0.72f, 0.6f},
        {0.72f, 1.0f},
        {0.42f, 1.0f},
        {0.4f, 0.6f},
        {0.3f, 0.45f}},
       {{"thumbstick", 0.42f, 0.22f, 0.09f},
        {"a", 0.68f, 0.36f, 0.05f},
        {"b", 0.7f, 0.22f, 0.05f},
        {"trackpad", 0.55f, 0.34f, 0.05f},
        {"trigger", 0.2f, 0.1f, 0.07f},
        {"squeeze", 0.86f, 0.75f, 0.07f},
        {"system", 0.5f, 0.46f, 0.03f}}},
      {"Vive wand",
       {{0.2f, 0.05f},
        {0.5f, 0.0f},
        {0.8f, 0.05f},
        {0.78f, 0.25f},
        {0.64f, 0.35f},
        {0.62f, 1.0f},
        {0.38f, 1.0f},
        {0.36f, 0.35f},
        {0.22f, 0.25f}},
       {{"trackpad", 0.5f, 0.44f, 0.11f},
        {"menu", 0.5f, 0.28f, 0.04f},
        {"trigger", 0.18f, 0.36f, 0.07f},
        {"squeeze", 0.76f, 0.66f, 0.06f}}},
      {"Motion controller",
       {{0.12f, 0.25f},
        {0.3f, 0.02f},
        {0.7f, 0.02f},
        {0.88f, 0.25f},
        {0.7f, 0.45f},
        {0.66f, 1.0f},
        {0.36f, 1.0f},
        {0.32f, 0.45f}},
       {{"thumbstick", 0.42f, 0.34f, 0.08f},
        {"trackpad", 0.58f, 0.5f, 0.09f},
        {"menu", 0.46f, 0.64f, 0.04f},
        {"a", 0.62f, 0.66f, 0.05f},
        {"b", 0.62f, 0.38f, 0.05f},
        {"trigger", 0.14f, 0.46f, 0.07f},
        {"squeeze", 0.82f, 0.7f, 0.06f}}},
      {"Controller",
       {{0.35f, 0.05f}, {0.65f, 0.05f}, {0.66f, 0.4f}, {0.64f, 1.0f}, {0.36f, 1.0f}, {0.34f, 0.4f}},
       {{"select", 0.5f, 0.26f, 0.1f},
        {"menu", 0.5f, 0.5f, 0.06f},
        {"trigger", 0.2f, 0.2f, 0.07f},
        {"squeeze", 0.8f, 0.6f, 0.07f},
        {"thumbstick", 0.5f, 0.4f, 0.07f},
        {"trackpad", 0.5f, 0.4f, 0.07f},
        {"a", 0.5f, 0.62f, 0.05f},
        {"b", 0.5f, 0.52f, 0.05f}}},
      {"Hand",
       {{0.2f, 0.5f},
        {0.02f, 0.38f},
        {0.1f, 0.26f},
        {0.3f, 0.42f},
        {0.34f, 0.06f},
        {0.46f, 0.04f},
        {0.5f, 0.36f},
        {0.54f, 0.02f},
        {0.66f, 0.04f},
        {0.66f, 0.38f},
        {0.74f, 0.12f},
        {0.84f, 0.16f},
        {0.82f, 0.6f},
        {0.7f, 0.98f},
        {0.36f, 0.98f}},
       {{"pinch", 0.2f, 0.16f, 0.08f},
        {"squeeze", 0.54f, 0.6f, 0.1f},
        {"select", 0.2f, 0.16f, 0.08f},
        {"aim", 0.4f, 0.04f, 0.05f},
        {"poke", 0.4f, 0.1f, 0.05f},
        {"grasp", 0.54f, 0.6f, 0.1f}}},
      {"Mouse and keyboard",
       {{0.25f, 0.25f},
        {0.3f, 0.04f},
        {0.5f, 0.0f},
        {0.7f, 0.04f},
        {0.75f, 0.25f},
        {0.75f, 0.75f},
        {0.6f, 0.98f},
        {0.4f, 0.98f},
        {0.25f, 0.75f}},
       {{"left", 0.37f, 0.22f, 0.09f},
        {"right", 0.63f, 0.22f, 0.09f},
        {"middle", 0.5f, 0.16f, 0.05f},
        {"wheel", 0.5f, 0.3f, 0.05f}}},
  }};
  return all[static_cast<std::size_t>(shape)];
}

std::string_view same_place(std::string_view part) {
  if (part == "x") return "a";
  if (part == "y") return "b";
  return part;
}

const Part* find_part(ControllerShape shape, std::string_view name) {
  for (const Part& part : drawing_of(shape).parts) {
    if (part.name == same_place(name)) return &part;
  }
  return nullptr;
}

// Chaikin's corner cutting: each corner becomes two, a quarter of its sides away.
std::vector<ImVec2> rounded(const std::vector<ImVec2>& corners) {
  std::vector<ImVec2> result;
  for (std::size_t i = 0; i < corners.size(); ++i) {
    const ImVec2& a = corners[i];
    const ImVec2& b = corners[(i + 1) % corners.size()];
    result.push_back({0.75f * a.x + 0.25f * b.x, 0.75f * a.y + 0.25f * b.y});
    result.push_back({0.25f * a.x + 0.75f * b.x, 0.25f * a.y + 0.75f * b.y});
  }
  return result;
}

}  // namespace

ControllerShape shape_of(std::string_view profile) {
  using enum ControllerShape;
  constexpr std::array<std::pair<std::string_view, ControllerShape>, 14> words{{
      {"touch", touch},
      {"pico", touch},
      {"bytedance", touch},
      {"focus3", touch},
      {"yvr", touch},
      {"index", index},
      {"vive_controller", vive},
      {"motion_controller", motion},
      {"reverb", motion},
      {"cosmos", touch},
      {"hand_interaction", hand},
      {"hand_tracking", hand},
      {"mouse", mouse},
      {"go_controller", simple},
  }};
  for (const auto& [word, shape] : words) {
    if (profile.find(word) != std::string_view::npos) return shape;
  }
  return simple;
}

std::string_view title_of(ControllerShape shape) {
  return drawing_of(shape).title;
}

std::optional<ImVec2> place_of(ControllerShape shape, std::string_view part) {
  const Part* found = find_part(shape, part);
  if (found == nullptr) return {};
  return ImVec2{found->x, found->y};
}

void draw_controller(ImDrawList& list, const ImVec2& low, const ImVec2& high, ControllerShape shape,
                     std::span<const ControlLine> lines, bool left_hand) {
  const ImVec2 size{high.x - low.x, high.y - low.y};
  const auto at = [&](float x, float y) {
    return ImVec2{low.x + (left_hand ? 1.0f - x : x) * size.x, low.y + y * size.y};
  };
  const float line = 0.015f * size.y;
  std::vector<ImVec2> outline = rounded(rounded(rounded(drawing_of(shape).outline)));
  for (ImVec2& point : outline) point = at(point.x, point.y);
  list.AddPolyline(outline.data(), static_cast<int>(outline.size()), colour::quiet_text,
                   ImDrawFlags_Closed, line);
  std::vector<const Part*> drawn;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const Part* part = find_part(shape, lines[i].part);
    if (part == nullptr || std::ranges::find(drawn, part) != drawn.end()) continue;
    drawn.push_back(part);
    const std::string number = std::to_string(i + 1);
    const ImVec2 middle = at(part->x, part->y);
    const ImVec2 text = ImGui::CalcTextSize(number.c_str());
    const float radius = std::max(part->radius * size.x, 0.65f * text.y);
    list.AddCircleFilled(middle, radius, colour::chosen);
    list.AddCircle(middle, radius, colour::accent, 0, line);
    list.AddText({middle.x - 0.5f * text.x, middle.y - 0.5f * text.y}, colour::text,
                 number.c_str());
  }
}

ControlLine control_line(std::string_view path, std::string does) {
  constexpr std::string_view mark = "/input/";
  const auto begin = path.find(mark);
  if (begin != std::string_view::npos) path.remove_prefix(begin + mark.size());
  const std::string part(path.substr(0, path.find('/')));
  const bool pressed = path.ends_with("thumbstick/click") || path.ends_with("trackpad/click");
  std::string title = part == "squeeze" ? "Grip" : part;
  for (char& letter : title) {
    if (letter == '_') letter = ' ';
  }
  if (!title.empty() && title[0] >= 'a' && title[0] <= 'z')
    title[0] = static_cast<char>(title[0] - 'a' + 'A');
  return {part, title + (pressed ? ", pressed" : ""), std::move(does)};
}

}  // namespace volvr::panels
