// SPDX-License-Identifier: Apache-2.0
#include "dicom/deid/iod.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

#include <algorithm>
#include <array>

namespace volvr::dicom::deid {

namespace {

struct Row {
  std::string_view sop_class;
  Iod iod;
};

constexpr std::array rows{
    Row{UID_CTImageStorage, Iod::image},
    Row{UID_MRImageStorage, Iod::image},
    Row{UID_ComputedRadiographyImageStorage, Iod::image},
    Row{UID_DigitalXRayImageStorageForPresentation, Iod::image},
    Row{UID_DigitalXRayImageStorageForProcessing, Iod::image},
    Row{UID_DigitalMammographyXRayImageStorageForPresentation, Iod::image},
    Row{UID_DigitalMammographyXRayImageStorageForProcessing, Iod::image},
    Row{UID_UltrasoundImageStorage, Iod::image},
    Row{UID_UltrasoundMultiframeImageStorage, Iod::image},
    Row{UID_NuclearMedicineImageStorage, Iod::image},
    Row{UID_SecondaryCaptureImageStorage, Iod::image},
    Row{UID_RTDoseStorage, Iod::image},
    Row{UID_PositronEmissionTomographyImageStorage, Iod::pet},
    Row{UID_EnhancedCTImageStorage, Iod::enhanced},
    Row{UID_EnhancedMRImageStorage, Iod::enhanced},
    Row{UID_EnhancedPETImageStorage, Iod::enhanced},
    Row{UID_LegacyConvertedEnhancedCTImageStorage, Iod::converted},
    Row{UID_LegacyConvertedEnhancedMRImageStorage, Iod::converted},
    Row{UID_LegacyConvertedEnhancedPETImageStorage, Iod::converted},
    Row{UID_SegmentationStorage, Iod::segmentation},
    Row{UID_ParametricMapStorage, Iod::segmentation},
    Row{UID_RTStructureSetStorage, Iod::structures},
    Row{UID_BasicTextSRStorage, Iod::report},
    Row{UID_EnhancedSRStorage, Iod::report},
    Row{UID_ComprehensiveSRStorage, Iod::report},
    Row{UID_Comprehensive3DSRStorage, Iod::report},
    Row{UID_KeyObjectSelectionDocumentStorage, Iod::report},
    Row{UID_GrayscaleSoftcopyPresentationStateStorage, Iod::presentation},
    Row{UID_ColorSoftcopyPresentationStateStorage, Iod::presentation},
    Row{UID_PseudoColorSoftcopyPresentationStateStorage, Iod::presentation},
    Row{UID_BlendingSoftcopyPresentationStateStorage, Iod::presentation},
};

Need value_if(bool needed, Need otherwise = Need::nothing) {
  return needed ? Need::value : otherwise;
}

}  // namespace

Iod iod_of(std::string_view sop_class_uid) {
  const auto* const row = std::ranges::find(rows, sop_class_uid, &Row::sop_class);
  return row == rows.end() ? Iod::other : row->iod;
}

Need need_of(Tag tag, Iod iod, bool nested) {
  // In reports, sequences identify persons, of whom some attribute must always be told.
  if (iod == Iod::other || (iod == Iod::report && nested)) return Need::value;
  const bool enhanced = iod == Iod::enhanced;
  const bool of_frames = enhanced || iod == Iod::converted || iod == Iod::segmentation;
  switch (tag) {
    case 0x00080023:  // ContentDate, ContentTime
    case 0x00080033:
      return value_if(of_frames || iod == Iod::report, Need::place);
    case 0x00080021:  // SeriesDate, SeriesTime
    case 0x00080031:
      return value_if(iod == Iod::pet);
    case 0x0008002a:  // AcquisitionDateTime, StartAcquisitionDateTime, EndAcquisitionDateTime
    case 0x00189516:
    case 0x00189517:
      return value_if(enhanced);
    case 0x00181000:  // DeviceSerialNumber
      return value_if(of_frames);
    case 0x00081111:  // ReferencedPerformedProcedureStepSequence
      return iod == Iod::report ? Need::place : value_if(enhanced || iod == Iod::segmentation);
    case 0x0040a032:  // ObservationDateTime
      return value_if(iod == Iod::report);
    case 0x00180010:  // ContrastBolusAgent, ContentCreatorName
    case 0x00700084:
      return Need::place;
    case 0x00080012:  // InstanceCreationDate, InstanceCreationTime
    case 0x00080013:
    case 0x00080080:  // InstitutionName, InstitutionCodeSequence
    case 0x00080082:
    case 0x00081010:  // StationName
    case 0x00081070:  // OperatorsName, OperatorIdentificationSequence
    case 0x00081072:
    case 0x00181030:  // ProtocolName
    case 0x00181400:  // AcquisitionDeviceProcessingDescription
    case 0x0018700a:  // DetectorID and its calibration
    case 0x0018700c:
    case 0x0018700e:
      return Need::nothing;
    default:
      return Need::value;
  }
}

}  // namespace volvr::dicom::deid
