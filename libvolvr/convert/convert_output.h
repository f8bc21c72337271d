// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "convert/batch_progress.h"
#include "convert/budget.h"
#include "convert/manifest.h"
#include "convert/plan.h"
#include "convert/staging.h"
#include "volvr/convert.h"

namespace volvr::batch {

/// What all workers of a batch share.
struct Batch {
  const ConvertOptions& options;
  const Disclosure& disclosure;
  const std::filesystem::path& folder;
  const Staging& staging;
  Manifest& manifest;
  Budget& budget;
  BatchProgress& progress;
  std::string options_hash;
  int threads = 1;          ///< that work at once
  std::uint64_t share = 0;  ///< bytes of memory for one worker
};

/// Makes one output, or finds that it is there. What goes wrong is in the result.
/// @throws Error cancelled
ConvertResult convert_output(const Output& output, Batch& batch);

/// The bytes of voxels that an output will hold; 0 where it cannot be made.
std::uint64_t bytes_of(const Output& output, const ConvertOptions& options);

}  // namespace volvr::batch
