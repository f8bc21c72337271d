// SPDX-License-Identifier: Apache-2.0
#include "dicom/deid/profile.h"

#include <algorithm>

namespace volvr::dicom::deid {

namespace {

const ProfileRow* find_row(Tag tag) {
  static_assert(!profile_rows.empty());
  const auto* const row = std::ranges::lower_bound(profile_rows, tag, {}, &ProfileRow::tag);
  return row != profile_rows.end() && row->tag == tag ? row : nullptr;
}

bool has(const ProfileRow& row, char letter) {
  return row.options.find(letter) != std::string_view::npos;
}

bool is_kept(const ProfileRow& row, const DeidentifyOptions& options) {
  return (options.retain_uids && has(row, 'u')) || (options.retain_devices && has(row, 'd')) ||
         (options.retain_institutions && has(row, 'i')) ||
         (options.retain_patient_characteristics && has(row, 'p')) ||
         (options.dates == DateHandling::kept && has(row, 'f'));
}

bool is_cleaned(const ProfileRow& row, const DeidentifyOptions& options) {
  return (options.retain_devices && has(row, 'D')) ||
         (options.retain_patient_characteristics && has(row, 'P')) ||
         (options.clean_descriptors && has(row, 'T'));
}

bool is_descended(const ProfileRow& row, const DeidentifyOptions& options) {
  return (options.clean_structured_content && has(row, 'S')) ||
         (options.clean_graphics && has(row, 'G'));
}

Action basic_action(Tag tag, Basic basic, const Place& place) {
  const Need need = need_of(tag, place.iod, place.nested);
  switch (basic) {
    case Basic::x:
      return Action::remove;
    case Basic::z:
    case Basic::xz:
      return Action::empty;
    case Basic::u:
      return Action::map_uid;
    case Basic::xzu:  // references to other objects: only the UIDs in them tell anything
      return Action::descend;
    case Basic::xd:  // such sequences are of type 3 wherever an image has them
      return place.is_sequence || need == Need::nothing ? Action::remove : Action::dummy;
    case Basic::xzd:
      if (need == Need::nothing) return Action::remove;
      return need == Need::place ? Action::empty : Action::dummy;
    case Basic::zd:
      return need == Need::value ? Action::dummy : Action::empty;
    case Basic::d:
      break;
  }
  return Action::dummy;
}

// Groups of planes and curves (50xx, 60xx) have one row for all of them, which says: away.
bool is_repeating_group(Tag tag) {
  const Tag group = tag >> 16;
  return (group & 0xff00) == 0x5000 || (group & 0xff00) == 0x6000;
}

}  // namespace

Action action_for(Tag tag, const Place& place, const DeidentifyOptions& options) {
  if (is_repeating_group(tag)) return Action::remove;
  const ProfileRow* row = find_row(tag);
  if (row == nullptr) return place.is_sequence ? Action::descend : Action::by_kind;
  // A shifted date among full ones would tell the shift.
  if (options.dates == DateHandling::shifted && has(*row, 'f')) return Action::shift;
  if (is_kept(*row, options)) return place.is_sequence ? Action::descend : Action::keep;
  if (is_descended(*row, options)) return Action::descend;
  if (is_cleaned(*row, options)) return place.is_sequence ? Action::descend : Action::clean;
  return basic_action(tag, row->basic, place);
}

bool is_descriptor(Tag tag) {
  const ProfileRow* row = find_row(tag);
  return row != nullptr && has(*row, 'T');
}

bool takes_value(Tag tag) {
  const ProfileRow* row = find_row(tag);
  return row != nullptr && row->basic != Basic::u && row->basic != Basic::xzu;
}

}  // namespace volvr::dicom::deid
