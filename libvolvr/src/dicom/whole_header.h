// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcfilefo.h>

#include <filesystem>
#include <span>

#include "dicom/dcmtk_session.h"
#include "dicom/file_stream.h"
#include "volvr/settings.h"

namespace volvr::dicom {

/// Reads with DCMTK what stands before the pixels of a file; long values stay in the file until
/// they are asked for. What came of it is for the caller to judge. DCMTK is quiet while it lives.
class HeaderReading {
 public:
  /// @param file  must outlive the reading
  explicit HeaderReading(const OpenFile& file);

  /// The file's first bytes. Call before `read`.
  std::span<const std::byte> beginning() { return producer_.beginning(); }

  OFCondition read();

  bool is_readable() const { return producer_.good(); }
  DcmFileFormat& format() { return format_; }
  FileStream& stream() { return stream_; }

 private:
  QuietDcmtk quiet_;
  FileProducer producer_;
  FileStream stream_;
  DcmFileFormat format_;
};

/// A header that was read.
class WholeHeader {
 public:
  /// @param settings  `dicom.*`: how much the file may ask for
  /// @throws Error not_found, not_readable, malformed (also for what is over a limit)
  WholeHeader(const std::filesystem::path& path, const Settings& settings);

  DcmDataset& items() { return *reading_.format().getDataset(); }

 private:
  OpenFile file_;
  HeaderReading reading_;
};

}  // namespace volvr::dicom
