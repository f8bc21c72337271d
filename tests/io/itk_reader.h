// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace volvr::test {

/// What ITK reads from a file, the witness of what was saved. No Eigen here: ITK brings its own.
struct ReadByItk {
  std::array<std::size_t, 3> size{};
  std::array<std::array<double, 4>, 3> patient_from_index{};  ///< rows, LPS millimetres
  std::string component;                                      ///< ITK's name: "short"
  unsigned int components = 0;
  std::vector<std::byte> values;
};

/// @throws std::runtime_error with ITK's own words
ReadByItk read_by_itk(const std::filesystem::path& file);

}  // namespace volvr::test
