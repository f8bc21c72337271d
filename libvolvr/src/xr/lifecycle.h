// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace volvr::xr {

/// The states of an OpenXR session, in the words of the specification (1.0, section 9.3).
enum class SessionState {
  unknown,
  idle,
  ready,
  synchronized,
  visible,
  focused,
  stopping,
  loss_pending,
  exiting,
};

/// What the program has to do about a change of state.
enum class LifecycleStep {
  none,
  begin,  ///< begin the session: frames may follow
  end,    ///< end it: the headset was taken off or another program took over; it may come back
  leave,  ///< the session is over; destroy it
};

/// The session's life as a plain value: runtime events in, steps out. A headset that is taken off
/// (stopping) and put on again (ready) goes on where it was.
class Lifecycle {
 public:
  LifecycleStep on_state(SessionState state);

  /// The runtime was asked to end the session, so that its end is no surprise.
  void on_exit_requested() { exit_requested_ = true; }

  /// A call said that runtime or session is gone.
  void on_lost();

  SessionState state() const { return state_; }
  bool running() const { return running_; }  ///< begun and not ended: the frame loop must turn
  bool over() const { return over_; }
  bool lost() const { return lost_; }
  const std::string& ended_because() const { return ended_because_; }  ///< empty while it lives

 private:
  LifecycleStep leave(std::string because);

  SessionState state_ = SessionState::unknown;
  bool running_ = false;
  bool over_ = false;
  bool lost_ = false;
  bool exit_requested_ = false;
  std::string ended_because_;
};

}  // namespace volvr::xr
