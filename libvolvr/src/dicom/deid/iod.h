// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "dicom/attributes.h"

namespace volvr::dicom::deid {

/// Kinds of objects that ask alike for the attributes whose treatment depends on it.
enum class Iod : std::uint8_t {
  other,         ///< not looked into: whatever the table leaves open gets a dummy
  image,         ///< one frame after the older modules: CT, MR, CR, DX, MG, US, NM, SC, RT dose
  pet,           ///< PET of one frame
  enhanced,      ///< Enhanced CT, MR, PET
  converted,     ///< Legacy Converted Enhanced CT, MR, PET
  segmentation,  ///< and parametric maps
  structures,    ///< RT structure sets
  report,        ///< structured reports, key object selections
  presentation,  ///< presentation states
};

Iod iod_of(std::string_view sop_class_uid);

/// What an object must say: its attribute's type (PS3.5 7.4).
enum class Need : std::uint8_t {
  nothing,  ///< type 3: it may be absent
  place,    ///< type 2: it may be empty
  value,    ///< type 1, or not known
};

/// The need for an attribute that Table E.1-1 treats by it, from the modules of PS3.3 (General
/// Series C.7.3.1, General Equipment C.7.5.1, Enhanced General Equipment C.7.5.2, General Image
/// C.7.6.1, Multi-frame Functional Groups C.7.6.16, PET Series C.8.9.1, SR Document C.17.2, ...).
/// Conditions that cannot be judged count as met.
/// @param nested  within a sequence
Need need_of(Tag tag, Iod iod, bool nested);

}  // namespace volvr::dicom::deid
