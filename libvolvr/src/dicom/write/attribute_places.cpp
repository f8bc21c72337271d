// SPDX-License-Identifier: Apache-2.0
#include "dicom/write/attribute_places.h"

#include <map>

namespace volvr::dicom {

namespace {

bool is_of_the_pixels(const DcmTagKey& tag) {
  const auto group = tag.getGroup();
  const bool repeating =
      (group >= 0x5000 && group <= 0x50ff) || (group >= 0x6000 && group <= 0x60ff);
  return repeating || group >= 0x7f00 || tag.hasValidGroup() == OFFalse;
}

const std::map<DcmTagKey, AttributePlace>& known_places() {
  using enum AttributePlace;
  static const std::map<DcmTagKey, AttributePlace> places{
      {DCM_InstanceCreationDate, nowhere},
      {DCM_InstanceCreationTime, nowhere},
      {DCM_InstanceCreatorUID, nowhere},
      {DCM_SOPClassUID, nowhere},
      {DCM_SOPInstanceUID, nowhere},
      {DCM_ReferencedImageSequence, nowhere},
      {DCM_DerivationDescription, nowhere},
      {DCM_SourceImageSequence, nowhere},
      {DCM_DerivationCodeSequence, nowhere},
      {DCM_ReferencedSeriesSequence, nowhere},
      {DCM_StudiesContainingOtherReferencedInstancesSequence, nowhere},
      {DCM_ReferencedInstanceSequence, nowhere},
      {DCM_SpacingBetweenSlices, nowhere},
      {DCM_SeriesInstanceUID, nowhere},
      {DCM_SeriesNumber, nowhere},
      {DCM_InstanceNumber, nowhere},
      {DCM_ImagePositionPatient, nowhere},
      {DCM_ImageOrientationPatient, nowhere},
      {DCM_SliceLocation, nowhere},
      {DCM_SamplesPerPixel, nowhere},
      {DCM_PhotometricInterpretation, nowhere},
      {DCM_PlanarConfiguration, nowhere},
      {DCM_NumberOfFrames, nowhere},
      {DCM_Rows, nowhere},
      {DCM_Columns, nowhere},
      {DCM_PixelSpacing, nowhere},
      {DCM_PixelAspectRatio, nowhere},
      {DCM_BitsAllocated, nowhere},
      {DCM_BitsStored, nowhere},
      {DCM_HighBit, nowhere},
      {DCM_PixelRepresentation, nowhere},
      {DCM_SmallestImagePixelValue, nowhere},
      {DCM_LargestImagePixelValue, nowhere},
      {DCM_SmallestPixelValueInSeries, nowhere},
      {DCM_LargestPixelValueInSeries, nowhere},
      {DCM_RescaleIntercept, nowhere},
      {DCM_RescaleSlope, nowhere},
      {DCM_RescaleType, nowhere},
      {DCM_ModalityLUTSequence, nowhere},
      {DCM_VOILUTSequence, nowhere},
      {DCM_RealWorldValueMappingSequence, nowhere},
      {DCM_IconImageSequence, nowhere},
      {DCM_MACParametersSequence, nowhere},
      {DCM_EncryptedAttributesSequence, nowhere},
      {DCM_OriginalAttributesSequence, nowhere},
      {DCM_SharedFunctionalGroupsSequence, nowhere},
      {DCM_PerFrameFunctionalGroupsSequence, nowhere},
      {DCM_DimensionOrganizationSequence, nowhere},
      {DCM_DimensionIndexSequence, nowhere},
      {DCM_DimensionOrganizationType, nowhere},
      {DCM_DimensionIndexValues, nowhere},
      {DCM_StackID, nowhere},
      {DCM_InStackPositionNumber, nowhere},
      {DCM_SourceImageEvidenceSequence, nowhere},
      {DCM_DerivationImageSequence, nowhere},
      {DCM_ConversionSourceAttributesSequence, nowhere},
      {DCM_UnassignedSharedConvertedAttributesSequence, nowhere},
      {DCM_UnassignedPerFrameConvertedAttributesSequence, nowhere},
      {DCM_FrameIncrementPointer, nowhere},
      {DCM_ConcatenationUID, nowhere},
      {DCM_SOPInstanceUIDOfConcatenationSource, nowhere},
      {DCM_InConcatenationNumber, nowhere},
      {DCM_InConcatenationTotalNumber, nowhere},
      {DCM_ConcatenationFrameOffsetNumber, nowhere},
      {DCM_SpecificCharacterSet, top},
      {DCM_StudyDate, top},
      {DCM_SeriesDate, top},
      {DCM_StudyTime, top},
      {DCM_SeriesTime, top},
      {DCM_AccessionNumber, top},
      {DCM_IssuerOfAccessionNumberSequence, top},
      {DCM_Modality, top},
      {DCM_Manufacturer, top},
      {DCM_InstitutionName, top},
      {DCM_InstitutionAddress, top},
      {DCM_ReferringPhysicianName, top},
      {DCM_TimezoneOffsetFromUTC, top},
      {DCM_StationName, top},
      {DCM_StudyDescription, top},
      {DCM_ProcedureCodeSequence, top},
      {DCM_SeriesDescription, top},
      {DCM_InstitutionalDepartmentName, top},
      {DCM_PhysiciansOfRecord, top},
      {DCM_PerformingPhysicianName, top},
      {DCM_NameOfPhysiciansReadingStudy, top},
      {DCM_OperatorsName, top},
      {DCM_AdmittingDiagnosesDescription, top},
      {DCM_ManufacturerModelName, top},
      {DCM_ReferencedStudySequence, top},
      {DCM_BodyPartExamined, top},
      {DCM_DeviceSerialNumber, top},
      {DCM_SoftwareVersions, top},
      {DCM_ProtocolName, top},
      {DCM_SpatialResolution, top},
      {DCM_DateOfLastCalibration, top},
      {DCM_TimeOfLastCalibration, top},
      {DCM_PatientPosition, top},
      {DCM_StudyInstanceUID, top},
      {DCM_StudyID, top},
      {DCM_FrameOfReferenceUID, top},
      {DCM_SynchronizationFrameOfReferenceUID, top},
      {DCM_Laterality, top},
      {DCM_PositionReferenceIndicator, top},
      {DCM_BurnedInAnnotation, top},
      {DCM_LossyImageCompression, top},
      {DCM_LossyImageCompressionRatio, top},
      {DCM_LossyImageCompressionMethod, top},
      {DCM_PixelPaddingValue, top},
      {DCM_PixelPaddingRangeLimit, top},
      {DCM_ImageType, own},
      {DCM_WindowCenter, own},
      {DCM_WindowWidth, own},
      {DCM_WindowCenterWidthExplanation, own},
      {DCM_VOILUTFunction, own},
      {DCM_SliceThickness, own},
      {DCM_ContributingEquipmentSequence, own},
      {DCM_PresentationLUTShape, own},
      {DCM_ContentQualification, own}};
  return places;
}

}  // namespace

AttributePlace place_of(const DcmTagKey& tag) {
  if (tag.isPrivate() || tag.getElement() == 0 || is_of_the_pixels(tag)) {
    return AttributePlace::nowhere;
  }
  const auto at = known_places().find(tag);
  if (at != known_places().end()) return at->second;
  const bool of_patient = tag.getGroup() == 0x0010 || tag.getGroup() == 0x0012;
  return of_patient ? AttributePlace::top : AttributePlace::image;
}

}  // namespace volvr::dicom
