// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace volvr::test {

/// What ITK reads from a file, the witness of what was saved. No Eigen here: ITK brings its own.
struct ReadByItk {
  std::array<std::size_t, 3> size{};
  std::array<std::array<double, 4>, 3> patient_from_index{};  ///< rows, LPS millimetres
  std::string component;                                      ///< ITK's name: "short"
  unsigned int components = 0;
  unsigned int dimensions = 0;
  std::size_t volumes = 1;                   ///< length of the fourth dimension
  double time_step = 0.0;                    ///< its spacing
  std::map<std::string, std::string> texts;  ///< of the file's own metadata
  std::vector<std::byte> values;
};

/// @throws std::runtime_error with ITK's own words
ReadByItk read_by_itk(const std::filesystem::path& file);

}  // namespace volvr::test
