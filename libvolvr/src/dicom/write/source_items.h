// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>

#include "volvr/catalog.h"

namespace volvr::dicom {

/// What sources say that their derivation may say, too. An object of many frames is read once and
/// kept without its pixels. May be used from several threads.
class SourceItems {
 public:
  SourceItems();
  ~SourceItems();
  SourceItems(const SourceItems&) = delete;
  SourceItems& operator=(const SourceItems&) = delete;

  /// The attributes of one slice as those of an image of its own: what stands in the functional
  /// groups of its frame stands among the others, under the names that single-frame images use
  /// (EchoTime for EffectiveEchoTime). Whatever has `AttributePlace::nowhere` is left out; window
  /// and padding stay, as does the character set.
  /// @throws Error not_readable, malformed (changed since the scan)
  std::unique_ptr<DcmDataset> of_slice(const SourceInstance& source);

  /// The attributes above the frames, of an object that has functional groups.
  std::unique_ptr<DcmDataset> above_frames(const SourceInstance& source);

  /// The functional groups that hold for the frame: its own, and those shared that it has not.
  std::unique_ptr<DcmItem> groups_of(const SourceInstance& source);

 private:
  DcmDataset& whole(const SourceInstance& source);

  std::mutex mutex_;
  std::map<std::filesystem::path, std::unique_ptr<DcmDataset>> kept_;
};

}  // namespace volvr::dicom
