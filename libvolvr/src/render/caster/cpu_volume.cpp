// SPDX-License-Identifier: Apache-2.0
#include "render/caster/cpu_volume.h"

#include <optional>

namespace volvr::render {

namespace {

std::optional<CpuVoxels> kind_of(vtkDataArray& values) {
  if (!values.HasStandardMemoryLayout()) return std::nullopt;
  const bool colour = values.GetNumberOfComponents() == 4;
  switch (values.GetDataType()) {
    case VTK_UNSIGNED_CHAR:
      return colour ? CpuVoxels::rgba8 : CpuVoxels::uint8;
    case VTK_SIGNED_CHAR:
      return CpuVoxels::int8;
    case VTK_SHORT:
      return CpuVoxels::int16;
    case VTK_UNSIGNED_SHORT:
      return CpuVoxels::uint16;
    case VTK_FLOAT:
      return CpuVoxels::float32;
    default:
      return std::nullopt;
  }
}

}  // namespace

bool CpuVolume::can_take(vtkDataArray& values, const Eigen::Vector3i& size) {
  const CpuVoxels kind = kind_of(values).value_or(CpuVoxels::float32);
  return fits_cpu_rays(kind, size) &&
         values.GetNumberOfComponents() == (kind == CpuVoxels::rgba8 ? 4 : 1);
}

bool CpuVolume::take(vtkDataArray& values, const Eigen::Vector3i& size) {
  clear();
  if (!can_take(values, size)) return false;
  const auto as_it_is = kind_of(values);
  kind_ = as_it_is.value_or(CpuVoxels::float32);
  values_ = &values;
  if (as_it_is) {
    voxels_ = values.GetVoidPointer(0);
    return true;
  }
  floats_.resize(static_cast<std::size_t>(values.GetNumberOfTuples()));
  for (std::size_t at = 0; at < floats_.size(); ++at) {
    floats_[at] = static_cast<float>(values.GetComponent(static_cast<vtkIdType>(at), 0));
  }
  voxels_ = floats_.data();
  return true;
}

void CpuVolume::clear() {
  values_ = nullptr;
  floats_ = {};
  voxels_ = nullptr;
}

}  // namespace volvr::render
