// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcelem.h>
#include <dcmtk/dcmdata/dcitem.h>

#include <optional>
#include <string>
#include <vector>

#include "dicom/attributes.h"

namespace volvr::dicom::deid {

/// No object of the standard nests its sequences as deep as this.
inline constexpr int deepest_nesting = 64;

Tag tag_of(const DcmElement& element);
DcmTagKey key_of(Tag tag);

/// The elements of an item at this moment, in order.
std::vector<DcmElement*> elements_of_item(DcmItem& item);

/// The items of a sequence; none for another element.
std::vector<DcmItem*> items_of(DcmElement& element);

/// The characters of an element whose VR holds text, numbers as text, dates or UIDs, without the
/// padding at its end. Nothing for other VRs.
std::optional<std::string> text_value(DcmElement& element);

}  // namespace volvr::dicom::deid
