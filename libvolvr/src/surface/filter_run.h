// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "volvr/progress.h"

class vtkAlgorithm;

namespace volvr::surface {

/// What to tell while a filter runs.
struct FilterProgress {
  const ProgressSink& sink;
  std::string_view stage;
  std::uint64_t total = 0;  ///< units of work in the whole
  std::string_view unit;
};

/// Updates the filter; its messages go nowhere but into the error. A request to stop is met when
/// the filter has ended: those of VTK 9.3 that work in several passes and threads crash when
/// aborted.
/// @throws Error cancelled, internal (the filter complained)
void run_filter(vtkAlgorithm& filter, const FilterProgress& progress);

}  // namespace volvr::surface
