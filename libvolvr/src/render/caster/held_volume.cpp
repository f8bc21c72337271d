// SPDX-License-Identifier: Apache-2.0
#include "render/caster/held_volume.h"

#include <algorithm>
#include <cmath>

#include "render/caster/finite_values.h"

namespace volvr::render {

BlockRanges ranges_of(const VolumeStructure& structure, const Eigen::Vector3i& size) {
  return block_ranges(*structure.values, size, structure.colour ? 3 : 0, structure.lowest,
                      structure.highest);
}

VolumeStructure structure_of(vtkDataArray& values, const Eigen::Vector3i& size, bool with_ranges) {
  VolumeStructure structure;
  structure.values = finite_values(values);
  structure.colour = values.GetNumberOfComponents() == 4;
  double range[2];
  structure.values->GetFiniteRange(range, structure.colour ? 3 : 0);
  structure.lowest = range[0];
  // Where all are alike: a width that floats of their size still tell from nothing.
  const double least_width = std::max(1.0, 1e-6 * std::abs(range[0]));
  structure.highest = range[1] > range[0] ? range[1] : range[0] + least_width;
  if (with_ranges) structure.ranges = ranges_of(structure, size);
  return structure;
}

void HeldVolume::free() {
  texture.free();
  cpu.clear();
  structure.reset();
  of = nullptr;
}

}  // namespace volvr::render
