// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcelem.h>
#include <dcmtk/dcmdata/dcitem.h>

#include <span>
#include <string_view>
#include <vector>

#include "dicom/attributes.h"

namespace volvr::dicom::deid {

/// One block of PS3.15 Table E.3.10-1: a creator, a group, and the last byte of the elements in it
/// that are known to be safe.
struct SafeBlock {
  std::string_view creator;
  Tag group;
  std::string_view elements;  ///< "03 04 b0": hexadecimal, sorted
};

std::span<const SafeBlock> safe_private_blocks();

/// Whether a private creator element reserves a block of the table.
bool is_safe_creator(DcmElement& creator);

/// Whether a private element is in the table and its value is a number, a code or a short plain
/// text. An element of unknown VR gets the VR that the dictionary gives.
bool keep_if_safe(DcmItem& item, DcmElement& element);

/// Takes away the creators of blocks in which nothing is left. @return their tags
std::vector<Tag> remove_unused_creators(DcmItem& item);

}  // namespace volvr::dicom::deid
