// SPDX-License-Identifier: Apache-2.0
// What the values of a study are, and the one in its middle: measure_values FOLDER
#include <iostream>
#include <volvr/load.h>

int main(int argc, char** argv) try {
  const volvr::Catalog study = volvr::scan(argc > 1 ? argv[1] : ".");
  const volvr::Volume volume = volvr::load(study.series.at(0));
  const volvr::ValueStatistics values = volvr::statistics(volume, {0.5});
  const Eigen::Vector3d middle = volvr::centre(volume.geometry());
  std::cout << "from " << values.minimum << " to " << values.maximum << ' ' << volume.unit()
            << ", median " << values.quantiles[0] << '\n'
            << "in the middle, at " << middle.transpose() << " mm (LPS): "
            << volvr::probe(volume, middle).value() << '\n';
} catch (const std::exception& error) {
  std::cerr << error.what() << '\n';
  return 1;
}
