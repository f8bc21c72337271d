// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <vector>

#include <vtkDataArray.h>
#include <vtkSmartPointer.h>

#include "render/caster/cpu_rays.h"

namespace volvr::render {

/// A volume's voxels as processors read them: where they are, or as floats where the type or the
/// layout is another.
class CpuVolume {
 public:
  /// Whether processors can draw it.
  static bool can_take(vtkDataArray& values, const Eigen::Vector3i& size);

  /// @return as can_take; if not, the volume is left empty
  bool take(vtkDataArray& values, const Eigen::Vector3i& size);
  void clear();

  const void* voxels() const { return voxels_; }
  CpuVoxels kind() const { return kind_; }
  std::size_t bytes() const { return floats_.size() * sizeof(float); }  ///< beside the array's own

 private:
  vtkSmartPointer<vtkDataArray> values_;
  std::vector<float> floats_;
  const void* voxels_ = nullptr;
  CpuVoxels kind_ = CpuVoxels::int16;
};

}  // namespace volvr::render
