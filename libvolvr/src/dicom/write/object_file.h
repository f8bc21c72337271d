// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

#include <filesystem>

#include "dicom/write/derivation.h"

namespace volvr::dicom {

/// Puts PixelData of `count` slices from `first` on. @throws Error unsupported (over 4 GB)
void put_pixels(DcmItem& items, const Derivation& derivation, std::size_t first, std::size_t count);

/// Encodes the pixels as asked and writes the file.
/// @param file        where to write
/// @param final_name  the name that errors speak of
/// @throws Error no_space, not_writable, internal (the encoder failed)
void write_object(DcmFileFormat& object, DicomEncoding encoding, const std::filesystem::path& file,
                  const std::filesystem::path& final_name);

}  // namespace volvr::dicom
