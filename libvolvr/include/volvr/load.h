// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "volvr/catalog.h"
#include "volvr/progress.h"
#include "volvr/settings.h"
#include "volvr/volume.h"

namespace volvr {

/// Which of the values that a study defines for its pixels the voxels get.
enum class Scaling {
  displayed,   ///< the modality's rescale or table: what the scanner's own console shows
  real_world,  ///< RealWorldValueMapping where there is one
  precise,     ///< Philips' own: (displayed) / (RescaleSlope × ScaleSlope), comparable across scans
  stored,      ///< as stored, no rescale
};

/// What the voxels of a PET volume are made to mean.
enum class PetValue {
  as_stored,         ///< the series' own Units
  suv_body_weight,   ///< g/ml; standardised uptake value by body weight
  suv_lean_body,     ///< g/ml; by lean body mass (Janmahasatian 2005)
  suv_body_surface,  ///< cm2/ml; by body surface area (Du Bois 1916)
};

/// What becomes of slices whose distances differ (`Regularity::resampling`).
enum class UnevenSlices {
  refuse,
  interpolate,  ///< linearly along k onto even steps, no longer than the median one, first to last
};

struct LoadOptions {
  std::size_t volume = 0;  ///< which of `series.volumes`
  int first_slice = 0;     ///< of the volume; a slab from there keeps its place in the patient
  int slice_count = 0;     ///< 0: all from the first on
  Scaling scaling = Scaling::displayed;
  PetValue pet_value = PetValue::as_stored;
  UnevenSlices uneven_slices = UnevenSlices::refuse;
  int threads = 0;         ///< 0: one a processor
  Settings settings = {};  ///< `dicom.*`: how much a file may ask for
  ProgressSink progress = {};
};

/// Decodes every slice straight into its place in one new buffer and applies the modality's rescale.
///
/// The voxel type is the smallest integer type that holds every rescaled value that the stored bits
/// allow, where slopes and intercepts are whole numbers, and floating point otherwise (float32;
/// float64 where more than 24 stored bits would lose some). Slices may differ in slope (PET).
/// @throws Error irregular_geometry, missing_geometry (the finding's message), not_readable,
///         malformed (truncated or lying files), unsupported (encoding), invalid_argument (no such
///         volume or slice, a slab of slices that are to be interpolated, a scaling or PET value
///         that the study does not define), out_of_memory, cancelled
Volume load(const SeriesInfo& series, const LoadOptions& options = {});

/// What `load` would give with the same options, from what the scan knows; reads no pixels.
/// @throws Error as `load`
VolumeShape shape_of(const SeriesInfo& series, const LoadOptions& options = {});

}  // namespace volvr
