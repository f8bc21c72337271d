// SPDX-License-Identifier: Apache-2.0
#include "dicom/write/flat_frame.h"

#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "core/text.h"
#include "dicom/write/attribute_places.h"
#include "dicom/write/put.h"

namespace volvr::dicom {

namespace {

// The same quantity in the multi-frame and in the older classes.
struct OtherName {
  DcmTagKey from;
  DcmTagKey to;
  bool whole = false;  // an integer string
};

const std::array<OtherName, 8>& other_names() {
  static const std::array<OtherName, 8> names{
      {{DCM_EffectiveEchoTime, DCM_EchoTime},
       {DCM_InversionTimes, DCM_InversionTime},
       {DCM_RFEchoTrainLength, DCM_EchoTrainLength, true},
       {DCM_XRayTubeCurrentInmA, DCM_XRayTubeCurrent, true},
       {DCM_ExposureTimeInms, DCM_ExposureTime, true},
       {DCM_ExposureInmAs, DCM_Exposure, true},
       {DCM_FrameAcquisitionNumber, DCM_AcquisitionNumber, true},
       {DCM_PulseSequenceName, DCM_SequenceName}}};
  return names;
}

void copy_elements(DcmItem& from, DcmItem& to) {
  for (unsigned long i = 0; i < from.card(); ++i) {
    DcmElement* element = from.getElement(i);
    if (place_of(element->getTag()) == AttributePlace::nowhere) continue;
    to.insert(static_cast<DcmElement*>(element->clone()), OFTrue);
  }
}

bool is_unassigned(const DcmTagKey& tag) {
  return tag == DCM_UnassignedSharedConvertedAttributesSequence ||
         tag == DCM_UnassignedPerFrameConvertedAttributesSequence;
}

void copy_groups(DcmItem& groups, DcmItem& items) {
  for (unsigned long i = 0; i < groups.card(); ++i) {
    DcmElement* element = groups.getElement(i);
    const DcmTagKey tag = element->getTag();
    auto* sequence = dynamic_cast<DcmSequenceOfItems*>(element);
    const bool wanted = is_unassigned(tag) || place_of(tag) != AttributePlace::nowhere;
    if (sequence == nullptr || !wanted || sequence->card() == 0) continue;
    copy_elements(*sequence->getItem(0), items);
  }
}

void put_under_other_name(DcmItem& items, const OtherName& name) {
  if (items.tagExistsWithValue(name.to)) return;
  const std::string text = text_of(items, name.from);
  if (text.empty()) return;
  const auto number = parse_number(split(text, '\\')[0]);
  if (!number) {
    put(items, name.to, text);
  } else if (name.whole) {
    put(items, name.to, std::to_string(std::llround(*number)));
  } else {
    put(items, name.to, decimal_string(*number));
  }
}

void put_moment(DcmItem& items) {
  constexpr std::size_t date_digits = 8;
  const std::string moment = text_of(items, DCM_FrameAcquisitionDateTime);
  if (moment.size() <= date_digits) return;
  put(items, DCM_AcquisitionDate, moment.substr(0, date_digits));
  put(items, DCM_AcquisitionTime,
      moment.substr(date_digits, moment.find_first_of("+-") - date_digits));
}

}  // namespace

void add_flat_groups(DcmItem& object, int frame, DcmItem& items) {
  DcmItem* groups = nullptr;
  if (object.findAndGetSequenceItem(DCM_SharedFunctionalGroupsSequence, groups, 0).good()) {
    copy_groups(*groups, items);
  }
  if (object.findAndGetSequenceItem(DCM_PerFrameFunctionalGroupsSequence, groups, frame).good()) {
    copy_groups(*groups, items);
  }
  for (const OtherName& name : other_names()) put_under_other_name(items, name);
  put_moment(items);
}

}  // namespace volvr::dicom
