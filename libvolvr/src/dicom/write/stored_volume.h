// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "volvr/volume.h"

namespace volvr::dicom {

/// value = slope * stored + intercept
struct Rescale {
  double slope = 1.0;
  double intercept = 0.0;
  bool operator==(const Rescale&) const = default;
};

/// How a volume's values are held by 16 bits a pixel.
struct StoredForm {
  bool is_signed = false;
  int bits_stored = 16;
  bool as_source = false;        ///< stored values and rescale are those of the sources
  std::vector<Rescale> rescale;  ///< one for each slice
  double rounding = 0.0;         ///< how far a value that is read back is from its own, at most
};

/// The sources' own stored values where every value reads back equal from them, else whole numbers.
/// @param may_shift  whether an intercept other than 0 is allowed where it is not the source's
/// @param fewest_bits  that the class of image may store: 12 (CT, PS3.3 C.8.2.1) or 16 (PET,
/// C.8.9.4)
/// @param may_round  where 16 bits hold the values neither way, the 65536 (or 32768) steps between
///                   the least and the greatest stand for them
/// @throws Error unsupported where 16 bits hold the values neither way; also for values that are no
///         numbers
StoredForm stored_form(const Volume& volume, bool may_shift, int fewest_bits, bool may_round);

/// The stored values of slice k. Precondition: the form is this volume's.
void store_slice(const Volume& volume, const StoredForm& form, std::size_t k,
                 std::span<std::uint16_t> stored);

}  // namespace volvr::dicom
