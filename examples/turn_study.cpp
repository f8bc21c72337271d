// SPDX-License-Identifier: Apache-2.0
// Four pictures round a study, without a window: turn_study FOLDER OUT
#include <volvr/volvr.h>
#include <filesystem>
#include <iostream>
#include <string>

int main(int argc, char** argv) try {
  const std::filesystem::path out = argc > 2 ? argv[2] : ".";
  const volvr::Catalog study = volvr::scan(argc > 1 ? argv[1] : ".");
  const volvr::SeriesInfo& series = study.series.at(0);
  const volvr::Volume volume = volvr::load(series);
  const auto& preset = volvr::find_preset(volvr::presets_for(series).front());
  volvr::OffscreenRenderer renderer(volume, preset, {.width = 256, .height = 256});
  for (int i = 0; i < 4; ++i) {
    volvr::save_png(renderer.draw(volvr::View::anterior, 90.0 * i),
                    out / ("turn" + std::to_string(i) + ".png"));
  }
  std::cout << "four pictures with " << preset.title << '\n';
} catch (const std::exception& error) {
  std::cerr << error.what() << '\n';
  return 1;
}
