// SPDX-License-Identifier: Apache-2.0
#include "dicom/write/enhanced.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <vector>

#include "core/parallel.h"
#include "dicom/encoding.h"
#include "dicom/write/attribute_places.h"
#include "dicom/write/multi_frame.h"
#include "dicom/write/object_file.h"
#include "dicom/write/put.h"

namespace volvr::dicom {

namespace {

using Groups = std::vector<std::unique_ptr<DcmItem>>;

// Groups that the volume, not the source, decides.
bool is_new(const DcmTagKey& tag) {
  static const std::array groups{DCM_PixelMeasuresSequence, DCM_PlanePositionSequence,
                                 DCM_PlaneOrientationSequence, DCM_PixelValueTransformationSequence,
                                 DCM_FrameContentSequence};
  return std::ranges::find(groups, tag) != groups.end();
}

// Pixels that are the source's own are no derived ones (PS3.3 C.8.16.1.1).
void say_derived(DcmItem& items, const DcmTagKey& tag, const Derivation& derivation) {
  const bool resampled = !derivation.volume.provenance().resamplings.empty();
  if (!resampled && derivation.form.rounding == 0.0) return;
  std::string type = text_of(items, tag);
  if (type.empty()) return;
  const auto first = type.find('\\');
  put(items, tag, "DERIVED" + (first == std::string::npos ? "" : type.substr(first)));
}

// Everything of the frame's content but its place among the others, which is new.
void put_content_of(DcmItem& group, DcmItem& source, std::size_t k) {
  DcmItem* content = nullptr;
  if (source.findAndGetSequenceItem(DCM_FrameContentSequence, content).good()) {
    DcmItem& made = add_item(group, DCM_FrameContentSequence);
    for (unsigned long i = 0; i < content->card(); ++i) {
      DcmElement* element = content->getElement(i);
      if (place_of(element->getTag()) == AttributePlace::nowhere) continue;
      made.insert(static_cast<DcmElement*>(element->clone()), OFTrue);
    }
  }
  put_frame_content(group, k);
}

std::unique_ptr<DcmItem> groups_of_frame(const Derivation& derivation, std::size_t k) {
  const auto source = derivation.sources->groups_of(source_of(derivation.volume, k));
  auto group = std::make_unique<DcmItem>();
  std::string thickness;
  DcmItem* measures = nullptr;
  if (source->findAndGetSequenceItem(DCM_PixelMeasuresSequence, measures).good()) {
    thickness = text_of(*measures, DCM_SliceThickness);
  }
  for (unsigned long i = 0; i < source->card(); ++i) {
    DcmElement* element = source->getElement(i);
    const DcmTagKey tag = element->getTag();
    if (is_new(tag) || place_of(tag) == AttributePlace::nowhere) continue;
    group->insert(static_cast<DcmElement*>(element->clone()), OFTrue);
  }
  DcmItem* type = nullptr;
  const DcmTagKey types = derivation.image_class.frame_type_sequence;
  if (group->findAndGetSequenceItem(types, type).good())
    say_derived(*type, DCM_FrameType, derivation);
  const PlaneText plane = plane_text(derivation.volume, k, thickness);
  put_measures(*group, plane);
  put(add_item(*group, DCM_PlanePositionSequence), DCM_ImagePositionPatient, plane.position);
  put(add_item(*group, DCM_PlaneOrientationSequence), DCM_ImageOrientationPatient,
      plane.orientation);
  put_rescale(add_item(*group, DCM_PixelValueTransformationSequence), derivation, k);
  put_content_of(*group, *source, k);
  put_derivation_image(*group, derivation, k);
  return group;
}

bool is_alike(const Groups& groups, const DcmTagKey& tag) {
  DcmElement* first = nullptr;
  if (groups.front()->findAndGetElement(tag, first).bad()) return false;
  return std::ranges::all_of(groups, [&](const auto& group) {
    DcmElement* element = nullptr;
    return group->findAndGetElement(tag, element).good() && element->compare(*first) == 0;
  });
}

// Groups that must stand with each frame, whatever they say (PS3.3 C.7.6.16.1.1).
bool is_of_each_frame(const DcmTagKey& tag) {
  return tag == DCM_FrameContentSequence || tag == DCM_PlanePositionSequence;
}

void put_groups(DcmItem& items, Groups groups) {
  std::set<DcmTagKey> shared;
  for (unsigned long i = 0; i < groups.front()->card(); ++i) {
    const DcmTagKey tag = groups.front()->getElement(i)->getTag();
    if (!is_of_each_frame(tag) && is_alike(groups, tag)) shared.insert(tag);
  }
  DcmItem& common = add_item(items, DCM_SharedFunctionalGroupsSequence);
  auto frames = std::make_unique<DcmSequenceOfItems>(DCM_PerFrameFunctionalGroupsSequence);
  for (auto& group : groups) {
    for (const DcmTagKey& tag : shared) {
      std::unique_ptr<DcmElement> element(group->remove(tag));
      if (group == groups.front()) common.insert(element.release(), OFTrue);
    }
    frames->append(group.release());
  }
  items.insert(frames.release(), OFTrue);
}

// References that no group holds any more.
void remove_evidence(DcmItem& items) {
  for (const DcmTagKey& tag : {DCM_ReferencedImageEvidenceSequence, DCM_ReferencedRawDataSequence,
                               DCM_ReferencedPresentationStateSequence}) {
    delete items.remove(tag);
  }
}

}  // namespace

std::unique_ptr<DcmFileFormat> enhanced_object(const Derivation& derivation) {
  const Volume& volume = derivation.volume;
  const auto first = derivation.sources->above_frames(source_of(volume, 0));
  auto object = std::make_unique<DcmFileFormat>(first.get());
  DcmDataset& items = *object->getDataset();
  remove_evidence(items);
  put_series(items, derivation);
  // Frames tell their own side.
  if (!first->tagExists(DCM_Laterality)) delete items.remove(DCM_Laterality);
  put_identity_of_frames(items, derivation, *first);
  say_derived(items, DCM_ImageType, derivation);
  put_burned_in(items, derivation.burned_in);
  const std::string& stored_as = volume.provenance().slices.front().pixels.transfer_syntax_uid;
  if (is_lossy(stored_as)) put(items, DCM_LossyImageCompression, "01");
  put_pixel_description(items, derivation);
  put_dimensions(items, derivation);
  put_source_evidence(items, volume);
  Groups groups(derivation.form.rescale.size());
  const ParallelProgress progress{derivation.options.progress, "reading", "slices"};
  parallel_for(
      groups.size(), 1, [&](std::size_t k) { groups[k] = groups_of_frame(derivation, k); },
      progress);
  put_groups(items, std::move(groups));
  put_pixels(items, derivation, 0, derivation.form.rescale.size());
  return object;
}

}  // namespace volvr::dicom
