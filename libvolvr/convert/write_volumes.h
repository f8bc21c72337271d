// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "convert/convert_output.h"

namespace volvr::batch {

/// The files of one output, whole and durable in the staging folder, and what was found meanwhile.
struct Written {
  std::vector<ConvertedFile> files;
  std::vector<Finding> findings;
  std::vector<Resampling> resamplings;
  VolumeShape shape;
  std::string reason;  ///< why of this class of DICOM objects; empty for other formats
};

/// How `load` is asked for the volumes of an output.
LoadOptions load_options(const ConvertOptions& options, std::size_t volume);

/// Loads the output's volumes piece by piece and writes them with what belongs beside them.
/// @throws Error as `load`, `VolumeWriter` and `slabs_of`
Written write_volumes(const Output& output, Batch& batch);

}  // namespace volvr::batch
