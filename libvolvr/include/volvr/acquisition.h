// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "volvr/catalog.h"
#include "volvr/settings.h"

namespace volvr {

/// A number or text, or several.
using ParameterValue =
    std::variant<double, std::string, std::vector<double>, std::vector<std::string>>;

/// How an image was acquired, one fact of it.
struct AcquisitionParameter {
  std::string name;      ///< as BIDS 1.10 names it, or after the DICOM keyword where BIDS has none
  ParameterValue value;  ///< in BIDS's units: seconds, degrees, tesla, millimetres, becquerel
  /// Free text that people type (ProtocolName, SeriesDescription): it may name a patient.
  bool is_free_text = false;
};

/// The parameters of volumes of a series that are one image (one volume, or a sequence), from the
/// headers of the first slice's file and, for PET, of each volume's. Multi-frame objects are read by
/// their shared and per-frame functional groups. Nothing that says who or where: no names, dates,
/// institutions, stations or serial numbers.
///
/// PhaseEncodingAxis is "i" or "j" of the volume's index axes (its polarity is not in DICOM's own
/// attributes). SliceTiming, in the order of the slices and in seconds from the earliest, comes from
/// Siemens' mosaics (0019,1029) and from multi-frame objects' FrameAcquisitionDateTime, where that
/// differs between the slices and within a repetition. FrameTimesStart and FrameDuration have an
/// entry a volume. What is absent or no number is left out.
/// @param settings  `dicom.*`: how much a file may ask for
/// @throws Error invalid_argument (no such volume, or one without slices), not_found, not_readable,
///         malformed
std::vector<AcquisitionParameter> acquisition_parameters(const SeriesInfo& series,
                                                         const std::vector<std::size_t>& volumes,
                                                         const Settings& settings = {});

}  // namespace volvr
