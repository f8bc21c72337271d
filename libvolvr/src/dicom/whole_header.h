// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcfilefo.h>

#include <filesystem>

#include "dicom/dcmtk_session.h"
#include "dicom/file_stream.h"

namespace volvr::dicom {

/// Everything before the pixels of a file, as DCMTK holds it; long values stay in the file until
/// they are asked for. DCMTK is quiet while it lives.
class WholeHeader {
 public:
  /// @throws Error not_found, not_readable, malformed
  explicit WholeHeader(const std::filesystem::path& path);

  DcmDataset& items() { return *format_.getDataset(); }

 private:
  QuietDcmtk quiet_;
  OpenFile file_;
  FileProducer producer_;
  FileStream stream_;
  DcmFileFormat format_;
};

}  // namespace volvr::dicom
