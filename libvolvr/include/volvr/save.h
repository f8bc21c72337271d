// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include "volvr/progress.h"
#include "volvr/volume.h"

namespace volvr {

struct SaveOptions {
  bool overwrite = false;  ///< false: an existing file is an error
  int threads = 0;         ///< that compress .nii.gz, 0: one a processor; the bytes are always the same
  bool durable = true;     ///< false: the caller makes many files outlive a loss of power at once
  ProgressSink progress = {};
};

/// Writes a volume; the format follows from the file's name: .nii, .nii.gz, .nrrd, .mha, .vti.
///
/// The file appears under its name only when it is whole (written beside it, then renamed).
/// Geometry is kept exactly; NIfTI's affine is RAS as that format asks, the others keep LPS. NIfTI-2
/// is written where a side is longer than the 32767 of NIfTI-1. A format that cannot hold the
/// geometry (a sheared grid in .vti) or the type (colours of 16 bits in NIfTI) is refused, never
/// bent. Resamplings of the volume's provenance are named in the file's own metadata.
/// @throws Error unsupported (name or geometry), not_writable, no_space, cancelled
void save(const Volume& volume, const std::filesystem::path& file, const SaveOptions& options = {});

/// The endings that `save` knows, without their first dot, for example "nii.gz".
const std::vector<std::string_view>& save_formats();

}  // namespace volvr
