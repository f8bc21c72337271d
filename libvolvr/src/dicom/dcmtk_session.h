// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace volvr::dicom {

/// Makes DCMTK ready, once a process: its data dictionary and the decoders for RLE, JPEG and
/// JPEG-LS. Nothing is ever unregistered, since the program itself may use DCMTK too.
/// @throws Error internal where the data dictionary cannot be loaded
void prepare_dcmtk();

/// While one lives, what DCMTK logs from this thread is dropped; other threads' and the program's
/// own DCMTK messages stay as they are.
class QuietDcmtk {
 public:
  QuietDcmtk();
  ~QuietDcmtk();
  QuietDcmtk(const QuietDcmtk&) = delete;
  QuietDcmtk& operator=(const QuietDcmtk&) = delete;
};

}  // namespace volvr::dicom
