// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "volvr/catalog.h"

namespace volvr::dicom {

/// Directions of the slice's plane in the patient, unit vectors (PS3.3 C.7.6.2.1.1).
struct Orientation {
  Eigen::Vector3d row;     ///< of rising column index: i
  Eigen::Vector3d column;  ///< of rising row index: j
};

/// What may tell images at the same place apart, tried in this order: first what names a kind of
/// image, then what counts repetitions.
enum class Trait {
  image_type,
  frame_of_reference,
  echo_time,
  echo_number,
  inversion_time,
  flip_angle,
  b_value,
  gradient_direction,
  convolution_kernel,
  reconstruction_diameter,
  temporal_position,
  trigger_time,
  acquisition_number,
  acquisition_time,
  content_time,
};
inline constexpr std::size_t trait_count = 15;

/// "echo time", "acquisition number", ...
std::string_view name_of(Trait trait);

/// What one file's header says, as plain data.
struct Header {
  std::shared_ptr<const SeriesAttributes> series;  ///< one for all frames of a file; never null
  SourceInstance instance;  ///< its position is that of `position`, zero where absent
  std::uint64_t file_size = 0;
  std::optional<Eigen::Vector3d> position;  ///< LPS mm
  std::optional<Orientation> orientation;
  std::optional<Eigen::Vector2d> pixel_spacing;  ///< mm between columns (i), between rows (j)
  std::optional<double> slice_thickness;         ///< mm
  std::optional<double> spacing_between_slices;  ///< mm
  bool has_pixels = false;                       ///< PixelData is there
  bool has_modality_lut = false;                 ///< values are given by a table
  bool has_rescale = false;
  int temporal_positions = 0;  ///< NumberOfTemporalPositions, 0 where absent
  std::array<std::string, trait_count> traits;
};

}  // namespace volvr::dicom
