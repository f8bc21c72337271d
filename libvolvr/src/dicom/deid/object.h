// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "dicom/deid/pixel_rules.h"
#include "dicom/deid/policy.h"
#include "dicom/file_stream.h"
#include "volvr/deidentify.h"

namespace volvr::dicom::deid {

/// One object, read whole and treated in memory.
class Object {
 public:
  /// @throws Error not_dicom (also for a DICOMDIR, which says so), not_readable, malformed,
  ///         unsupported (refused). No sentence names the file.
  Object(const std::filesystem::path& file, const Policy& policy,
         const std::vector<PixelRule>& rules);
  Object(OpenFile file, const Policy& policy, const std::vector<PixelRule>& rules);
  ~Object();

  /// "STUDY/SERIES/INSTANCE.dcm", by the new UIDs.
  const std::filesystem::path& name() const { return name_; }
  const std::string& original_uid() const { return original_uid_; }
  std::vector<ElementChange>& changes() { return changes_; }

  /// Whether pixels were made black. Bits that hold no pixels do not count.
  bool has_new_pixels() const { return has_new_pixels_; }

  /// Writes a DICOM file with a new meta header and an empty preamble.
  /// @throws Error not_writable, no_space
  void write(const std::filesystem::path& file);

 private:
  struct Source;
  void treat(const Policy& policy, const std::vector<PixelRule>& rules);

  std::unique_ptr<Source> source_;
  std::filesystem::path name_;
  std::string original_uid_;
  std::vector<ElementChange> changes_;
  bool has_new_pixels_ = false;
};

}  // namespace volvr::dicom::deid
