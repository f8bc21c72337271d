// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "volvr/catalog.h"
#include "volvr/progress.h"
#include "volvr/volume.h"

namespace volvr {

struct LoadOptions {
  std::size_t volume = 0;  ///< which of `series.volumes`
  int threads = 0;         ///< 0: one a processor
  ProgressSink progress = {};
};

/// Decodes every slice straight into its place in one new buffer and applies the modality's rescale.
///
/// The voxel type is the smallest integer type that holds every rescaled value that the stored bits
/// allow, where slopes and intercepts are whole numbers, and floating point otherwise (float32;
/// float64 where more than 24 stored bits would lose some). Slices may differ in slope (PET).
/// @throws Error irregular_geometry, missing_geometry (the finding's message), not_readable,
///         malformed (truncated or lying files), unsupported (encoding), invalid_argument (no such
///         volume), out_of_memory, cancelled
Volume load(const SeriesInfo& series, const LoadOptions& options = {});

}  // namespace volvr
