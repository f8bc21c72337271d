// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcfilefo.h>

#include <optional>
#include <string>
#include <vector>

#include "dicom/acquisition_table.h"
#include "volvr/acquisition.h"

namespace volvr::dicom {

/// The header of a slice's file, up to its pixels, and what it says of one frame.
class ParameterSource {
 public:
  /// @param settings  `dicom.*`: how much the file may ask for
  /// @throws Error not_found, not_readable, malformed (also for what is over a limit)
  ParameterSource(const SourceInstance& slice, const Settings& settings);

  /// The value of an attribute, nothing where absent or empty: of the data set itself, else of the
  /// frame's own functional groups, else of the shared ones.
  std::optional<std::string> text(Tag tag, int frame) const;
  std::vector<double> numbers(Tag tag, int frame) const;

  /// Of the first item of a sequence of the data set.
  std::optional<ParameterValue> value(const ParameterRow& row, int frame) const;
  std::optional<ParameterValue> value_in(Tag sequence, const ParameterRow& row) const;

  /// The numbers of a private element whose block belongs to `creator`; none where it is another's.
  std::vector<double> private_numbers(Tag tag, std::string_view creator) const;

  bool is_multi_frame() const;

 private:
  DcmElement* find(Tag tag, int frame) const;
  ParameterValue value_of(DcmElement& element, const ParameterRow& row) const;

  mutable DcmFileFormat format_;  // DCMTK's look-ups are not const
  std::string character_set_;
};

}  // namespace volvr::dicom
