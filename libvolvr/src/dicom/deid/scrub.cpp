// SPDX-License-Identifier: Apache-2.0
#include "dicom/deid/scrub.h"

#include <dcmtk/dcmdata/dctk.h>

#include <format>
#include <memory>

#include "core/text.h"
#include "dicom/deid/bulk.h"
#include "dicom/deid/elements_of_item.h"
#include "dicom/deid/private_elements.h"
#include "volvr/error.h"

namespace volvr::dicom::deid {

namespace {

std::string path_of(Tag tag) {
  return std::format("({:04x},{:04x})", tag >> 16U, tag & 0xffffU);
}

bool is_text(ValueKind kind) {
  return kind != ValueKind::sequence && kind != ValueKind::numbers && kind != ValueKind::bytes;
}

void delete_element(DcmItem& item, DcmElement& element) {
  const std::unique_ptr<DcmElement> gone(item.remove(&element));
}

}  // namespace

void Scrubber::note(const Target& target, const char* action) {
  changes_.push_back({target.level.path + path_of(target.tag), target.known.keyword, action});
}

void Scrubber::treat(DcmItem& item) {
  treat_item(item, {});
}

void Scrubber::treat_item(DcmItem& item, const Level& level) {
  if (level.depth > deepest_nesting) {
    throw Error(ErrorCode::malformed, "Its sequences are nested deeper than " +
                                          std::to_string(deepest_nesting) + " levels.");
  }
  for (DcmElement* element : elements_of_item(item)) {
    const Tag tag = tag_of(*element);
    if ((tag >> 16U) % 2 == 1) {
      treat_private(item, *element, level);
    } else {
      treat_element({item, *element, tag, look_up(key_of(tag)), level});
    }
  }
  for (const Tag tag : remove_unused_creators(item)) {
    changes_.push_back({level.path + path_of(tag), {}, "removed"});
  }
}

void Scrubber::treat_element(const Target& target) {
  const Tag group = target.tag >> 16U;
  if ((target.tag & 0xffffU) == 0) {
    delete_element(target.item, target.element);  // group lengths are made anew or not at all
    return;
  }
  // Commands, file meta and directory records are no part of an object's data set.
  if (!target.known.known || group < 0x0008) return remove(target);
  if (group == 0x7fe0 && target.level.depth == 0) return;
  if ((group & 0xff00U) == 0x6000 && target.level.depth == 0) return;
  const bool is_sequence = target.known.vr == EVR_SQ;
  const Action action = action_for(
      target.tag,
      {.is_sequence = is_sequence, .iod = subject_.iod, .nested = target.level.depth > 0},
      policy_.options);
  const bool table_says = action == Action::remove || action == Action::empty;
  apply(target, target.level.dummies && !table_says
                    ? (is_sequence ? Action::descend : Action::dummy)
                    : action);
}

void Scrubber::apply(const Target& target, Action action) {
  if (action == Action::remove) return remove(target);
  if (!is_of_vr(target.element, target.known.vr)) return remove(target);
  const bool is_sequence = target.known.vr == EVR_SQ;
  const bool identifies = target.tag == tag::patient_name || target.tag == tag::patient_id;
  switch (action) {
    case Action::empty:
      return identifies ? dummy(target) : empty(target);
    case Action::dummy:
      return is_sequence ? descend(target, true) : dummy(target);
    case Action::descend:
      return is_sequence ? descend(target, target.level.dummies) : remove(target);
    case Action::map_uid:
      return kind_of(target.known.vr) == ValueKind::uid ? by_kind(target, Action::by_kind)
                                                        : remove(target);
    default:
      return by_kind(target, action);
  }
}

void Scrubber::descend(const Target& target, bool dummies) {
  std::size_t number = 0;
  for (DcmItem* part : items_of(target.element)) {
    treat_item(*part,
               {.path = std::format("{}{}[{}].", target.level.path, path_of(target.tag), number++),
                .depth = target.level.depth + 1,
                .dummies = dummies});
  }
}

void Scrubber::remove(const Target& target) {
  note(target, "removed");
  delete_element(target.item, target.element);
}

void Scrubber::empty(const Target& target) {
  if (target.element.getLength() == 0) return;
  note(target, "emptied");
  target.element.clear();
}

void Scrubber::dummy(const Target& target) {
  const ValueKind kind = kind_of(target.known.vr);
  if (kind == ValueKind::bytes) return remove(target);
  if (kind == ValueKind::numbers) {
    const std::vector<Uint8> zeros(target.element.getLength());
    const DcmTagKey key = key_of(target.tag);
    note(target, "replaced");
    target.element.clear();
    if (!zeros.empty()) target.item.putAndInsertString(key, "0");
    return;
  }
  const auto value = text_value(target.element);
  if (!value) return remove(target);
  if (value->empty()) return;
  rewrite(target, dummy_text(target, *value), "replaced");
}

std::string Scrubber::person(const Target& target, const std::string& value) const {
  const std::string patient = target.level.depth == 0 ? subject_.patient : patient_key(target.item);
  const bool of_patient = target.tag == tag::patient_name || target.tag == tag::patient_id;
  return policy_.pseudonyms.person(of_patient && !patient.empty() ? patient : "name\n" + value);
}

std::string Scrubber::dummy_text(const Target& target, const std::string& value) const {
  if (target.tag == tag::patient_id) return person(target, value);
  switch (kind_of(target.known.vr)) {
    case ValueKind::person:
      return person(target, value);
    case ValueKind::uid:
      return mapped_uid(policy_, value);
    case ValueKind::date:
      return "19000101";
    case ValueKind::date_time:
      return "19000101000000";
    case ValueKind::time:
      return "000000";
    case ValueKind::numerals:
      return "0";
    case ValueKind::age:
      return "000Y";
    case ValueKind::address:
      if (target.known.vr == EVR_UR) return {};
      break;
    default:
      break;
  }
  return policy_.pseudonyms.term(target.tag, value);
}

void Scrubber::rewrite(const Target& target, const std::optional<std::string>& value,
                       const char* action) {
  if (!value || target.element.putOFStringArray(OFString(value->c_str(), value->size())).bad()) {
    return remove(target);
  }
  note(target, action);
}

// Keeps, cleans, shifts or judges the values of an element of the right VR.
void Scrubber::by_kind(const Target& target, Action action) {
  const ValueKind kind = kind_of(target.known.vr);
  if (kind == ValueKind::bytes) return treat_bytes(target);
  const auto most = static_cast<unsigned long>(target.known.most_values);
  const bool too_many = target.known.most_values >= 0 && target.element.getVM() > most;
  if (!is_text(kind)) {
    if (too_many || reads_as_text(target.element)) remove(target);
    return;
  }
  const auto value = text_value(target.element);
  if (!value || too_many) return remove(target);
  if (value->empty()) return;
  const auto treated = treated_text(target, *value, action);
  if (treated == value) {
    if (action == Action::keep || action == Action::shift) note(target, "retained");
    return;
  }
  if (!treated) return remove(target);
  const char* name = action == Action::clean   ? "cleaned"
                     : kind == ValueKind::uid  ? "mapped"
                     : action == Action::shift ? "shifted"
                                               : "replaced";
  rewrite(target, treated, name);
}

void Scrubber::treat_bytes(const Target& target) {
  if (!is_allowed_bulk(target.item, target.element, target.tag)) remove(target);
}

void Scrubber::treat_private(DcmItem& item, DcmElement& element, const Level& level) {
  const Target target{item, element, tag_of(element), {}, level};
  const bool wanted = policy_.options.retain_safe_private && !level.dummies;
  const bool is_creator = (target.tag & 0xffffU) >= 0x10 && (target.tag & 0xffffU) <= 0xff;
  if (wanted && is_creator && is_safe_creator(element)) return;  // unless nothing of it stays
  if (!wanted || !keep_if_safe(item, element)) return remove(target);
  note(target, "retained");
}

}  // namespace volvr::dicom::deid
