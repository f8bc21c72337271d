// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcfilefo.h>

#include <cstdint>
#include <span>
#include <vector>

#include "dicom/dcmtk_session.h"
#include "dicom/file_stream.h"
#include "volvr/catalog.h"

class DcmPixelData;

namespace volvr::dicom {

/// The whole data set of a slice's file, in memory, for decoders. DCMTK is quiet while it lives.
class DataSet {
 public:
  /// Reads it anew and compares it with what was scanned.
  /// @throws Error not_found, not_readable, malformed
  explicit DataSet(const SourceInstance& slice);

  DcmDataset& items() { return *format_.getDataset(); }
  DcmPixelData& pixels() { return *pixels_; }

  /// The encapsulated fragments in order, without the offset table. They live as long as this.
  /// @throws Error malformed
  std::vector<std::span<const std::uint8_t>> fragments();

 private:
  const SourceInstance& slice_;
  QuietDcmtk quiet_;
  OpenFile file_;
  FileProducer producer_;
  FileStream stream_;
  DcmFileFormat format_;
  DcmPixelData* pixels_ = nullptr;
};

}  // namespace volvr::dicom
