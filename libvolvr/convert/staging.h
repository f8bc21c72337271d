// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "convert/manifest.h"

namespace volvr::batch {

/// Where the files of a run grow before they appear: a hidden folder within the output folder, so
/// that renaming suffices, locked while its run lives.
class Staging {
 public:
  /// @throws Error not_writable (also where another run works on the same shard)
  Staging(const std::filesystem::path& folder, const Shard& shard);
  /// Removes whatever is in it, and itself.
  ~Staging();
  Staging(const Staging&) = delete;
  Staging& operator=(const Staging&) = delete;

  const std::filesystem::path& path() const { return path_; }

  /// Gives finished files their names in the output folder, in the place of what is there.
  /// @throws Error not_writable, no_space
  void publish(const std::vector<ConvertedFile>& files) const;

 private:
  std::filesystem::path folder_;
  std::filesystem::path path_;
  int lock_ = -1;
};

/// Puts right what runs left that were ended while they worked: files that are recorded and whole
/// appear, everything else in their staging folders goes. Other runs that live are left alone.
void recover(const std::filesystem::path& folder, const Manifest& manifest, const Staging& own);

/// Whether each file is in the folder as recorded. @throws Error not_readable
bool are_whole(const std::filesystem::path& folder, const std::vector<ConvertedFile>& files);

/// Makes everything that was written to the folder's file system outlive a loss of power: once for a
/// batch, where once for each of many small files would take most of its time.
/// @throws Error not_writable, no_space
void make_durable(const std::filesystem::path& folder);

}  // namespace volvr::batch
