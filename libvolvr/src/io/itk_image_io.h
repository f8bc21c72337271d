// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <filesystem>
#include <string>

namespace volvr::io {

/// A volume in words that need no Eigen: ITK brings an Eigen of its own, and a file that includes
/// both does not compile.
struct ItkImage {
  std::array<std::size_t, 3> size{};
  std::array<double, 3> spacing{};                   ///< millimetres
  std::array<double, 3> origin{};                    ///< LPS millimetres
  std::array<std::array<double, 3>, 3> direction{};  ///< unit vectors along i, j, k
  std::string value_type;                            ///< as to_string(VoxelType)
  unsigned int components = 1;                       ///< 1, or 3 for RGB
  const void* values = nullptr;                      ///< read where they are, not copied
};

/// Each drives one ImageIO of ITK, never its global factories: what another part of the process
/// registered there must not decide how a study is written.
/// @returns the failing call, or empty where ITK saw no failure (it does not look at every write)
std::string write_nrrd_by_itk(const ItkImage& image, const std::filesystem::path& file);
std::string write_metaimage_by_itk(const ItkImage& image, const std::filesystem::path& file);

}  // namespace volvr::io
