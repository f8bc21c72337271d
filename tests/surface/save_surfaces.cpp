// SPDX-License-Identifier: Apache-2.0
// Saves surfaces in every format beside what they are, for a witness to read back.
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <iostream>

#include "surface/shapes.h"

namespace {

using namespace volvr;
using namespace volvr::test;

template <class T>
void write_raw(const std::filesystem::path& file, const std::vector<T>& values) {
  std::ofstream stream(file, std::ios::binary);
  stream.write(reinterpret_cast<const char*>(values.data()),
               static_cast<std::streamsize>(values.size() * sizeof(T)));
}

void save_all(const Surface& surface, const std::filesystem::path& stem) {
  for (const std::string_view format : surface_formats()) {
    save_surface(surface, stem.string() + "." + std::string(format));
  }
  write_raw(stem.string() + ".points", surface.points);
  write_raw(stem.string() + ".triangles", surface.triangles);
  const SurfaceMeasures found = measure(surface);
  std::ofstream(stem.string() + ".txt") << std::setprecision(17) << found.volume << ' '
                                        << found.area << ' ' << found.centroid.transpose() << '\n';
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) return 2;
  const std::filesystem::path folder = arguments[1];
  int number = 0;
  for (const NamedGrid& odd : odd_grids(20.0)) {
    const Field depth = ball(middle_of_odd_grids(), 15.0);
    const std::string name = "grid" + std::to_string(number++);
    save_all(isosurface(sampled(odd.grid, depth), 0.0), folder / (name + "-iso"));
    save_all(label_surface(sampled<std::uint8_t>(odd.grid, inside_of(depth)), {1}),
             folder / (name + "-label"));
    save_all(isosurface(sampled(odd.grid, depth), 0.0, {.smoothing = 0.5, .reduction = 0.8}),
             folder / (name + "-reduced"));
    // Cut off by the grid's border.
    save_all(isosurface(sampled(odd.grid, ball(middle_of_odd_grids(), 24.0)), 0.0),
             folder / (name + "-cut"));
  }
  save_all(isosurface(rough_ball(40, 0.8), 0.0, {.reduction = 0.7}), folder / "rough");
  std::cout << number << " grids\n";
  return 0;
}
