// SPDX-License-Identifier: Apache-2.0
// save_random_volumes FOLDER: saves volumes with random values and transforms as NIfTI and VTI, and
// beside each FILE a FILE.raw of its values and FILE.txt of its size, type and transform, for a
// witness; and two sequences: sequence.nii.gz of 5 volumes, and long.nii with a side of 40000.
#include <algorithm>
#include <cmath>
#include <fstream>
#include <iostream>
#include <limits>

#include "io/random_volume.h"
#include "volvr/error.h"
#include "volvr/save.h"
#include "volvr/volume_writer.h"

namespace {

void save_with_truth(const volvr::Volume& volume, const std::filesystem::path& file) {
  volvr::save(volume, file);
  std::ofstream(file.string() + ".raw", std::ios::binary)
      .write(static_cast<const char*>(volume.buffer().get()),
             static_cast<std::streamsize>(volume.size_bytes()));
  std::ofstream truth(file.string() + ".txt");
  truth.precision(std::numeric_limits<double>::max_digits10);
  truth << volume.geometry().size.transpose() << '\n'
        << volvr::to_string(volume.type()) << ' ' << volume.components() << '\n'
        << volume.geometry().patient_from_index.matrix() << '\n';
}

void save_all(const std::filesystem::path& folder) {
  using namespace volvr;
  std::mt19937_64 random(31);
  int number = 0;
  const auto add = [&](const Eigen::Matrix3d& axes, VoxelType type, int components = 1) {
    const char* ending = number % 2 == 0 ? ".nii" : ".nii.gz";
    const GridGeometry grid = test::random_grid(axes, random);
    const Volume volume = test::random_volume(grid, type, random, components);
    if (shear_degrees(grid) < 0.01)
      save_with_truth(volume, folder / (std::to_string(number) + ".vti"));
    save_with_truth(volume, folder / (std::to_string(number++) + ending));
  };
  for (const VoxelType type : test::all_types) {
    for (int i = 0; i < 4; ++i) add(test::random_rotation(random), type);
    for (int i = 0; i < 4; ++i) add(test::random_shear(random), type);
  }
  for (int i = 0; i < test::axis_orders; ++i) add(test::axis_order(i), VoxelType::int16);
  for (int i = 0; i < 30; ++i) {
    add(test::tilted_axial(1e-5 * std::pow(10.0, 0.12 * i)), VoxelType::int8);
  }
  for (int i = 0; i < 2; ++i) add(test::random_rotation(random), VoxelType::uint8, 3);
}

// Volume number n of a sequence holds n everywhere, and n + 1 in its first voxel.
void save_sequence(const std::filesystem::path& file, const volvr::GridGeometry& grid,
                   std::size_t count) {
  using namespace volvr;
  const std::vector<Resampling> resamplings = {{"uneven-spacing", "linear along k", "a to b"}};
  VolumeWriter writer({{grid, VoxelType::int16, 1, {}}, count, 2.5, resamplings}, file);
  for (std::size_t i = 0; i < count; ++i) {
    const auto buffer = allocate_voxels(voxel_count(grid) * 2);
    auto* values = static_cast<std::int16_t*>(buffer.get());
    std::fill_n(values, voxel_count(grid), static_cast<std::int16_t>(i));
    values[0] = static_cast<std::int16_t>(i + 1);
    writer.write({grid, VoxelType::int16, buffer});
  }
  writer.finish();
}

void save_sequences(const std::filesystem::path& folder) {
  std::mt19937_64 random(32);
  volvr::GridGeometry grid = volvr::test::random_grid(volvr::test::random_rotation(random), random);
  save_sequence(folder / "sequence.nii.gz", grid, 5);
  grid.size = {40000, 3, 2};
  save_sequence(folder / "long.nii", grid, 2);
}

}  // namespace

int main(int count, char** arguments) {
  try {
    if (count != 2) return 2;
    save_all(arguments[1]);
    save_sequences(arguments[1]);
    return 0;
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
