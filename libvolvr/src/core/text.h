// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace volvr {

/// Without blanks (and NULs, as DICOM pads) at both ends.
std::string_view trim(std::string_view text);

std::vector<std::string_view> split(std::string_view text, char separator);

/// A whole number or decimal in the C locale, nothing else around it; nothing if it is none.
std::optional<double> parse_number(std::string_view text);
std::optional<int> parse_integer(std::string_view text);
std::optional<std::int64_t> parse_long_integer(std::string_view text);

/// Shortest text that reads back as the same number, C locale: "0.1", "400", "1e-07".
std::string number_text(double value);

/// For people: at most `digits` significant digits, no trailing zeros: "0.78", "1", "512".
std::string short_number(double value, int digits = 3);

}  // namespace volvr
