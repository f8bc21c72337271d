// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "volvr/progress.h"
#include "volvr/volume.h"

namespace volvr::io {

/// Where a writer writes: `file` is the temporary one, `final_name` the one that errors speak of.
struct WriteJob {
  const Volume& volume;
  const std::filesystem::path& file;
  const std::filesystem::path& final_name;
  const ProgressSink& progress;
};

/// NIfTI-1 in one file, through deflate for .nii.gz. A sheared grid is kept in the sform alone.
/// @throws Error unsupported (more than 32767 voxels a side, colours of another type than uint8),
///         no_space, not_writable, cancelled
void write_nifti(const WriteJob& job);
void write_nifti_gz(const WriteJob& job);

/// NRRD and MetaImage by ITK, which reads the volume's own buffer.
/// @throws Error no_space, not_writable, cancelled
void write_nrrd(const WriteJob& job);
void write_metaimage(const WriteJob& job);

}  // namespace volvr::io
