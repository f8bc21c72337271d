// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace volvr::test {

/// What ITK's GDCM reader made of some files. Free of ITK and Eigen: ITK brings an Eigen of its
/// own, which no source file can hold beside volvr's.
struct GdcmVolume {
  std::array<int, 3> size{};
  std::array<double, 12> patient_from_index{};  ///< 3 rows of 4: axes times spacing, then origin
  std::size_t bytes_per_value = 0;
  std::size_t count = 0;
  std::shared_ptr<const void> values;                      ///< in the type that ITK chose
  double (*value_at)(const void*, std::size_t) = nullptr;  ///< one of them as a number

  double value(std::size_t index) const { return value_at(values.get(), index); }
};

/// Reads the files, in this order, as one volume with itk::ImageSeriesReader and itk::GDCMImageIO,
/// in the value type that GDCM says. Throws itk::ExceptionObject.
GdcmVolume read_with_gdcm(const std::vector<std::string>& files);

}  // namespace volvr::test
