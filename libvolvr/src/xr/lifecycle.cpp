// SPDX-License-Identifier: Apache-2.0
#include "xr/lifecycle.h"

#include <utility>

namespace volvr::xr {

LifecycleStep Lifecycle::leave(std::string because) {
  running_ = false;
  if (!over_) ended_because_ = std::move(because);
  over_ = true;
  return LifecycleStep::leave;
}

LifecycleStep Lifecycle::on_state(SessionState state) {
  if (over_) return LifecycleStep::none;
  state_ = state;
  switch (state) {
    case SessionState::ready:
      if (running_) return LifecycleStep::none;
      running_ = true;
      return LifecycleStep::begin;
    case SessionState::stopping:
      if (!running_) return LifecycleStep::none;
      running_ = false;
      return LifecycleStep::end;
    case SessionState::exiting:
      return leave(exit_requested_ ? "quit" : "the runtime ended the session");
    case SessionState::loss_pending:
      lost_ = true;
      return leave("the connection to the headset was lost");
    default: return LifecycleStep::none;
  }
}

void Lifecycle::on_lost() {
  lost_ = true;
  leave("the connection to the headset was lost");
}

}  // namespace volvr::xr
