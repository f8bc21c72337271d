// SPDX-License-Identifier: Apache-2.0
#include "io/envelope.h"

#include "core/text.h"

namespace volvr::io {

std::string one_line(const Resampling& resampling) {
  std::string line = resampling.reason + " (" + resampling.interpolator + ")";
  if (!resampling.detail.empty()) line += ": " + resampling.detail;
  for (char& letter : line) {
    if (static_cast<unsigned char>(letter) < ' ' || letter == 0x7f) letter = ' ';
  }
  return line;
}

std::string number_list(const double* first, int count, std::string_view separator) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    if (i > 0) text += separator;
    text += number_text(first[i]);
  }
  return text;
}

Eigen::Vector3d direction(const GridGeometry& grid, int axis) {
  return grid.patient_from_index.linear().col(axis) / spacing(grid)[axis];
}

}  // namespace volvr::io
