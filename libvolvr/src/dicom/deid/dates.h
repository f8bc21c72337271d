// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace volvr::dicom::deid {

/// Values of DA, DT and TM (PS3.5 chapter 6.2, C.2.2.2.5 of PS3.4 for ranges "A-B", "A-", "-B").
/// Each gives the value, moved where dates are, or nothing where it is none. Old forms with dots
/// and colons become those of today.
/// @param days  added to the date
std::optional<std::string> moved_date(std::string_view value, int days);

/// @param days  0 keeps a date of year or month precision; such a date cannot be moved
std::optional<std::string> moved_date_time(std::string_view value, int days);

std::optional<std::string> checked_time(std::string_view value);

/// "+0100" (TimezoneOffsetFromUTC).
bool is_time_zone(std::string_view value);

}  // namespace volvr::dicom::deid
