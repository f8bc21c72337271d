// SPDX-License-Identifier: Apache-2.0
#include "dicom/write/single_frame.h"

#include "dicom/write/object_file.h"
#include "dicom/write/put.h"
#include "volvr/error.h"

namespace volvr::dicom {

namespace {

void put_references(DcmItem& items, const Derivation& derivation, std::size_t k) {
  const Volume& volume = derivation.volume;
  put(items, DCM_DerivationDescription, derivation_text(derivation));
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

bool has_functional_groups(const ImageClass& known) {
  return known.source_uid != known.single_frame_uid;
}

// The third value that the class asks for where the source's was a frame's type.
std::string image_type_of(DcmItem& items, const ImageClass& known) {
  const std::string& uid = known.single_frame_uid;
  if (!has_functional_groups(known)) {
    return derived_image_type(text_of(items, DCM_ImageType), known.may_be_secondary);
  }
  if (uid == UID_CTImageStorage) return "DERIVED\\SECONDARY\\AXIAL";
  return uid == UID_MRImageStorage ? "DERIVED\\SECONDARY\\OTHER" : "DERIVED\\PRIMARY";
}

// How enhanced objects tell the sequence (PS3.3 C.8.13.4), in the older words (C.8.3.1.1.2).
void put_sequence(DcmItem& items) {
  const auto says = [&](const DcmTagKey& tag, const char* word) {
    return text_of(items, tag) == word;
  };
  const auto add = [](std::string& words, bool applies, const char* word) {
    if (applies) words += (words.empty() ? "" : "\\") + std::string(word);
  };
  std::string sequence;
  const bool both = says(DCM_EchoPulseSequence, "BOTH");
  add(sequence, both || says(DCM_EchoPulseSequence, "SPIN"), "SE");
  add(sequence, says(DCM_InversionRecovery, "YES"), "IR");
  add(sequence, both || says(DCM_EchoPulseSequence, "GRADIENT"), "GR");
  add(sequence, says(DCM_EchoPlanarPulseSequence, "YES"), "EP");
  std::string variant;
  const std::string spoiling = text_of(items, DCM_Spoiling);
  add(variant, says(DCM_SegmentedKSpaceTraversal, "PARTIAL"), "SK");
  add(variant, says(DCM_MagnetizationTransfer, "ON_RESONANCE"), "MTC");
  add(variant, !spoiling.empty() && spoiling != "NONE", "SP");
  put_if_absent(items, DCM_ScanningSequence, sequence.empty() ? "RM" : sequence);
  put_if_absent(items, DCM_SequenceVariant, variant.empty() ? "NONE" : variant);
}

// What PET Image Storage asks for and nothing stands in for.
void require_pet(DcmItem& items) {
  for (const DcmTagKey& tag : {DCM_SeriesType, DCM_Units, DCM_CountsSource, DCM_DecayCorrection,
                               DCM_FrameReferenceTime, DCM_ActualFrameDuration}) {
    if (!text_of(items, tag).empty()) continue;
    throw Error(ErrorCode::unsupported, std::string("The sources do not tell ") +
                                            DcmTag(tag).getTagName() +
                                            ", which single PET images must; the enhanced form "
                                            "does without.");
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
    if (has_functional_groups(derivation.image_class)) put_sequence(items);
    put_if_absent(items, DCM_ScanOptions);
    put_if_absent(items, DCM_MRAcquisitionType);
    put_if_absent(items, DCM_EchoTime);
    put_if_absent(items, DCM_EchoTrainLength);
    return;
  }
  if (has_functional_groups(derivation.image_class)) require_pet(items);
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
  const SourceInstance& source = source_of(derivation.volume, k);
  const std::unique_ptr<DcmDataset> kept = derivation.sources->of_slice(source);
  auto object = std::make_unique<DcmFileFormat>(kept.get());
  DcmDataset& items = *object->getDataset();
  const std::string thickness = text_of(items, DCM_SliceThickness);
  put_series(items, derivation);
  put(items, DCM_SOPClassUID, derivation.image_class.single_frame_uid);
  put(items, DCM_SOPInstanceUID, derivation.uids.uid("image " + std::to_string(k)));
  put(items, DCM_InstanceNumber, std::to_string(k + 1));
  put(items, DCM_ImageType, image_type_of(items, derivation.image_class));
  if (derivation.options.burned_in_annotation && text_of(items, DCM_BurnedInAnnotation).empty()) {
    put(items, DCM_BurnedInAnnotation, burned_in({}, derivation.options));
  }
  put_references(items, derivation, k);
  put_geometry(items, derivation, k, thickness);
  put_modality(items, derivation, k);
  put_values(items, derivation, k);
  put_pixels(items, derivation, k, 1);
  return object;
}

}  // namespace volvr::dicom
