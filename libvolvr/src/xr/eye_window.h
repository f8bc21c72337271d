// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vtkOpenXRRenderWindow.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "render/frame_timer.h"
#include "volvr/picture.h"
#include "xr/eye_copy.h"
#include "xr/eye_depth.h"
#include "xr/eye_view.h"
#include "xr/panel_pixels.h"
#include "xr/shown_panel.h"
#include "xr/swapchain.h"

namespace volvr::xr {

/// VTK's OpenXR window, drawing into the pictures of a session that is not VTK's own: it owns the
/// OpenGL context and knows how two eyes become two textures, and nothing of the runtime.
class EyeWindow : public vtkOpenXRRenderWindow {
 public:
  static EyeWindow* New();
  vtkTypeMacro(EyeWindow, vtkOpenXRRenderWindow);
  EyeWindow(const EyeWindow&) = delete;
  EyeWindow& operator=(const EyeWindow&) = delete;

  /// Makes the OpenGL context. Precondition: there is an X server (`require_x_display`).
  void Initialize() override;

  /// Gives back what the OpenGL context holds, but keeps the context, which the session needs until
  /// it is destroyed.
  void release_graphics();

  /// Ends the OpenGL context. Precondition: the session that was made with it is destroyed.
  void Finalize() override;

  static constexpr double far_plane = 30.0;  ///< metres; a room

  /// The study's box, from -1 to 1 along each axis; nothing: there is none.
  void set_box(const std::optional<Eigen::Affine3d>& scene_from_box) { box_ = scene_from_box; }

  /// Draws both eyes into the next pictures of these swapchains.
  /// @param depths  of the same; empty: nobody wants them
  /// @param timer  of a frame that has begun; paused while the runtime's pictures are waited for
  /// @throws Error as Swapchain, after the frame is whole for VTK
  void draw(const EyeViews& views, double near, std::vector<Swapchain>& eyes,
            std::vector<Swapchain>& depths, render::FrameTimer& timer);

  /// A panel that the headset lays below the eyes' pictures, which have a hole there: what is read
  /// of them shows it, too. Nothing: there is none.
  void set_behind(const std::optional<ShownPanel>& panel) { behind_ = panel; }

  /// Copies a panel's picture into one of the runtime's. @param texture  see PanelPixels::copy
  void copy_panel(const ShownPanel& panel, std::uint32_t texture);

  /// Keeps the pixels of the next frame, as the reader sees them; until then `captured` is empty.
  void capture_next_frame() {
    capture_ = true;
    captured_ = {};
    captured_opacity_ = {};
  }
  bool is_capturing() const { return capture_; }
  const std::array<Picture, 2>& captured() const { return captured_; }
  /// How opaque each of these pixels was handed over, row by row from the top: 255 shows nothing of
  /// what the headset has below it.
  const std::array<std::vector<std::uint8_t>, 2>& captured_opacity() const {
    return captured_opacity_;
  }

  /// A copy of what the left eye sees in the next frame, for people beside: calm, and some frames
  /// later.
  void copy_next_frame() { copy_wanted_ = true; }
  /// The one that arrived since this was last asked. Precondition: the context is current.
  std::optional<Picture> take_copy() { return copy_.arrived(); }

  std::string graphics_name();  ///< OpenGL renderer and version

  void Render() override;
  void Frame() override {}
  void StereoMidpoint() override;
  void StereoRenderComplete() override;
  void RenderModels() override {}
  void UpdateHMDMatrixPose() override {}
  bool GetSizeFromAPI() override { return true; }

 protected:
  EyeWindow() = default;
  ~EyeWindow() override;

 private:
  void hand_over(std::size_t eye);
  void copy_to(Swapchain& swapchain, std::size_t eye);
  void let_read(std::size_t eye, EyeSize size);
  void capture(std::size_t eye, EyeSize size);
  void copy_beside(EyeSize size);
  void copy_depth(Swapchain& depths, std::size_t eye);
  void drawing_aside(const std::function<void()>& work);

  const EyeViews* views_ = nullptr;
  std::vector<Swapchain>* eyes_ = nullptr;
  std::vector<Swapchain>* depths_ = nullptr;
  double near_ = 0.0;
  std::optional<Eigen::Affine3d> box_;
  EyeDepth depth_;
  std::optional<ShownPanel> behind_;
  PanelPixels panel_pixels_;
  render::FrameTimer* timer_ = nullptr;
  std::exception_ptr failure_;  // of the frame that is drawn; VTK's own code must not see it
  unsigned int framebuffer_ = 0;
  EyeCopy copy_;
  CalmTurn calm_;
  std::chrono::steady_clock::time_point copied_at_;
  bool copy_wanted_ = false;
  bool capture_ = false;
  std::array<Picture, 2> captured_;
  std::array<std::vector<std::uint8_t>, 2> captured_opacity_;
};

}  // namespace volvr::xr
