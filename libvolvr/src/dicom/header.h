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
  image_component,
  frame_of_reference,
  echo_time,
  echo_number,
  inversion_time,
  flip_angle,
  convolution_kernel,
  reconstruction_diameter,
  b_value,
  gradient_direction,
  temporal_position,
  trigger_time,
  acquisition_number,
  dimension_index,
  acquisition_time,
  content_time,
};
inline constexpr std::size_t trait_count = 17;

/// Whether images that differ in it alone are repetitions of one kind of image: a fourth dimension.
constexpr bool counts_repetitions(Trait trait) { return trait >= Trait::b_value; }

/// "echo time", "acquisition number", ...
std::string_view name_of(Trait trait);

/// What one file's header says, as plain data.
struct Header {
  std::shared_ptr<const SeriesAttributes> series;  ///< one for all frames of a file; never null
  SourceInstance instance;  ///< its position is that of `position`, zero where absent
  std::optional<Eigen::Vector3d> position;  ///< LPS mm
  std::optional<Orientation> orientation;
  std::optional<Eigen::Vector2d> pixel_spacing;  ///< mm between columns (i), between rows (j)
  std::optional<double> slice_thickness;         ///< mm
  std::optional<double> spacing_between_slices;  ///< mm
  std::string problem;      ///< why the places of its frames or tiles cannot be told; else empty
  bool has_pixels = false;                       ///< PixelData is there
  bool is_index = false;                         ///< a DICOMDIR: it holds directory records
  bool has_modality_lut = false;                 ///< values are given by a table
  bool has_rescale = false;
  bool has_palette = false;
  bool has_real_world_values = false;
  bool is_lossy = false;          ///< LossyImageCompression says so
  bool has_embedded_overlay = false;  ///< overlays in bits of the pixels (retired)
  int temporal_positions = 0;  ///< NumberOfTemporalPositions, 0 where absent
  std::optional<int> in_stack_position;
  std::optional<Diffusion> diffusion;
  bool gradient_is_turned = false;  ///< GE: told in the frame of the gradients, turned by a rule
  std::array<std::string, trait_count> traits;
};

}  // namespace volvr::dicom
