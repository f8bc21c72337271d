// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>

#include "bench/multi_volume_view.h"
#include "bench/render_cases.h"
#include "render/offscreen_view.h"
#include "volvr/settings.h"

namespace volvr::bench {

/// A case before one ray caster: the volume is taken up once, and drawn as often as asked.
class RenderView {
 public:
  RenderView(const RenderCase& render_case, const Settings& settings, int side);

  Picture draw();

  /// Moves the window from where the case has it, by a part of its width: another transfer
  /// function.
  void drag(double by);

 private:
  State state_;
  std::optional<render::OffscreenView> view_;
  std::unique_ptr<MultiVolumeView> peer_;  // of several volumes, by VTK's own mapper
};

/// Rays of a case's picture that meet the volume, and the samples they would take if nothing were
/// leapt over and no ray ended early.
struct Work {
  double rays = 0.0;
  double samples = 0.0;
};

Work work_of(const RenderCase& render_case, const Settings& settings, int side);

}  // namespace volvr::bench
