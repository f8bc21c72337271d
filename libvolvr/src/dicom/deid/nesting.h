// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace volvr::dicom {
class OpenFile;
}

namespace volvr::dicom::deid {

/// Looks at the lengths in a file, without recursion, before anything recursive reads it. A deflated
/// data set is unpacked for it.
/// @throws Error malformed where sequences are nested deeper than `levels`, or where a data set
///         unpacks to more than 1 GB; not_readable
void require_shallow(const OpenFile& file, int levels);

}  // namespace volvr::dicom::deid
