// SPDX-License-Identifier: Apache-2.0
#include "volvr/finding.h"

namespace volvr {

std::string_view to_string(FindingCode code) {
  switch (code) {
    case FindingCode::not_dicom: return "not-dicom";
    case FindingCode::unreadable_file: return "unreadable-file";
    case FindingCode::malformed_file: return "malformed-file";
    case FindingCode::no_pixels: return "no-pixels";
    case FindingCode::not_a_slice: return "not-a-slice";
    case FindingCode::several_patients: return "several-patients";
    case FindingCode::several_volumes: return "several-volumes";
    case FindingCode::missing_geometry: return "missing-geometry";
    case FindingCode::missing_slices: return "missing-slices";
    case FindingCode::uneven_spacing: return "uneven-spacing";
    case FindingCode::duplicate_slices: return "duplicate-slices";
    case FindingCode::duplicate_positions: return "duplicate-positions";
    case FindingCode::gantry_tilt: return "gantry-tilt";
    case FindingCode::mixed_formats: return "mixed-formats";
    case FindingCode::single_slice: return "single-slice";
    case FindingCode::unsupported_encoding: return "unsupported-encoding";
    case FindingCode::value_type_widened: return "value-type-widened";
    case FindingCode::spacing_disagrees: return "spacing-disagrees";
    case FindingCode::frames_disagree: return "frames-disagree";
    case FindingCode::mosaic: return "mosaic";
    case FindingCode::inverted_grey: return "inverted-grey";
    case FindingCode::padding_values: return "padding-values";
    case FindingCode::lossy_compression: return "lossy-compression";
    case FindingCode::extra_bits: return "extra-bits";
    case FindingCode::colour_converted: return "colour-converted";
    case FindingCode::value_scaling: return "value-scaling";
    case FindingCode::label_volume: return "label-volume";
    case FindingCode::over_limit: return "over-limit";
    case FindingCode::resampled: return "resampled";
    case FindingCode::gradient_frame: return "gradient-frame";
    case FindingCode::index_file: break;
  }
  return "index-file";
}

std::string_view to_string(Severity severity) {
  switch (severity) {
    case Severity::note: return "note";
    case Severity::warning: return "warning";
    case Severity::error: break;
  }
  return "error";
}

}  // namespace volvr
