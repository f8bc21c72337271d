// SPDX-License-Identifier: Apache-2.0
#include <volvr/version.h>
#include <volvr/volume.h>

int main() {
  volvr::GridGeometry grid;
  grid.size = {2, 3, 4};
  const volvr::Volume volume(grid, volvr::VoxelType::int16, volvr::allocate_voxels(48));
  return volume.size_bytes() == 48 && volvr::version[0] != '\0' ? 0 : 1;
}
