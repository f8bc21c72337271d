// SPDX-License-Identifier: Apache-2.0
// Shows the first series of a study: show_study FOLDER [headset|window|offscreen]
#include <iostream>
#include <string_view>
#include <volvr/volvr.h>

int main(int argc, char** argv) try {
  const std::string_view where = argc > 2 ? argv[2] : "headset";
  const volvr::Catalog study = volvr::scan(argc > 1 ? argv[1] : ".");
  const volvr::Volume volume = volvr::load(study.series.at(0));
  volvr::Viewer viewer(where == "headset"  ? volvr::Display::headset
                       : where == "window" ? volvr::Display::window
                                           : volvr::Display::offscreen);
  viewer.show(volume);
  viewer.run();
  std::cout << "shown: " << volvr::describe(study.series.at(0)) << '\n';
} catch (const std::exception& error) {
  std::cerr << error.what() << '\n';
  return 1;
}
