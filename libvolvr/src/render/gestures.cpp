// SPDX-License-Identifier: Apache-2.0
#include "render/gestures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "core/text.h"

namespace volvr::render {

namespace {

constexpr double degrees_per_pixel = 0.4;
constexpr double pixels_to_double_width = 300.0;
constexpr double centre_part_per_pixel = 0.0025;  // of the window's width
constexpr double magnification_per_click = 1.1;

constexpr std::array<std::pair<std::string_view, std::string_view>, 16> keys{{
    {"n", "preset next"},
    {"p", "preset previous"},
    {"1", "view anterior"},
    {"2", "view posterior"},
    {"3", "view left"},
    {"4", "view right"},
    {"5", "view superior"},
    {"6", "view inferior"},
    {"r", "reset"},
    {"u", "undo"},
    {"c", "technique composite"},
    {"m", "technique mip"},
    {"plus", "magnify 1.1"},
    {"minus", "magnify 0.9090909"},
    {"q", "quit"},
    {"Escape", "quit"},
}};

std::string words(std::string_view first, std::initializer_list<double> numbers) {
  std::string sentence(first);
  for (const double number : numbers) sentence += " " + number_text(number);
  return sentence;
}

constexpr std::array help{
    GestureHelp{"left", "Left button, dragged", "Turns the study; with shift it moves it"},
    GestureHelp{"right", "Right button, dragged", "Window: across its width, up and down its centre"},
    GestureHelp{"middle", "Middle button, dragged", "Moves the study"},
    GestureHelp{"wheel", "Wheel", "Magnifies"},
    GestureHelp{"Tab", "Tab", "Opens and closes this panel"},
    GestureHelp{"n", "N and P", "Next and previous preset"},
    GestureHelp{"1", "1 to 6", "Views: anterior, posterior, left, right, superior, inferior"},
    GestureHelp{"c", "C and M", "Composite and MIP"},
    GestureHelp{"plus", "+ and −", "Magnify"},
    GestureHelp{"u", "U, and control with R", "Undo and redo"},
    GestureHelp{"r", "R", "Puts everything back"},
    GestureHelp{"s", "S", "Takes a snapshot"},
    GestureHelp{"q", "Q or Escape", "Ends the program"},
};

}  // namespace

std::span<const GestureHelp> gesture_help() {
  return help;
}

Gestures::Gestures(SentenceSink sink, std::filesystem::path snapshot_folder)
    : sink_(std::move(sink)), snapshot_folder_(std::move(snapshot_folder)) {}

void Gestures::press(Button button, double x, double y, Modifiers modifiers) {
  if (drag_ != Drag::none) return;
  held_ = button;
  x_ = x;
  y_ = y;
  said_in_drag_ = false;
  const bool moves = button == Button::middle || (button == Button::left && modifiers.shift);
  drag_ = moves ? Drag::move : button == Button::right ? Drag::window : Drag::turn;
}

void Gestures::move(double x, double y) {
  if (drag_ == Drag::none || (x == x_ && y == y_)) return;
  drag_by(x - x_, y - y_);
  x_ = x;
  y_ = y;
  said_in_drag_ = true;
}

void Gestures::release(Button button) {
  if (button == held_) drag_ = Drag::none;
}

void Gestures::drag_by(double dx, double dy) {
  switch (drag_) {
    case Drag::turn:
      say(words("turn", {dx * degrees_per_pixel, (0.0 - dy) * degrees_per_pixel, 0.0}),
          said_in_drag_);
      break;
    case Drag::window:
      say(words("window nudge", {dy * centre_part_per_pixel * window_width_,
                                 std::exp2(dx / pixels_to_double_width)}),
          said_in_drag_);
      break;
    case Drag::move:
      say(words("move", {dx * metres_per_pixel_, dy * metres_per_pixel_, 0.0}), said_in_drag_);
      break;
    case Drag::none:
      break;
  }
}

void Gestures::wheel(int clicks) {
  say(words("magnify", {std::pow(magnification_per_click, clicks)}));
}

void Gestures::key(std::string_view key, Modifiers modifiers) {
  if (key == "r" && modifiers.control) return say("redo");
  if (key == "s") return say(next_snapshot());
  if (key == "Tab") return say(panel_open_ ? "panel close" : "panel open");
  const auto found =
      std::ranges::find(keys, key, &std::pair<std::string_view, std::string_view>::first);
  if (found != keys.end() && !modifiers.control) say(std::string(found->second));
}

std::string Gestures::next_snapshot() const {
  std::error_code ignored;
  int number = 1;
  std::filesystem::path folder;
  do {
    folder = snapshot_folder_ / ("snapshot-" + std::to_string(number++));
  } while (std::filesystem::exists(folder, ignored));
  std::string quoted;
  for (const char letter : folder.string()) {
    if (letter == '"' || letter == '\\') quoted += '\\';
    quoted += letter;
  }
  return "snapshot \"" + quoted + "\"";
}

void Gestures::say(const std::string& sentence, bool continues_gesture) const {
  if (sink_) sink_(sentence, continues_gesture);
}

}  // namespace volvr::render
