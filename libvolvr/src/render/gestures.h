// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace volvr::render {

/// What a person did, as a command's sentence. `continues_gesture`: it goes on with the one before.
using SentenceSink = std::function<void(std::string_view sentence, bool continues_gesture)>;

enum class Button { left, middle, right };

struct Modifiers {
  bool control = false;
  bool shift = false;
};

/// Turns mouse and keys into the sentences of command.h. Knows no window system.
///
/// Left drag turns, right drag moves the window (across its width, up and down its centre), middle
/// drag or shift and left drag moves, the wheel magnifies. Keys: n p presets, 1 to 6 views, r
/// reset, u undo, control and r redo, c m techniques, s snapshot, Tab the panel, q or Escape quit.
class Gestures {
 public:
  /// @param snapshot_folder  where key s puts its pictures, in folders counted up
  Gestures(SentenceSink sink, std::filesystem::path snapshot_folder);

  /// What drags are measured by; to be told whenever it changes.
  void set_window_width(double width) { window_width_ = width; }
  void set_metres_per_pixel(double metres) { metres_per_pixel_ = metres; }
  void set_panel_open(bool open) { panel_open_ = open; }

  /// Pixels, from the lower left corner.
  void press(Button button, double x, double y, Modifiers modifiers);
  void move(double x, double y);
  void release(Button button);
  void wheel(int clicks);

  /// @param key  X11's name of the key's symbol: "n", "1", "Escape"
  void key(std::string_view key, Modifiers modifiers);

 private:
  enum class Drag { none, turn, window, move };

  void say(const std::string& sentence, bool continues_gesture = false) const;
  void drag_by(double dx, double dy);
  std::string next_snapshot() const;

  SentenceSink sink_;
  std::filesystem::path snapshot_folder_;
  bool panel_open_ = false;
  double window_width_ = 1.0;
  double metres_per_pixel_ = 0.001;
  Drag drag_ = Drag::none;
  Button held_ = Button::left;
  double x_ = 0.0;
  double y_ = 0.0;
  bool said_in_drag_ = false;
};

/// What mouse and keys do, for help: a part ("left", "wheel", a key), its title, what it does.
struct GestureHelp {
  std::string_view part;
  std::string_view title;
  std::string_view does;
};
std::span<const GestureHelp> gesture_help();

}  // namespace volvr::render
