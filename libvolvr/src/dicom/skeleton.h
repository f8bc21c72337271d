// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "volvr/settings.h"

namespace volvr::dicom {

class OpenFile;

/// How much one file may ask for, from the settings `dicom.*`.
struct Limits {
  int depth = 0;               ///< levels of sequences
  std::uint64_t elements = 0;  ///< attributes and items
  std::uint64_t memory = 0;    ///< bytes
};

Limits limits_of(const Settings& settings);

/// What the tags and lengths of a file tell before anything that recurses reads it.
struct Skeleton {
  /// Which limit it goes beyond, as the end of a sentence about the file: "its sequences are ...".
  /// Empty where it keeps all of them.
  std::string over_limit;

  /// The first length that contradicts the file or what holds it; likewise. A reader that knows how
  /// writers stray may still make sense of such a file.
  std::string doubt;

  /// Whether it is one that cannot be made sense of: what stands in a sequence is longer than it.
  bool contradicts_itself = false;
};

enum class Reach {
  header,  ///< as far as the pixels
  whole,   ///< a deflated data set to its end, pixels and all
};

/// Walks over the elements of a file, in any transfer syntax, with and without preamble and meta
/// header: without recursion, without keeping them, and without believing a length. A deflated data
/// set is unpacked piece by piece, and is over the limit where it comes to more than
/// `limits.memory`, or to more than 256 MiB and a hundred times its file.
/// @throws Error not_readable
Skeleton look_over(const OpenFile& file, const Limits& limits, Reach reach = Reach::header);

/// Whether a header with this many bytes, none of whose sequences takes more than
/// `longest_sequence`, is too small to go beyond the limits; if so, it need not be looked over.
bool is_within(const Limits& limits, std::uint64_t header_bytes, std::uint64_t longest_sequence);

/// @throws Error malformed where the file goes beyond a limit, naming it; not_readable
void require_within(const Limits& limits, const OpenFile& file, Reach reach = Reach::header);

}  // namespace volvr::dicom
