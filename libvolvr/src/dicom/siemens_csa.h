// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace volvr::dicom {

/// The values of one entry of a Siemens CSA header (private elements (0029,xx10) and (0029,xx20)),
/// in both of its layouts: with the mark "SV10", and the older one without. Little endian; a list of
/// named entries of text values. Empty where the header is damaged or has no such entry.
std::vector<std::string> csa_values(std::span<const std::uint8_t> header, std::string_view name);

}  // namespace volvr::dicom
