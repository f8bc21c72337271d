// SPDX-License-Identifier: Apache-2.0
// Writes every volume of a study as NIfTI: convert_study FOLDER OUT
#include <filesystem>
#include <iostream>
#include <string>
#include <volvr/load.h>
#include <volvr/save.h>

int main(int argc, char** argv) try {
  const std::filesystem::path out = argc > 2 ? argv[2] : ".";
  int number = 0;
  for (const volvr::SeriesInfo& series : volvr::scan(argc > 1 ? argv[1] : ".").series) {
    for (std::size_t i = 0; i < series.volumes.size(); ++i) {
      if (!volvr::is_loadable(series.volumes[i])) continue;
      const auto file = out / ("volume" + std::to_string(++number) + ".nii");
      volvr::save(volvr::load(series, {.volume = i}), file);
      std::cout << volvr::describe(series) << " -> " << file.string() << '\n';
    }
  }
} catch (const std::exception& error) {
  std::cerr << error.what() << '\n';
  return 1;
}
