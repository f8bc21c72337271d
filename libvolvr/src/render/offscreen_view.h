// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "volvr/layers.h"
#include "volvr/picture.h"
#include "volvr/settings.h"
#include "volvr/state.h"
#include "volvr/volume.h"
#include "volvr/voxels_shown.h"

namespace volvr::render {

struct OffscreenViewOptions {
  int width = 1280;
  int height = 960;
  Settings settings = {};
  std::function<void(std::string_view)> on_message = {};
};

/// The window's view without a window: the study in its pose before a fixed viewer.
class OffscreenView {
 public:
  /// @throws Error no_display
  explicit OffscreenView(const OffscreenViewOptions& options = {});
  ~OffscreenView();
  OffscreenView(OffscreenView&&) noexcept;
  OffscreenView& operator=(OffscreenView&&) noexcept;

  /// @throws Error unsupported for a volume that the driver cannot hold; as FusedParts
  void show(const Volume& volume, const State& state, const Fused& fused = {});
  void set_phases(const std::vector<Volume>& volumes);  ///< after `show`; see Scene
  void update(const State& state);

  /// At exact quality. @throws Error internal
  Picture draw();

  /// Of the last picture.
  VoxelsShown shown() const;

  /// OpenGL renderer and version.
  const std::string& graphics() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace volvr::render
