// SPDX-License-Identifier: Apache-2.0
#include "dicom/write/source_items.h"

#include <algorithm>
#include <array>

#include "dicom/data_set.h"
#include "dicom/for_each_file.h"
#include "dicom/write/put.h"

namespace volvr::dicom {

namespace {

bool is_one_of(const DcmTagKey& tag, std::span<const DcmTagKey> tags) {
  return std::ranges::find(tags, tag) != tags.end();
}

bool is_of_the_pixels(const DcmTagKey& tag) {
  const auto group = tag.getGroup();
  const bool repeating =
      (group >= 0x5000 && group <= 0x50ff) || (group >= 0x6000 && group <= 0x60ff);
  return repeating || group >= 0x7f00 || tag.hasValidGroup() == OFFalse;
}

bool is_left_out(const DcmTagKey& tag) {
  static const std::array left_out{DCM_InstanceCreationDate,
                                   DCM_InstanceCreationTime,
                                   DCM_InstanceCreatorUID,
                                   DCM_SOPClassUID,
                                   DCM_SOPInstanceUID,
                                   DCM_ReferencedImageSequence,
                                   DCM_DerivationDescription,
                                   DCM_SourceImageSequence,
                                   DCM_DerivationCodeSequence,
                                   DCM_ReferencedSeriesSequence,
                                   DCM_StudiesContainingOtherReferencedInstancesSequence,
                                   DCM_ReferencedInstanceSequence,
                                   DCM_SpacingBetweenSlices,
                                   DCM_SeriesInstanceUID,
                                   DCM_SeriesNumber,
                                   DCM_InstanceNumber,
                                   DCM_ImagePositionPatient,
                                   DCM_ImageOrientationPatient,
                                   DCM_SliceLocation,
                                   DCM_SamplesPerPixel,
                                   DCM_PhotometricInterpretation,
                                   DCM_PlanarConfiguration,
                                   DCM_NumberOfFrames,
                                   DCM_Rows,
                                   DCM_Columns,
                                   DCM_PixelSpacing,
                                   DCM_PixelAspectRatio,
                                   DCM_BitsAllocated,
                                   DCM_BitsStored,
                                   DCM_HighBit,
                                   DCM_PixelRepresentation,
                                   DCM_SmallestImagePixelValue,
                                   DCM_LargestImagePixelValue,
                                   DCM_SmallestPixelValueInSeries,
                                   DCM_LargestPixelValueInSeries,
                                   DCM_RescaleIntercept,
                                   DCM_RescaleSlope,
                                   DCM_RescaleType,
                                   DCM_ModalityLUTSequence,
                                   DCM_VOILUTSequence,
                                   DCM_RealWorldValueMappingSequence,
                                   DCM_IconImageSequence,
                                   DCM_MACParametersSequence,
                                   DCM_EncryptedAttributesSequence,
                                   DCM_OriginalAttributesSequence};
  return tag.isPrivate() || tag.getElement() == 0 || is_of_the_pixels(tag) ||
         is_one_of(tag, left_out);
}

}  // namespace

std::unique_ptr<DcmDataset> source_items(const SourceInstance& source) {
  const OpenFile file = open_any(source.file, {});
  DataSet data(source, file);
  auto items = std::make_unique<DcmDataset>();
  for (unsigned long i = 0; i < data.items().card(); ++i) {
    DcmElement* element = data.items().getElement(i);
    if (is_left_out(element->getTag())) continue;
    items->insert(static_cast<DcmElement*>(element->clone()), OFTrue);
  }
  return items;
}

bool stands_above_frames(const DcmTagKey& tag) {
  static const std::array above{DCM_SpecificCharacterSet,
                                DCM_StudyDate,
                                DCM_SeriesDate,
                                DCM_StudyTime,
                                DCM_SeriesTime,
                                DCM_AccessionNumber,
                                DCM_IssuerOfAccessionNumberSequence,
                                DCM_Modality,
                                DCM_Manufacturer,
                                DCM_InstitutionName,
                                DCM_InstitutionAddress,
                                DCM_ReferringPhysicianName,
                                DCM_TimezoneOffsetFromUTC,
                                DCM_StationName,
                                DCM_StudyDescription,
                                DCM_ProcedureCodeSequence,
                                DCM_SeriesDescription,
                                DCM_InstitutionalDepartmentName,
                                DCM_PhysiciansOfRecord,
                                DCM_PerformingPhysicianName,
                                DCM_NameOfPhysiciansReadingStudy,
                                DCM_OperatorsName,
                                DCM_AdmittingDiagnosesDescription,
                                DCM_ManufacturerModelName,
                                DCM_ReferencedStudySequence,
                                DCM_BodyPartExamined,
                                DCM_DeviceSerialNumber,
                                DCM_SoftwareVersions,
                                DCM_ProtocolName,
                                DCM_SpatialResolution,
                                DCM_DateOfLastCalibration,
                                DCM_TimeOfLastCalibration,
                                DCM_PatientPosition,
                                DCM_StudyInstanceUID,
                                DCM_StudyID,
                                DCM_FrameOfReferenceUID,
                                DCM_SynchronizationFrameOfReferenceUID,
                                DCM_Laterality,
                                DCM_PositionReferenceIndicator,
                                DCM_BurnedInAnnotation,
                                DCM_LossyImageCompression,
                                DCM_LossyImageCompressionRatio,
                                DCM_LossyImageCompressionMethod,
                                DCM_PixelPaddingValue,
                                DCM_PixelPaddingRangeLimit};
  const auto group = tag.getGroup();
  return group == 0x0010 || group == 0x0012 || is_one_of(tag, above);
}

}  // namespace volvr::dicom
