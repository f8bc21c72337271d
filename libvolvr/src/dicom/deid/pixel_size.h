// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcitem.h>

#include <cstdint>
#include <string>

namespace volvr::dicom::deid {

/// How many pixels an image has and how they are stored; zeros where it does not say.
struct PixelSize {
  std::uint64_t rows = 0;
  std::uint64_t columns = 0;
  std::uint64_t samples = 1;
  std::uint64_t frames = 1;
  std::uint64_t bits_allocated = 0;
  std::uint64_t bits_stored = 0;
  bool is_signed = false;
  bool planes = false;  ///< each colour in a plane of its own
  std::string photometric_interpretation;

  std::uint64_t values() const { return rows * columns * samples * frames; }

  /// Of native pixels; two of three samples are stored where colours are halved.
  std::uint64_t bytes() const;
};

PixelSize pixel_size(DcmItem& data_set);

}  // namespace volvr::dicom::deid
