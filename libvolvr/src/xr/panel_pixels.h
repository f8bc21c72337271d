// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <cstdint>

#include "xr/eye_view.h"
#include "xr/shown_panel.h"
#include "xr/swapchain.h"

namespace volvr::xr {

/// A panel's picture on its way into the headset's. Its functions need the OpenGL context that
/// draws to be current and its blending, culling and scissors to be off.
class PanelPixels {
 public:
  /// Pixels around a panel's picture that repeat those of its edge: the headset finds them where it
  /// looks a little beside the panel, at a pixel that the panel covers in part.
  static constexpr int margin = 2;

  /// With its margin. @param to  an sRGB texture of so many more pixels
  void copy(const ShownPanel& panel, std::uint32_t to);

  /// What the headset makes of an eye's picture that has a hole where the panel is: a copy with the
  /// panel behind it.
  /// @param size  of the framebuffer that is bound for reading, and of the copy
  void fill_behind(const ShownPanel& panel, const EyeView& view, EyeSize size);

  /// That copy, as a framebuffer to be read.
  std::uint32_t filled() const { return filled_framebuffer_; }

  void free();

 private:
  void start();
  void make_filled(EyeSize size);

  std::uint32_t copying_ = 0;  // programs
  std::uint32_t filling_ = 0;
  std::uint32_t vertices_ = 0;
  std::uint32_t copy_framebuffer_ = 0;
  std::uint32_t filled_framebuffer_ = 0;
  std::uint32_t filled_texture_ = 0;
  EyeSize filled_size_;
};

/// Coordinates on the panel from those on the picture of an eye, both from 0 at the lower left to 1
/// and times a third one, which is above 0 for what lies before the eye. All 0 where the eye sees
/// the panel from its edge.
Eigen::Matrix3d panel_from_picture(const PanelPlace& place, const EyeView& view);

}  // namespace volvr::xr
