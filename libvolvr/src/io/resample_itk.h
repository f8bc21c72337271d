// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace volvr::io {

/// A resampling in words that need no Eigen: ITK brings an Eigen of its own, and a file that
/// includes both does not compile.
struct ResampleJob {
  std::array<std::size_t, 3> from_size{}, to_size{};
  const void* from =
      nullptr;         ///< read where it is, one of the eight value types, `components` each
  void* to = nullptr;  ///< written where it is
  /// Continuous index in `from` of the index in `to`: rows of a 3 × 4 matrix.
  std::array<std::array<double, 4>, 3> from_index_of_to_index{};
  std::string_view value_type;    ///< as to_string(VoxelType)
  int components = 1;             ///< 1 or 3
  std::string_view interpolator;  ///< "nearest", "linear", "windowed sinc"
  double outside = 0.0;
  int threads = 1;
};

/// Fills `to` by the interpolators of ITK. What lies outside of `from` by more than
/// a thousandth of a voxel gets `outside`; values are rounded and held within their type's range.
void resample_by_itk(const ResampleJob& job);

}  // namespace volvr::io
