// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <imgui.h>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "panels/canvas.h"
#include "panels/item.h"
#include "panels/measures.h"

namespace volvr::panels {

struct ButtonLook {
  double width = 0.0;   ///< units; 0: as its text needs; below 0: all that is left
  double height = 0.0;  ///< units; at least what is needed to press it
  bool on = false;      ///< chosen
  bool enabled = true;
  bool repeats = false;        ///< again and again while it is held
  std::string_view text = {};  ///< drawn in place of the label
};

struct TileLook {
  double width = 10.0;  ///< units
  double height = 10.0;
  bool on = false;
  bool enabled = true;
  bool picture_left = false;  ///< beside the texts, else above them
  std::string_view detail = {};
  std::string_view note = {};  ///< in the colour of warnings
  SharedPicture picture = {};
};

/// A value that a drag chooses. `continues`: it goes on with the one before, in one drag.
template <class T>
struct Dragged {
  T value;
  bool continues;
};

/// What panels are put together from, large enough for a finger and a laser. Each part draws itself
/// where ImGui's cursor stands, notes itself in the list of items, and says what was done to it.
/// Labels are unique within a page.
class Kit {
 public:
  /// To be called in each frame before anything else. @param pictures  outlives the frame
  void begin_frame(const Measures& measures, PictureNames& pictures);

  float unit() const { return unit_; }
  const Measures& measures() const { return measures_; }
  const std::vector<Item>& items() const { return items_; }

  void heading(std::string_view text);
  void paragraph(std::string_view text, ImU32 colour);
  void paragraph(std::string_view text);

  bool button(std::string_view label, const ButtonLook& look = {});

  /// A line with a switch. @return what it was switched to
  /// @param value  written beside the switch; empty: "on" or "off"
  /// @param room   pixels that are left free beside it
  std::optional<bool> toggle(std::string_view label, bool on, bool enabled = true,
                             float room = 0.0f, std::string_view value = {});

  /// Names beside each other, in lines, one of them chosen. @return the one that was pressed
  std::optional<std::size_t> choice(std::span<const std::string_view> names,
                                    std::optional<std::size_t> chosen);

  /// A line with a track; `part` is where its knob is, 0 to 1. @return the part that it was dragged
  /// to
  /// @param room  pixels that are left free beside it
  std::optional<Dragged<double>> slider(std::string_view label, double part, std::string_view value,
                                        float room = 0.0f);

  /// "-" and "+" beside a slider, as those of a stepper. @return -1, 1, or 0
  int steps(std::string_view label, float height, bool enabled = true);
  float steps_width() const { return 2.4f * target() + ImGui::GetStyle().ItemSpacing.x; }
  float slider_height() const { return target() + 0.9f * line_height(); }

  /// A line with "-" and "+" ("Less LABEL" and "More LABEL" in the list). @return -1, 1, or 0
  int stepper(std::string_view label, std::string_view value, bool enabled = true);

  /// A field to be dragged over. @return by how much, in parts of its side; x right, y up
  std::optional<Dragged<Eigen::Vector2d>> pad(std::string_view label, float width, float height);

  bool tile(std::string_view label, const TileLook& look);

  /// The next part stands beside the one before where `width` pixels are left of the line.
  void flow(float width);

  /// A part of the panel that is scrolled by wheel or stick, or by dragging what is in it.
  void begin_scrolled(const char* name, float width, float height);
  void end_scrolled();

  /// Draws a text within a box, ended by "..." where it is too long. @param align  0 left, 0.5
  /// middle
  void text_in(const ImVec2& low, const ImVec2& high, std::string_view text, ImU32 colour,
               float align = 0.0f);
  void wrapped_in(const ImVec2& low, const ImVec2& high, std::string_view text, ImU32 colour);
  float width_of(std::string_view text) const;
  float line_height() const;
  float target() const { return static_cast<float>(measures_.target); }

  /// Notes what was drawn otherwise.
  Item& note(ItemKind kind, std::string_view label, const ImVec2& low, const ImVec2& high);

 private:
  struct Area {
    ImVec2 low;
    ImVec2 high;
    bool pressed = false;  ///< was let go of on it, or repeats
    bool held = false;
    bool hovered = false;
    Item* item = nullptr;  ///< until the next is noted
  };
  Area area(ItemKind kind, std::string_view label, ImVec2 size, bool enabled, bool repeats = false);
  void surface(const Area& area, bool on, bool enabled);
  void picture_in(const ImVec2& low, const ImVec2& high, const SharedPicture& picture);

  Measures measures_;
  PictureNames* pictures_ = nullptr;
  float unit_ = 1.0f;
  std::vector<Item> items_;
  bool has_moved_ = false;      ///< the drag that goes on has said something
  bool drag_is_taken_ = false;  ///< by a slider or a pad, so that it scrolls nothing
  bool scrolls_ = false;
  float pressed_at_ = 0.0f;
};

}  // namespace volvr::panels
