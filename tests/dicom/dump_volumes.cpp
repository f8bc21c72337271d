// SPDX-License-Identifier: Apache-2.0
// Writes every volume that can be loaded as numbers, for witnesses to compare.
// Usage: dump_volumes STUDY FOLDER
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <string>
#include <vector>

#include "volvr/catalog.h"
#include "volvr/error.h"
#include "volvr/load.h"

namespace {

namespace fs = std::filesystem;
using namespace volvr;

// N.txt: size and components, the transform's rows, then for each slice its frame, its tile's first
// column and row, and its file. N.raw: the values as float64. N.diffusion: b-value and direction.
void dump(const Volume& volume, const fs::path& name) {
  std::ofstream text(name.string() + ".txt");
  text << std::setprecision(17) << volume.geometry().size.transpose() << ' ' << volume.components()
       << '\n'
       << volume.geometry().patient_from_index.matrix() << '\n';
  for (const SourceInstance& slice : volume.provenance().slices) {
    text << slice.frame << ' ' << (slice.tile ? slice.tile->column : 0) << ' '
         << (slice.tile ? slice.tile->row : 0) << ' ' << slice.file.string() << '\n';
  }
  std::ofstream raw(name.string() + ".raw", std::ios::binary);
  visit_values(volume, [&](auto values) {
    const std::vector<double> numbers(values.begin(), values.end());
    raw.write(reinterpret_cast<const char*>(numbers.data()),
              static_cast<std::streamsize>(numbers.size() * sizeof(double)));
  });
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  try {
    const fs::path folder = argv[2];
    fs::create_directories(folder);
    int count = 0;
    for (const SeriesInfo& series : scan(argv[1]).series) {
      for (std::size_t n = 0; n < series.volumes.size(); ++n) {
        if (!is_loadable(series.volumes[n]) || series.volumes[n].label_source) continue;
        const fs::path name = folder / std::to_string(count++);
        dump(load(series, {.volume = n}), name);
        const Diffusion diffusion = series.volumes[n].diffusion.value_or(Diffusion{});
        std::ofstream(name.string() + ".diffusion")
            << std::setprecision(17) << diffusion.b_value << ' ' << diffusion.gradient.transpose();
      }
    }
    return 0;
  } catch (const Error& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
