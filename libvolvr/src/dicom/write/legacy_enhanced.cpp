// SPDX-License-Identifier: Apache-2.0
#include "dicom/write/legacy_enhanced.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "core/parallel.h"
#include "core/text.h"
#include "dicom/encoding.h"
#include "dicom/write/attribute_places.h"
#include "dicom/write/multi_frame.h"
#include "dicom/write/object_file.h"
#include "dicom/write/put.h"

namespace volvr::dicom {

namespace {

using Sources = std::vector<std::unique_ptr<DcmDataset>>;

Sources sources_of(const Derivation& derivation) {
  Sources sources(derivation.form.rescale.size());
  parallel_for(sources.size(), derivation.options.threads,
               [&](std::size_t k) {
                 sources[k] = derivation.sources->of_slice(source_of(derivation.volume, k));
               },
               {derivation.options.progress, "reading", "slices"});
  return sources;
}

bool is_alike(const Sources& sources, const DcmTagKey& tag) {
  DcmElement* first = nullptr;
  if (sources.front()->findAndGetElement(tag, first).bad()) return false;
  return std::ranges::all_of(sources, [&](const auto& source) {
    DcmElement* element = nullptr;
    return source->findAndGetElement(tag, element).good() && element->compare(*first) == 0;
  });
}

void copy_to(DcmItem& to, DcmItem& from, const DcmTagKey& tag) {
  DcmElement* element = nullptr;
  if (from.findAndGetElement(tag, element).good()) {
    to.insert(static_cast<DcmElement*>(element->clone()), OFTrue);
  }
}

// Window of the values of one frame: the source's first, or all that there is.
void put_window(DcmItem& group, DcmItem& source, const Volume& volume) {
  DcmItem& window = add_item(group, DCM_FrameVOILUTSequence);
  if (source.tagExists(DCM_WindowCenter) && source.tagExists(DCM_WindowWidth)) {
    for (const DcmTagKey& tag : {DCM_WindowCenter, DCM_WindowWidth,
                                 DCM_WindowCenterWidthExplanation, DCM_VOILUTFunction}) {
      copy_to(window, source, tag);
    }
    return;
  }
  const ValueStatistics found = statistics(volume);
  put(window, DCM_WindowCenter, decimal_string(0.5 * (found.minimum + found.maximum)));
  put(window, DCM_WindowWidth, decimal_string(std::max(1.0, found.maximum - found.minimum)));
}

std::string frame_type(DcmItem& source, const Derivation& derivation) {
  const Volume& volume = derivation.volume;
  const std::string type = text_of(source, DCM_ImageType);
  const bool original = type.starts_with("ORIGINAL") && volume.provenance().resamplings.empty() &&
                        derivation.form.rounding == 0.0;
  return std::string(original ? "ORIGINAL" : "DERIVED") + "\\PRIMARY\\VOLUME\\" +
         (volume.provenance().resamplings.empty() ? "NONE" : "RESAMPLED");
}

void put_frame_type(DcmItem& items, const DcmTagKey& tag, const std::string& type) {
  put(items, tag, type);
  put(items, DCM_PixelPresentation, "MONOCHROME");
  put(items, DCM_VolumetricProperties, "VOLUME");
  put(items, DCM_VolumeBasedCalculationTechnique, "NONE");
}

// What every frame has in common.
struct Common {
  bool window = false;
  bool rescale = false;
  bool thickness = false;
  std::string type;
  std::set<DcmTagKey> unassigned;
};

Common common_of(const Derivation& derivation, const Sources& sources) {
  Common common;
  const auto alike_or_absent = [&](const DcmTagKey& tag) {
    return is_alike(sources, tag) || std::ranges::none_of(sources, [&](const auto& source) {
             return source->tagExists(tag);
           });
  };
  common.window = alike_or_absent(DCM_WindowCenter) && alike_or_absent(DCM_WindowWidth);
  common.thickness = alike_or_absent(DCM_SliceThickness);
  const auto& rescale = derivation.form.rescale;
  common.rescale =
      std::ranges::all_of(rescale, [&](const Rescale& r) { return r == rescale.front(); });
  common.type = frame_type(*sources.front(), derivation);
  DcmItem& first = *sources.front();
  for (unsigned long i = 0; i < first.card(); ++i) {
    const DcmTagKey tag = first.getElement(i)->getTag();
    if (place_of(tag) == AttributePlace::image && is_alike(sources, tag))
      common.unassigned.insert(tag);
  }
  return common;
}

void put_shared(DcmItem& group, const Derivation& derivation, const Sources& sources,
                const Common& common) {
  DcmItem& first = *sources.front();
  const PlaneText plane = plane_text(derivation.volume, 0, text_of(first, DCM_SliceThickness));
  if (common.thickness) put_measures(group, plane);
  put(add_item(group, DCM_PlaneOrientationSequence), DCM_ImageOrientationPatient,
      plane.orientation);
  put_frame_type(add_item(group, derivation.image_class.frame_type_sequence), DCM_FrameType,
                 common.type);
  if (common.rescale) {
    put_rescale(add_item(group, DCM_PixelValueTransformationSequence), derivation, 0);
  }
  if (common.window) put_window(group, first, derivation.volume);
  if (common.unassigned.empty()) return;
  DcmItem& rest = add_item(group, DCM_UnassignedSharedConvertedAttributesSequence);
  for (const DcmTagKey& tag : common.unassigned) copy_to(rest, first, tag);
}

void put_frame(DcmItem& group, const Derivation& derivation, DcmItem& source, std::size_t k,
               const Common& common) {
  const Volume& volume = derivation.volume;
  const PlaneText plane = plane_text(volume, k, text_of(source, DCM_SliceThickness));
  put_frame_content(group, k);
  put(add_item(group, DCM_PlanePositionSequence), DCM_ImagePositionPatient, plane.position);
  if (!common.thickness) put_measures(group, plane);
  if (!common.rescale) {
    put_rescale(add_item(group, DCM_PixelValueTransformationSequence), derivation, k);
  }
  if (!common.window) put_window(group, source, volume);
  put_source_reference(group, DCM_ConversionSourceAttributesSequence, volume, k);
  const bool other_values = derivation.form.rounding > 0.0;
  if (other_values || !volume.provenance().resamplings.empty()) {
    put_derivation_image(group, derivation, k);
  }
  DcmItem& rest = add_item(group, DCM_UnassignedPerFrameConvertedAttributesSequence);
  put(rest, DCM_InstanceNumber, std::to_string(source_of(volume, k).instance_number));
  for (unsigned long i = 0; i < source.card(); ++i) {
    const DcmTagKey tag = source.getElement(i)->getTag();
    if (place_of(tag) == AttributePlace::image && !common.unassigned.contains(tag))
      copy_to(rest, source, tag);
  }
}

void put_top(DcmItem& items, const Derivation& derivation, const Sources& sources,
             const std::string& type) {
  DcmItem& first = *sources.front();
  for (unsigned long i = 0; i < first.card(); ++i) {
    const DcmTagKey tag = first.getElement(i)->getTag();
    if (place_of(tag) == AttributePlace::top) copy_to(items, first, tag);
  }
  copy_to(items, first, DCM_ContributingEquipmentSequence);
  put_series(items, derivation);
  put_identity_of_frames(items, derivation, first);
  put_frame_type(items, DCM_ImageType, type);
  put(items, DCM_PresentationLUTShape,
      derivation.volume.provenance().slices.front().pixels.photometric_interpretation ==
              "MONOCHROME1"
          ? "INVERSE"
          : "IDENTITY");
  const std::string& stored_as =
      derivation.volume.provenance().slices.front().pixels.transfer_syntax_uid;
  put_if_absent(items, DCM_LossyImageCompression, is_lossy(stored_as) ? "01" : "00");
  std::vector<std::string> said;
  for (const auto& source : sources) said.push_back(text_of(*source, DCM_BurnedInAnnotation));
  put_burned_in(items, burned_in(said, derivation.options));
  items.insertEmptyElement(DCM_AcquisitionContextSequence);
  copy_to(items, first, DCM_ContentQualification);
  put_if_absent(items, DCM_ContentQualification, "RESEARCH");
  put_pixel_description(items, derivation);
  if (derivation.form.rounding > 0.0 || !derivation.volume.provenance().resamplings.empty()) {
    put_source_evidence(items, derivation.volume);
  }
}

}  // namespace

std::unique_ptr<DcmFileFormat> legacy_enhanced_object(const Derivation& derivation) {
  const Sources sources = sources_of(derivation);
  const Common common = common_of(derivation, sources);
  auto object = std::make_unique<DcmFileFormat>();
  DcmDataset& items = *object->getDataset();
  put_top(items, derivation, sources, common.type);
  put_dimensions(items, derivation);
  put_shared(add_item(items, DCM_SharedFunctionalGroupsSequence), derivation, sources, common);
  for (std::size_t k = 0; k < sources.size(); ++k) {
    put_frame(add_item(items, DCM_PerFrameFunctionalGroupsSequence), derivation, *sources[k], k,
              common);
  }
  put_pixels(items, derivation, 0, sources.size());
  return object;
}

}  // namespace volvr::dicom
