// SPDX-License-Identifier: Apache-2.0
#include "dicom/write/multi_frame.h"

#include <array>
#include <set>
#include <string>
#include <vector>

#include "dicom/write/put.h"
#include "volvr/error.h"

namespace volvr::dicom {

namespace {

std::string first_filled(DcmItem& items, const std::vector<DcmTagKey>& tags,
                         const std::string& if_none) {
  for (const DcmTagKey& tag : tags) {
    if (const std::string text = text_of(items, tag); !text.empty()) return text;
  }
  return if_none;
}

}  // namespace

void put_identity_of_frames(DcmItem& items, const Derivation& derivation, DcmItem& first) {
  put(items, DCM_SOPClassUID, derivation.written_uid);
  put(items, DCM_SOPInstanceUID, derivation.uids.uid("object"));
  put(items, DCM_InstanceNumber, "1");
  put(items, DCM_NumberOfFrames, std::to_string(derivation.form.rescale.size()));
  put(items, DCM_ContentDate,
      first_filled(first, {DCM_ContentDate, DCM_AcquisitionDate, DCM_SeriesDate, DCM_StudyDate},
                   "19000101"));
  put(items, DCM_ContentTime,
      first_filled(first, {DCM_ContentTime, DCM_AcquisitionTime, DCM_SeriesTime, DCM_StudyTime},
                   "000000"));
}

void put_burned_in(DcmItem& items, const std::string& said) {
  if (said == "YES") {
    throw Error(ErrorCode::unsupported,
                "Text is burned into the pixels, which images of many frames must not have; single "
                "frames may.");
  }
  if (said.empty()) {
    delete items.remove(DCM_BurnedInAnnotation);
  } else {
    put(items, DCM_BurnedInAnnotation, said);
  }
}

void put_dimensions(DcmItem& items, const Derivation& derivation) {
  const std::string uid = derivation.uids.uid("dimensions");
  put(add_item(items, DCM_DimensionOrganizationSequence), DCM_DimensionOrganizationUID, uid);
  for (const DcmTagKey& tag : {DCM_StackID, DCM_InStackPositionNumber}) {
    DcmItem& index = add_item(items, DCM_DimensionIndexSequence);
    index.putAndInsertTagKey(DCM_DimensionIndexPointer, tag);
    index.putAndInsertTagKey(DCM_FunctionalGroupPointer, DCM_FrameContentSequence);
    put(index, DCM_DimensionOrganizationUID, uid);
  }
}

void put_frame_content(DcmItem& group, std::size_t k) {
  DcmItem* present = nullptr;
  const bool is_there = group.findAndGetSequenceItem(DCM_FrameContentSequence, present).good();
  DcmItem& content = is_there ? *present : add_item(group, DCM_FrameContentSequence);
  const auto position = static_cast<Uint32>(k + 1);
  put(content, DCM_StackID, "1");
  content.putAndInsertUint32(DCM_InStackPositionNumber, position);
  const std::array<Uint32, 2> indices{1, position};
  content.putAndInsertUint32Array(DCM_DimensionIndexValues, indices.data(), indices.size());
}

void put_measures(DcmItem& group, const PlaneText& plane) {
  DcmItem& measures = add_item(group, DCM_PixelMeasuresSequence);
  put(measures, DCM_PixelSpacing, plane.pixel_spacing);
  put(measures, DCM_SliceThickness, plane.slice_thickness);
  put(measures, DCM_SpacingBetweenSlices, plane.slice_distance);
}

void put_derivation_image(DcmItem& group, const Derivation& derivation, std::size_t k) {
  const Volume& volume = derivation.volume;
  DcmItem& image = add_item(group, DCM_DerivationImageSequence);
  put(image, DCM_DerivationDescription, derivation_text(derivation));
  DcmItem& code = add_item(image, DCM_DerivationCodeSequence);
  const bool resampled = !volume.provenance().resamplings.empty();
  // PS3.16 CID 7203, which may be extended, has no code for frames that were only put in order.
  put(code, DCM_CodeValue, resampled ? "113085" : "ORDERED");
  put(code, DCM_CodingSchemeDesignator, resampled ? "DCM" : "99VOLVR");
  put(code, DCM_CodeMeaning, resampled ? "Spatial resampling" : "Frames ordered in space");
  put_source_reference(image, DCM_SourceImageSequence, volume, k);
}

void put_source_evidence(DcmItem& items, const Volume& volume) {
  const Provenance& from = volume.provenance();
  DcmItem& study = add_item(items, DCM_SourceImageEvidenceSequence);
  put(study, DCM_StudyInstanceUID, from.series.study.study_instance_uid);
  DcmItem& series = add_item(study, DCM_ReferencedSeriesSequence);
  put(series, DCM_SeriesInstanceUID, from.series.series_instance_uid);
  std::set<std::string> named;
  for (const SourceInstance& slice : from.slices) {
    if (!named.insert(slice.sop_instance_uid).second) continue;
    DcmItem& instance = add_item(series, DCM_ReferencedSOPSequence);
    put(instance, DCM_ReferencedSOPClassUID, slice.sop_class_uid);
    put(instance, DCM_ReferencedSOPInstanceUID, slice.sop_instance_uid);
  }
}

}  // namespace volvr::dicom
