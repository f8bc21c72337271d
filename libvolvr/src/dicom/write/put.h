// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

#include <Eigen/Core>
#include <optional>
#include <string>
#include <vector>

namespace volvr::dicom {

/// @throws Error internal where DCMTK takes it not
void put(DcmItem& item, const DcmTagKey& tag, const std::string& value);
void put_word(DcmItem& item, const DcmTagKey& tag, unsigned value);

/// Empty, unless it is there.
void put_if_absent(DcmItem& item, const DcmTagKey& tag, const std::string& value = {});

/// A new item at the end of the sequence, which is made if absent.
DcmItem& add_item(DcmItem& item, const DcmTagKey& sequence);

/// The value as it stands in the item; empty if absent.
std::string text_of(DcmItem& item, const DcmTagKey& tag);

/// A decimal string (PS3.5 6.2: 16 letters) as near to the number as that allows.
std::string decimal_string(double value);

/// The same for a number that must not change: nothing where 16 letters are too few.
std::optional<std::string> exact_decimal_string(double value);

std::string decimal_strings(const std::vector<double>& values);

}  // namespace volvr::dicom
