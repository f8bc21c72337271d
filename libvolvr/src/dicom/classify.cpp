// SPDX-License-Identifier: Apache-2.0
#include "dicom/classify.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcuid.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace volvr::dicom {

namespace {

constexpr std::array<std::string_view, 3> slice_classes{UID_CTImageStorage, UID_MRImageStorage,
                                                        UID_PositronEmissionTomographyImageStorage};

constexpr std::array<std::string_view, 11> multi_frame_classes{
    UID_EnhancedCTImageStorage,
    UID_EnhancedMRImageStorage,
    UID_EnhancedMRColorImageStorage,
    UID_EnhancedPETImageStorage,
    UID_LegacyConvertedEnhancedCTImageStorage,
    UID_LegacyConvertedEnhancedMRImageStorage,
    UID_LegacyConvertedEnhancedPETImageStorage,
    UID_MultiframeSingleBitSecondaryCaptureImageStorage,
    UID_MultiframeGrayscaleByteSecondaryCaptureImageStorage,
    UID_MultiframeGrayscaleWordSecondaryCaptureImageStorage,
    UID_MultiframeTrueColorSecondaryCaptureImageStorage};

}  // namespace

ObjectKind classify(const Header& header) {
  const SourceInstance& instance = header.instance;
  const std::string_view sop_class = instance.sop_class_uid;
  const bool of_slice_class = std::ranges::find(slice_classes, sop_class) != slice_classes.end();
  // A slice class without pixels is a file that was cut, not an object of another kind.
  if (!header.has_pixels && !of_slice_class) return ObjectKind::no_pixels;
  if (std::ranges::find(multi_frame_classes, sop_class) != multi_frame_classes.end()) {
    return ObjectKind::multi_frame;
  }
  if (!of_slice_class) return ObjectKind::not_a_slice;
  if (instance.pixels.number_of_frames > 1) return ObjectKind::multi_frame;
  if (header.series->image_type.find("MOSAIC") != std::string::npos) return ObjectKind::mosaic;
  return ObjectKind::slice;
}

}  // namespace volvr::dicom
