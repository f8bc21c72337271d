// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "dicom/file_stream.h"

namespace volvr::dicom {

/// A deflated data set (PS3.5 A.5), unpacked while it is read forwards: going back is possible
/// within the last pieces alone, as `Window` does.
class Inflated : public ByteSource {
 public:
  /// @param begin  of the deflated bytes in `file`, which must outlive this
  /// @param most   bytes that are unpacked at most
  Inflated(const OpenFile& file, std::uint64_t begin, std::uint64_t most);

  /// More than anything: its end is known when it is reached.
  std::uint64_t size() const override;

  std::size_t read_at(std::uint64_t offset, std::span<std::byte> buffer) override;

  /// Whether the bytes ended because there were more than `most`.
  bool is_beyond() const { return beyond_; }

 private:
  bool unpack_more();

  FileProducer producer_;
  FileStream stream_;
  std::uint64_t most_;
  std::string kept_;              // the last pieces
  std::uint64_t kept_begin_ = 0;  // where they stand in the data set
  bool good_ = false;
  bool beyond_ = false;
};

}  // namespace volvr::dicom
