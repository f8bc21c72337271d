// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "dicom/attributes.h"

namespace volvr::dicom {

/// The numbers of a value of kind words, integer, real or real32; a rest that is no whole number is
/// left out.
std::vector<double> numbers_of(std::span<const std::byte> bytes, Kind kind, bool big_endian);

/// Bytes of one such number.
std::size_t width_of(Kind kind);

}  // namespace volvr::dicom
