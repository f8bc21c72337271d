// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openxr/openxr.h>

#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "xr/eye_view.h"
#include "xr/gl_binding.h"
#include "xr/instance.h"
#include "xr/lifecycle.h"
#include "xr/passthrough.h"
#include "xr/swapchain.h"

namespace volvr::xr {

/// What the runtime says about the frame that comes next.
struct FrameTiming {
  XrTime seen_at = 0;        ///< when the frame will be seen, the runtime's nanoseconds
  double period = 0.0;       ///< seconds between the frames that the headset wants
  bool should_draw = false;  ///< false: nobody sees it
};

/// What is handed over with a frame.
struct DrawnEyes {
  const std::vector<Swapchain>* eyes = nullptr;    ///< null: nothing was drawn
  const std::vector<Swapchain>* depths = nullptr;  ///< null or empty: there are none
  double near = 0.0;                               ///< metres, of the depths
  double far = 0.0;
  /// Lies below the eyes' pictures, which are to let it through; null: nothing.
  const XrCompositionLayerBaseHeader* below = nullptr;
};

/// One session with the headset's runtime: states, frames, views. Draws nothing.
///
/// The scene is the runtime's STAGE space (floor at y = 0); where it has none, LOCAL_FLOOR; and where
/// it has none either, LOCAL space lowered so that the eyes are at `eye_height_without_floor`.
class RuntimeSession {
 public:
  static constexpr double eye_height_without_floor = 1.4;  ///< metres

  /// Precondition: the OpenGL context that will draw is current.
  RuntimeSession(const Instance& instance, XrSystemId headset);
  ~RuntimeSession();
  RuntimeSession(const RuntimeSession&) = delete;
  RuntimeSession& operator=(const RuntimeSession&) = delete;

  XrSession handle() const { return session_; }
  XrSpace scene_space() const { return scene_; }
  EyeSize recommended_size() const { return recommended_size_; }
  const Lifecycle& lifecycle() const { return lifecycle_; }

  /// Takes all events that wait and does what they ask for (begins and ends the session).
  /// @throws Error runtime_lost
  void poll_events();

  /// The profiles of the controllers in use changed since this was last asked.
  bool take_profiles_changed();

  /// The runtime put the person back to the middle of their space, as they asked it to, at a time up
  /// to this one; said once.
  bool take_recentred(XrTime at);

  /// Whether the room around can be seen behind what is drawn.
  bool can_show_room() const;
  /// @pre `can_show_room`, where it is on
  void show_room(bool on);

  /// The part of an eye's picture that no lens shows, as triangles in the eye's plane at distance 1
  /// (x to the right, y up); empty where the runtime does not say.
  const std::vector<Eigen::Vector2f>& hidden_part(std::size_t eye) const { return hidden_[eye]; }
  /// It differs from what it was when this was last asked.
  bool take_hidden_changed() { return std::exchange(hidden_changed_, false); }

  /// Waits until the runtime wants the next frame, and begins it. Precondition: running.
  FrameTiming begin_frame();

  /// Where the eyes will be; the last ones known where tracking is lost, null before there were any.
  const EyeViews* locate_views(XrTime seen_at);

  /// Hands the frame over, as seen from the views located last.
  void end_frame(XrTime seen_at, const DrawnEyes& drawn = {});

  /// Asks the runtime to end the session; states follow through `poll_events`.
  void request_exit();

  /// Notes that a call found the runtime gone.
  void on_lost() { lifecycle_.on_lost(); }

 private:
  void on_event(const XrEventDataBuffer& event);
  void carry_out(LifecycleStep step);
  void load_hidden_parts();
  XrEnvironmentBlendMode blend_mode() const;
  XrSpace make_scene_space() const;
  EyeSize find_recommended_size(XrSystemId headset) const;
  std::vector<XrEnvironmentBlendMode> find_blend_modes(XrSystemId headset) const;

  const Instance& instance_;
  GlBinding binding_;
  XrSession session_ = XR_NULL_HANDLE;
  XrSpace scene_ = XR_NULL_HANDLE;
  EyeSize recommended_size_;
  std::vector<XrEnvironmentBlendMode> blend_modes_;  // what the runtime likes best first
  std::optional<Passthrough> passthrough_;           // of vendors whose runtimes blend no alpha
  bool shows_room_ = false;
  std::array<std::vector<Eigen::Vector2f>, 2> hidden_;
  bool hidden_changed_ = false;
  std::optional<XrTime> recentred_at_;
  Lifecycle lifecycle_;
  EyeViews views_;
  std::vector<XrView> xr_views_;
  bool views_known_ = false;
  bool profiles_changed_ = false;
};

}  // namespace volvr::xr
