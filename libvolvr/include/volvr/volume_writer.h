// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "volvr/save.h"
#include "volvr/volume.h"

namespace volvr {

/// What a file is to hold, known before any voxel is: one volume, or several as a fourth dimension.
struct VolumeFileInfo {
  VolumeShape shape;  ///< of each volume
  std::size_t volumes = 1;
  std::optional<double> time_step = {};  ///< seconds between volumes, where they are a time course
  std::vector<Resampling> resamplings = {};  ///< written into the file's own metadata
};

/// What tells one file's bytes from another's.
struct FileSum {
  std::uint64_t bytes = 0;
  std::uint32_t crc32 = 0;  ///< as of gzip
  bool operator==(const FileSum&) const = default;
};

/// Writes a file piece by piece, so that neither a long sequence nor a large volume needs to be in
/// memory at once. The file appears under its name when it is whole, and never otherwise.
///
/// A fourth dimension is held by NIfTI (dim[4], pixdim[4] in seconds), NRRD (time as the
/// space's fourth dimension in seconds, or an axis of kind `list`) and MetaImage (NDims = 4); VTI
/// has no place for it.
class VolumeWriter {
 public:
  /// The format follows from the file's name, as for `save`.
  /// @throws Error unsupported (name, geometry, or a fourth dimension that the format cannot hold),
  ///         not_writable, no_space, invalid_argument
  VolumeWriter(const VolumeFileInfo& info, const std::filesystem::path& file,
               const SaveOptions& options = {});
  ~VolumeWriter();
  VolumeWriter(VolumeWriter&&) noexcept;
  VolumeWriter& operator=(VolumeWriter&&) noexcept;

  /// The next whole slices: a volume, or a slab of one. Slabs come by rising k, volumes in order.
  /// @throws Error invalid_argument (other type, components, rows or columns, another place in the
  ///         patient than the next slices have, a slab beyond its volume's end, or too much),
  ///         not_writable, no_space, cancelled
  void write(const Volume& slab);

  /// Makes the file durable and lets it appear. Gives what was written to it, as it was written.
  /// @throws Error invalid_argument (values are missing), not_writable, no_space
  FileSum finish();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace volvr
