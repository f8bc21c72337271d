// SPDX-License-Identifier: Apache-2.0
#include "dicom/write/single_frame.h"

#include "dicom/write/object_file.h"
#include "dicom/write/put.h"
#include "dicom/write/source_items.h"

namespace volvr::dicom {

namespace {

void put_references(DcmItem& items, const Volume& volume, std::size_t k) {
  put(items, DCM_DerivationDescription, derivation_text(volume));
  put_source_reference(items, DCM_SourceImageSequence, volume, k);
  DcmItem& series = add_item(items, DCM_ReferencedSeriesSequence);
  put(series, DCM_SeriesInstanceUID, volume.provenance().series.series_instance_uid);
  put_source_reference(series, DCM_ReferencedInstanceSequence, volume, k);
}

void put_geometry(DcmItem& items, const Derivation& derivation, std::size_t k,
                  const std::string& source_thickness) {
  const PlaneText plane = plane_text(derivation.volume, k, source_thickness);
  put(items, DCM_ImagePositionPatient, plane.position);
  put(items, DCM_ImageOrientationPatient, plane.orientation);
  put(items, DCM_PixelSpacing, plane.pixel_spacing);
  put(items, DCM_SliceThickness, plane.slice_thickness);
  if (derivation.image_class.single_frame_uid == UID_MRImageStorage) {
    put(items, DCM_SpacingBetweenSlices, plane.slice_distance);
  }
  if (!derivation.volume.provenance().resamplings.empty()) {
    delete items.remove(DCM_GantryDetectorTilt);
  }
}

// Type 2 attributes of the image's own modality.
void put_modality(DcmItem& items, const Derivation& derivation, std::size_t k) {
  const std::string& uid = derivation.image_class.single_frame_uid;
  put_if_absent(items, DCM_AcquisitionNumber);
  if (uid == UID_CTImageStorage) {
    put_if_absent(items, DCM_KVP);
    return;
  }
  if (uid == UID_MRImageStorage) {
    put_if_absent(items, DCM_ScanOptions);
    put_if_absent(items, DCM_MRAcquisitionType);
    put_if_absent(items, DCM_EchoTime);
    put_if_absent(items, DCM_EchoTrainLength);
    return;
  }
  put_if_absent(items, DCM_RadiopharmaceuticalInformationSequence);
  if (!items.tagExists(DCM_PatientPosition)) {  // which stands instead of the two in older images
    put_if_absent(items, DCM_PatientOrientationCodeSequence);
    put_if_absent(items, DCM_PatientGantryRelationshipCodeSequence);
  }
  put_word(items, DCM_ImageIndex, static_cast<unsigned>(k + 1));
  put_word(items, DCM_NumberOfSlices, static_cast<unsigned>(derivation.volume.geometry().size.z()));
  if (items.tagExists(DCM_NumberOfTimeSlices)) put_word(items, DCM_NumberOfTimeSlices, 1);
}

// Rescale is no part of the MR image: without need it stays out.
void put_values(DcmItem& items, const Derivation& derivation, std::size_t k) {
  put_pixel_description(items, derivation);
  const bool plain = derivation.form.rescale[k] == Rescale();
  if (plain && derivation.image_class.single_frame_uid == UID_MRImageStorage) return;
  put_rescale(items, derivation, k);
  if (derivation.image_class.single_frame_uid == UID_PositronEmissionTomographyImageStorage) {
    delete items.remove(DCM_RescaleType);  // Units tells it there
  }
}

}  // namespace

std::unique_ptr<DcmFileFormat> single_frame_object(const Derivation& derivation, std::size_t k) {
  const std::unique_ptr<DcmDataset> kept = source_items(source_of(derivation.volume, k));
  auto object = std::make_unique<DcmFileFormat>(kept.get());
  DcmDataset& items = *object->getDataset();
  const std::string thickness = text_of(items, DCM_SliceThickness);
  put_series(items, derivation);
  put(items, DCM_SOPClassUID, derivation.image_class.single_frame_uid);
  put(items, DCM_SOPInstanceUID, derivation.uids.uid("image " + std::to_string(k)));
  put(items, DCM_InstanceNumber, std::to_string(k + 1));
  put(items, DCM_ImageType,
      derived_image_type(text_of(items, DCM_ImageType), derivation.image_class.may_be_secondary));
  put_references(items, derivation.volume, k);
  put_geometry(items, derivation, k, thickness);
  put_modality(items, derivation, k);
  put_values(items, derivation, k);
  put_pixels(items, derivation, k, 1);
  return object;
}

}  // namespace volvr::dicom
