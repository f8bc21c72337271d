// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dicom/header.h"
#include "volvr/finding.h"

namespace volvr::dicom {

/// A finding about one or several files. The message is `one` or `many` with its placeholders
/// filled: `{file}` is the first file's name without its folders, `{count}` how many there are.
Finding about_files(FindingCode code, Severity severity, std::string_view one,
                    std::string_view many, const std::vector<std::string>& files);

/// "1 slice", "7 slices".
std::string count_of(std::size_t count, std::string_view thing);

/// Millimetres for people: "0.78".
std::string millimetres(double value);

}  // namespace volvr::dicom
