// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <memory>

#include <vtkDataArray.h>
#include <vtkSmartPointer.h>

#include "render/caster/block_ranges.h"
#include "render/caster/cpu_volume.h"
#include "render/caster/volume_texture.h"

namespace volvr::render {

/// What rays need to know of a volume before they see any of it.
struct VolumeStructure {
  vtkSmartPointer<vtkDataArray> values;  ///< all finite
  double lowest = 0.0;
  double highest = 1.0;  ///< above `lowest`
  bool colour = false;
  BlockRanges ranges;  ///< none where a GPU makes its own
};

/// @param size  voxels along each axis. May run in any thread.
VolumeStructure structure_of(vtkDataArray& values, const Eigen::Vector3i& size, bool with_ranges);

BlockRanges ranges_of(const VolumeStructure& structure, const Eigen::Vector3i& size);

/// A volume that can be drawn at once.
struct HeldVolume {
  VolumeTexture texture;
  CpuVolume cpu;
  bool by_processors = false;  ///< `cpu` holds it, else `texture`
  std::shared_ptr<const VolumeStructure> structure;
  const vtkDataArray* of = nullptr;  ///< the values that it was taken from, not all finite
  vtkMTimeType time = 0;             ///< their MTime then

  bool is_of(vtkDataArray& values) const { return of == &values && time == values.GetMTime(); }
  void free();
};

}  // namespace volvr::render
