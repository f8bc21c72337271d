// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vtkOpenXRRenderWindow.h>

#include <array>
#include <chrono>
#include <exception>
#include <optional>
#include <string>
#include <vector>

#include "render/frame_timer.h"
#include "volvr/picture.h"
#include "xr/eye_copy.h"
#include "xr/eye_depth.h"
#include "xr/eye_view.h"
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

  /// Keeps the pixels of the next frame, exactly as they are handed to the runtime; until then
  /// `captured` is empty.
  void capture_next_frame() {
    capture_ = true;
    captured_ = {};
  }
  bool is_capturing() const { return capture_; }
  const std::array<Picture, 2>& captured() const { return captured_; }

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
  void copy_beside(EyeSize size);
  void copy_depth(Swapchain& depths, std::size_t eye);
  template <class Work>
  void drawing_aside(Work&& work);

  const EyeViews* views_ = nullptr;
  std::vector<Swapchain>* eyes_ = nullptr;
  std::vector<Swapchain>* depths_ = nullptr;
  double near_ = 0.0;
  std::optional<Eigen::Affine3d> box_;
  EyeDepth depth_;
  render::FrameTimer* timer_ = nullptr;
  std::exception_ptr failure_;  // of the frame that is drawn; VTK's own code must not see it
  unsigned int framebuffer_ = 0;
  EyeCopy copy_;
  CalmTurn calm_;
  std::chrono::steady_clock::time_point copied_at_;
  bool copy_wanted_ = false;
  bool capture_ = false;
  std::array<Picture, 2> captured_;
};

}  // namespace volvr::xr
