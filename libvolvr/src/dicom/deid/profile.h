// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "dicom/attributes.h"
#include "dicom/deid/iod.h"
#include "volvr/deidentify.h"

namespace volvr::dicom::deid {

/// What the basic profile does with an attribute (DICOM PS3.15 2024e Table E.1-1a): remove (x),
/// empty (z), replace by a dummy (d), map the UID (u), or the first of several that the type of the
/// attribute in its object allows.
enum class Basic : std::uint8_t { x, z, d, u, xz, xd, xzd, zd, xzu };

/// One row of Table E.1-1. Letters of `options`, small for K (keep) and capital for C (clean):
///   u UIDs, d devices, i institutions, p patient characteristics, t descriptors,
///   s structured content, g graphics; f stands for both date options, K and C.
struct ProfileRow {
  Tag tag = 0;
  Basic basic = Basic::x;
  std::string_view options = {};
};

extern const std::array<ProfileRow, 617> profile_rows;

/// What is to be done with an element, the options applied.
enum class Action : std::uint8_t {
  remove,
  empty,
  dummy,  ///< another value that fits the VR
  map_uid,
  keep,     ///< as it is, where the value fits its VR
  shift,    ///< dates by the patient's shift, times as they are
  clean,    ///< known words stay
  descend,  ///< a sequence: its items are treated element by element
  by_kind,  ///< not in the table: as its VR and value allow
};

/// What decides between the parts of a combined action.
struct Place {
  bool is_sequence = false;  ///< the dummy of a sequence is its own structure with dummies in it
  Iod iod = Iod::other;
  bool nested = false;  ///< within a sequence
};

/// The action for an attribute of the standard. Combined actions become the first of theirs that
/// the attribute's type in the object allows; where it is not known, the one that keeps the object
/// valid whatever it is: a dummy.
Action action_for(Tag tag, const Place& place, const DeidentifyOptions& options);

/// Whether the table treats it as a description that may hold anybody's words.
bool is_descriptor(Tag tag);

/// Whether the basic profile takes its value away (not: maps it, or keeps it).
bool takes_value(Tag tag);

}  // namespace volvr::dicom::deid
