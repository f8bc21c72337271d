// SPDX-License-Identifier: Apache-2.0
#include "dicom/classify.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcuid.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "dicom/stack.h"

namespace volvr::dicom {

namespace {

constexpr std::array<std::string_view, 15> slice_classes{
    UID_CTImageStorage,
    UID_MRImageStorage,
    UID_PositronEmissionTomographyImageStorage,
    UID_EnhancedCTImageStorage,
    UID_EnhancedMRImageStorage,
    UID_EnhancedMRColorImageStorage,
    UID_EnhancedPETImageStorage,
    UID_LegacyConvertedEnhancedCTImageStorage,
    UID_LegacyConvertedEnhancedMRImageStorage,
    UID_LegacyConvertedEnhancedPETImageStorage,
    UID_ParametricMapStorage,
    UID_RTDoseStorage,
    UID_XRay3DAngiographicImageStorage,
    UID_XRay3DCraniofacialImageStorage,
    UID_BreastTomosynthesisImageStorage};

constexpr std::array<std::string_view, 4> multi_frame_captures{
    UID_MultiframeSingleBitSecondaryCaptureImageStorage,
    UID_MultiframeGrayscaleByteSecondaryCaptureImageStorage,
    UID_MultiframeGrayscaleWordSecondaryCaptureImageStorage,
    UID_MultiframeTrueColorSecondaryCaptureImageStorage};

constexpr std::array<std::string_view, 4> volume_modalities{"CT", "MR", "PT", "NM"};

struct Name {
  std::string_view prefix;  ///< of the class UID
  std::string_view name;
};

constexpr std::array names{
    Name{"1.2.840.10008.1.3.10", "DICOMDIR"},
    Name{"1.2.840.10008.5.1.4.1.1.88.59", "key object selection"},
    Name{"1.2.840.10008.5.1.4.1.1.88.67", "radiation dose report"},
    Name{"1.2.840.10008.5.1.4.1.1.88.", "structured report"},
    Name{"1.2.840.10008.5.1.4.1.1.11.", "presentation state"},
    Name{"1.2.840.10008.5.1.4.1.1.66.1", "spatial registration"},
    Name{"1.2.840.10008.5.1.4.1.1.66.3", "deformable registration"},
    Name{"1.2.840.10008.5.1.4.1.1.66.5", "surface segmentation"},
    Name{"1.2.840.10008.5.1.4.1.1.66", "raw data object"},
    Name{"1.2.840.10008.5.1.4.1.1.67", "real-world value mapping"},
    Name{"1.2.840.10008.5.1.4.1.1.481.5", "RT plan"},
    Name{"1.2.840.10008.5.1.4.1.1.481.8", "RT ion plan"},
    Name{"1.2.840.10008.5.1.4.1.1.481.", "RT object"},
    Name{"1.2.840.10008.5.1.4.1.1.4.2", "MR spectroscopy"},
    Name{"1.2.840.10008.5.1.4.1.1.9.", "waveform"},
    Name{"1.2.840.10008.5.1.4.1.1.104.", "encapsulated document"},
    Name{"1.3.12.2.1107.5.9.1", "Siemens raw data object"},
    Name{"1.3.46.670589.", "Philips private object"},
    Name{"1.2.840.113619.", "GE private object"},
};

}  // namespace

ObjectKind classify(const Header& header) {
  const SourceInstance& instance = header.instance;
  const std::string_view sop_class = instance.sop_class_uid;
  if (sop_class == UID_RTStructureSetStorage) return ObjectKind::contours;
  if (sop_class == UID_SegmentationStorage || sop_class == UID_LabelMapSegmentationStorage) {
    return ObjectKind::segmentation;
  }
  const bool of_slice_class = std::ranges::find(slice_classes, sop_class) != slice_classes.end();
  // A slice class without pixels is a file that was cut, not an object of another kind.
  if (!header.has_pixels && !of_slice_class) return ObjectKind::no_pixels;
  if (sop_class == UID_NuclearMedicineImageStorage) {
    return header.series->image_type.find("RECON") != std::string::npos ? ObjectKind::slice
                                                                        : ObjectKind::not_a_slice;
  }
  const bool is_capture = std::ranges::find(multi_frame_captures, sop_class) !=
                          multi_frame_captures.end();
  if (is_capture && instance.pixels.number_of_frames > 1) return ObjectKind::slice;
  if (sop_class == UID_SecondaryCaptureImageStorage && has_geometry(header) &&
      std::ranges::find(volume_modalities, header.series->modality) != volume_modalities.end()) {
    return ObjectKind::capture;
  }
  return of_slice_class ? ObjectKind::slice : ObjectKind::not_a_slice;
}

std::string object_name(std::string_view sop_class_uid) {
  for (const Name& row : names) {
    if (sop_class_uid.starts_with(row.prefix)) return std::string(row.name);
  }
  return sop_class_uid.empty() ? "object without a class" : "object of another class";
}

}  // namespace volvr::dicom
