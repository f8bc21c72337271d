// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "panels/panel.h"

namespace volvr::test {

/// A study's panel model with everything that a panel can show: presets, series, clips, time.
panels::Model full_model();

/// The same with two layers, the second of them hidden, and labels.
/// @param labels  how many; beyond two they are ribs
panels::Model fused_model(int labels = 2);

/// A person before a panel, who finds things by what is written on them.
class User {
 public:
  explicit User(panels::Model model,
                const panels::Measures& measures = panels::window_measures(480, 900));

  panels::Panel& panel() { return panel_; }
  panels::Model& model() { return model_; }

  /// Lets so many frames pass with the pointer where it is; what was said is added to `said`.
  void frames(int count = 4);

  /// Opens a page by pressing its name.
  void open(std::string_view page);

  /// Scrolls until the label can be seen, points at its middle, presses and lets go.
  /// @return the sentences that this said; "no such label" where it is not there
  std::vector<std::string> press(std::string_view label);

  /// Presses at a part of an item (x to the right, y down, each 0..1) and drags to another, in
  /// steps.
  std::vector<std::string> drag(std::string_view label, Eigen::Vector2d from, Eigen::Vector2d to,
                                int steps = 5);

  void point(const Eigen::Vector2d& pixels, bool pressed, double scroll = 0.0);
  void look_away();

  const panels::Item* find(std::string_view label) const { return panel_.find(label); }

  /// As said so far; `clear` forgets it.
  const std::vector<panels::PanelCommand>& said() const { return said_; }
  std::vector<std::string> sentences() const;
  void clear() { said_.clear(); }

 private:
  const panels::Item* bring_in_sight(std::string_view label);
  Eigen::Vector2d part(const Eigen::Vector2d& pixels) const;

  panels::Model model_;
  panels::Panel panel_;
  panels::Pointer pointer_;
  std::vector<panels::PanelCommand> said_;
};

/// A picture whose left half has one colour and whose right half another.
panels::SharedPicture halves(int width, int height, const Eigen::Vector3i& left,
                             const Eigen::Vector3i& right);

}  // namespace volvr::test
