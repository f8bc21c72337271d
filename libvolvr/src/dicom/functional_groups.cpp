// SPDX-License-Identifier: Apache-2.0
#include "dicom/functional_groups.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

#include <algorithm>
#include <array>

#include "core/text.h"

namespace volvr::dicom {

namespace {

// Attributes that the enhanced objects give another name, and those whose values they stand for.
struct Alias {
  DcmTagKey from;
  Tag to = 0;
};

const std::array aliases{
    Alias{DCM_FrameType, tag::image_type},
    Alias{DCM_EffectiveEchoTime, tag::echo_time},
    Alias{DCM_InversionTimes, tag::inversion_time},
    Alias{DCM_FrameAcquisitionNumber, tag::acquisition_number},
    Alias{DCM_FrameAcquisitionDateTime, tag::acquisition_time},
    Alias{DCM_FrameReferenceDateTime, tag::content_time},
    Alias{DCM_TemporalPositionIndex, tag::temporal_position_identifier},
    Alias{DCM_NominalCardiacTriggerDelayTime, tag::trigger_time},
};

// The groups that say what volvr looks at. Others repeat tags with other meanings.
const std::array macros{
    DCM_PixelMeasuresSequence,
    DCM_PlanePositionSequence,
    DCM_PlaneOrientationSequence,
    DCM_FrameContentSequence,
    DCM_PixelValueTransformationSequence,
    DCM_CTImageFrameTypeSequence,
    DCM_MRImageFrameTypeSequence,
    DCM_PETFrameTypeSequence,
    DCM_CTReconstructionSequence,
    DCM_MREchoSequence,
    DCM_MRModifierSequence,
    DCM_MRTimingAndRelatedParametersSequence,
    DCM_MRDiffusionSequence,
    DCM_CardiacSynchronizationSequence,
    DCM_TemporalPositionSequence,
    DCM_UnassignedSharedConvertedAttributesSequence,
    DCM_UnassignedPerFrameConvertedAttributesSequence,
};

DcmItem* first_item(DcmItem& group, const DcmTagKey& sequence) {
  DcmItem* item = nullptr;
  return group.findAndGetSequenceItem(sequence, item, 0).good() ? item : nullptr;
}

void overlay_macro(Elements& elements, DcmItem& item) {
  overlay(elements, item);
  for (const Alias& alias : aliases) {
    DcmElement* element = nullptr;
    if (item.findAndGetElement(alias.from, element).good() && element != nullptr) {
      overlay(elements, alias.to, *element);
    }
  }
  if (DcmItem* direction = first_item(item, DCM_DiffusionGradientDirectionSequence)) {
    overlay(elements, *direction);
  }
}

void overlay_groups(Elements& elements, DcmItem& group) {
  for (const DcmTagKey& macro : macros) {
    if (DcmItem* item = first_item(group, macro)) overlay_macro(elements, *item);
  }
  DcmElement* mapping = nullptr;
  if (group.findAndGetElement(DCM_RealWorldValueMappingSequence, mapping).good()) {
    elements.add_presence(tag::real_world_value_mapping);
  }
}

// What a dimension counts.
enum class Dimension { position, stack, other };

Dimension dimension_of(const DcmTagKey& pointer) {
  if (pointer == DCM_StackID) return Dimension::stack;
  const bool position = pointer == DCM_ImagePositionPatient || pointer == DCM_InStackPositionNumber;
  return position ? Dimension::position : Dimension::other;
}

std::vector<Dimension> dimensions_of(DcmItem& data_set) {
  std::vector<Dimension> dimensions;
  DcmItem* item = nullptr;
  for (long i = 0; data_set.findAndGetSequenceItem(DCM_DimensionIndexSequence, item, i).good();
       ++i) {
    DcmElement* element = nullptr;
    DcmTagKey pointer;
    if (item->findAndGetElement(DCM_DimensionIndexPointer, element).good()) {
      auto* tag_element = dynamic_cast<DcmAttributeTag*>(element);
      if (tag_element != nullptr) tag_element->getTagVal(pointer, 0);
    }
    dimensions.push_back(dimension_of(pointer));
  }
  return dimensions;
}

// Leaves in the index what does not tell where the frame lies; what does stands in for the number in
// the stack where there is none.
void take_positions(Elements& elements, const std::vector<Dimension>& dimensions) {
  const std::string values(elements.text(tag::dimension_index_values));
  if (values.empty()) return;
  const auto parts = split(values, '\\');
  std::string kept;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const Dimension dimension = i < dimensions.size() ? dimensions[i] : Dimension::other;
    if (dimension == Dimension::position && !elements.has(tag::in_stack_position)) {
      elements.add_text(tag::in_stack_position, std::string(parts[i]));
    }
    if (dimension != Dimension::other) continue;
    kept += (kept.empty() ? "" : "-") + std::string(parts[i]);
  }
  elements.add_text(tag::dimension_index_values, kept);
}

}  // namespace

bool has_functional_groups(DcmItem& data_set) {
  return data_set.tagExists(DCM_PerFrameFunctionalGroupsSequence);
}

std::vector<RawFrame> functional_group_frames(DcmItem& data_set, const Elements& elements,
                                              std::string& problem) {
  DcmSequenceOfItems* groups = nullptr;
  if (data_set.findAndGetSequence(DCM_PerFrameFunctionalGroupsSequence, groups).bad()) return {};
  const int count = elements.integer(tag::number_of_frames).value_or(1);
  if (groups->card() != static_cast<unsigned long>(std::max(count, 0))) {
    problem = "NumberOfFrames says " + std::to_string(count) + ", but " +
              std::to_string(groups->card()) + " frames are described";
    return {};
  }
  Elements shared = elements;
  if (DcmItem* item = first_item(data_set, DCM_SharedFunctionalGroupsSequence)) {
    overlay_groups(shared, *item);
  }
  const std::vector<Dimension> dimensions = dimensions_of(data_set);
  std::vector<RawFrame> frames;
  DcmObject* object = nullptr;
  while ((object = groups->nextInContainer(object)) != nullptr) {
    RawFrame& frame = frames.emplace_back();
    frame.elements = shared;
    frame.frame = static_cast<int>(frames.size()) - 1;
    if (auto* item = dynamic_cast<DcmItem*>(object)) overlay_groups(frame.elements, *item);
    take_positions(frame.elements, dimensions);
  }
  return frames;
}

}  // namespace volvr::dicom
