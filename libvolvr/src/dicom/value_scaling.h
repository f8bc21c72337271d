// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "volvr/catalog.h"
#include "volvr/load.h"

namespace volvr::dicom {

/// Slices whose slope and intercept give the values that were asked for, and what these mean.
struct ScaledSlices {
  std::vector<SourceInstance> slices;
  std::string unit;
};

/// The volume's slices under the options' scaling and PET value. Reads the headers of the files
/// again, save for the displayed and the stored values.
/// @throws Error invalid_argument where the study does not define what is asked for, and as `load`
ScaledSlices scaled_slices(const SeriesInfo& series, const VolumeInfo& volume,
                           const LoadOptions& options);

/// What a standardised uptake value is multiplied out of: SUV = value × factor.
/// @throws Error invalid_argument naming the attribute that is missing, unsupported
double uptake_factor(const SeriesInfo& series, const VolumeInfo& volume, PetValue value,
                     const Settings& settings);

}  // namespace volvr::dicom
