// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcfilefo.h>

#include <cstdint>
#include <span>

#include "dicom/dcmtk_session.h"
#include "dicom/file_stream.h"
#include "volvr/catalog.h"

namespace volvr::dicom {

/// The whole data set of a slice's file, in memory: for deflated ones, and pixels swapped oddly. DCMTK is quiet while it lives.
class DataSet {
 public:
  /// Reads it anew and compares it with what was scanned.
  /// @throws Error not_found, not_readable, malformed
  DataSet(const SourceInstance& slice, const OpenFile& file);

  DcmDataset& items() { return *format_.getDataset(); }

  /// The plain pixels of all frames in native byte order, wherever they stand: PixelData,
  /// FloatPixelData or DoubleFloatPixelData. They live as long as this.
  /// @throws Error malformed
  std::span<const std::byte> native_pixels();

 private:
  const SourceInstance& slice_;
  QuietDcmtk quiet_;
  FileProducer producer_;
  FileStream stream_;
  DcmFileFormat format_;
};

}  // namespace volvr::dicom
