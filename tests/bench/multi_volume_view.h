// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "volvr/layers.h"
#include "volvr/picture.h"
#include "volvr/settings.h"
#include "volvr/state.h"
#include "volvr/volume.h"

namespace volvr::bench {

/// Several volumes drawn in one pass by VTK's own mapper (vtkMultiVolume): composites only.
class MultiVolumeView {
 public:
  /// @throws Error unsupported for labels and for layers by their greatest value
  MultiVolumeView(const Volume& main, const State& state, const Fused& fused,
                  const Settings& settings, int side);
  ~MultiVolumeView();

  Picture draw();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace volvr::bench
