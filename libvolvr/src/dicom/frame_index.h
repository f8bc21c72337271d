// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "volvr/catalog.h"

namespace volvr::dicom {

class OpenFile;

/// Bytes of a file.
struct Extent {
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
};

/// Where the fragments of each frame of an encapsulated image lie (PS3.5 A.4).
///
/// The n-th fragment is the n-th frame where there are as many; else the basic offset table tells,
/// or, where it is empty or lies, the marks that begin a codestream.
class FrameIndex {
 public:
  /// Reads the heads of the fragments, never the fragments.
  /// @throws Error malformed (lengths that lie, fragments that belong to no frame), not_readable
  FrameIndex(const OpenFile& file, const SourceInstance& slice);

  /// @throws Error malformed where the file has no such frame
  const std::vector<Extent>& fragments_of(int frame) const;

 private:
  const SourceInstance& slice_;
  std::vector<std::vector<Extent>> frames_;
};

}  // namespace volvr::dicom
