// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace volvr::dicom {
class OpenFile;
}

namespace volvr::dicom::deid {

/// Looks at the lengths in a file, without recursion, before anything recursive reads it.
/// Compressed data sets (deflated) are unpacked by DCMTK piece by piece and are not looked at.
/// @throws Error malformed where sequences are nested deeper than `levels`, not_readable
void require_shallow(const OpenFile& file, int levels);

}  // namespace volvr::dicom::deid
