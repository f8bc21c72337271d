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

  /// Draws both eyes into the next pictures of these swapchains.
  /// @param timer  of a frame that has begun; paused while the runtime's pictures are waited for
  /// @throws Error as Swapchain, after the frame is whole for VTK
  void draw(const EyeViews& views, double near, std::vector<Swapchain>& eyes,
            render::FrameTimer& timer);

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

  const EyeViews* views_ = nullptr;
  std::vector<Swapchain>* eyes_ = nullptr;
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
