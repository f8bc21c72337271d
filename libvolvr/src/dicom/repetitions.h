// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "dicom/stack.h"
#include "volvr/catalog.h"

namespace volvr::dicom {

/// Seconds at which the stack's first slice was taken, from an origin that the series shares: since
/// the R peak where trigger times tell its repetitions apart, else of the day.
std::optional<double> time_of(const Stack& stack);

/// Whether two volumes that can be loaded lie on one grid and hold the same kind of values.
bool is_same_grid(const VolumeInfo& a, const VolumeInfo& b);

/// Puts the volumes of a sequence into the order in which they were taken, where what they differ by
/// (a b-value, say) is no order in itself.
void order_repetitions(VolumeSequence& sequence, const std::vector<VolumeInfo>& volumes);

}  // namespace volvr::dicom
