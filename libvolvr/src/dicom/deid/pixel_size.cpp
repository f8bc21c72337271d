// SPDX-License-Identifier: Apache-2.0
#include "dicom/deid/pixel_size.h"

#include <dcmtk/dcmdata/dctk.h>

namespace volvr::dicom::deid {

namespace {

std::uint64_t word(DcmItem& item, const DcmTagKey& key, std::uint64_t otherwise) {
  Uint16 value = 0;
  return item.findAndGetUint16(key, value).good() ? value : otherwise;
}

}  // namespace

std::uint64_t PixelSize::bytes() const {
  const bool halved = photometric_interpretation == "YBR_FULL_422" && samples == 3;
  const std::uint64_t stored = halved ? values() / 3 * 2 : values();
  return (stored * bits_allocated + 7) / 8;
}

PixelSize pixel_size(DcmItem& data_set) {
  PixelSize size;
  size.rows = word(data_set, DCM_Rows, 0);
  size.columns = word(data_set, DCM_Columns, 0);
  size.samples = word(data_set, DCM_SamplesPerPixel, 1);
  size.bits_allocated = word(data_set, DCM_BitsAllocated, 0);
  size.bits_stored = word(data_set, DCM_BitsStored, size.bits_allocated);
  size.is_signed = word(data_set, DCM_PixelRepresentation, 0) == 1;
  size.planes = word(data_set, DCM_PlanarConfiguration, 0) == 1;
  Sint32 frames = 1;
  if (data_set.findAndGetSint32(DCM_NumberOfFrames, frames).good() && frames > 0) {
    size.frames = static_cast<std::uint64_t>(frames);
  }
  OFString photometric;
  data_set.findAndGetOFString(DCM_PhotometricInterpretation, photometric);
  size.photometric_interpretation = photometric.c_str();
  return size;
}

}  // namespace volvr::dicom::deid
