// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "render/surroundings.h"
#include "volvr/state.h"
#include "xr/session.h"

class vtkTextureObject;

namespace volvr::test {

/// A panel behind the study, whose colours rise smoothly, and letters, a bar and a card around the
/// study: something of each kind that is seen before a panel.
///
/// Its middle is at (0, 1.25, -1.2), it is 1.2 m wide, 1.3 m high and faces +z.
class ProbePanel {
 public:
  explicit ProbePanel(xr::Session& session);
  ~ProbePanel();  ///< @pre the session is not closed
  ProbePanel(const ProbePanel&) = delete;
  ProbePanel& operator=(const ProbePanel&) = delete;

  /// "open", "close", "redraw" (the same picture anew), "turn" (its back to the eyes)
  void obey(std::string_view word);

  /// To be called before each frame.
  void frame(const State& state, const Volume& volume);

 private:
  xr::Session& session_;
  render::Surroundings surroundings_;
  std::unique_ptr<vtkTextureObject, void (*)(vtkTextureObject*)> texture_;
  xr::ShownPanel panel_;
  bool is_open_ = false;
};

}  // namespace volvr::test
