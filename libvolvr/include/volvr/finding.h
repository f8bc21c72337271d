// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace volvr {

/// Something that a reader of the study should know, found while scanning or loading. Findings are
/// data: only programs print them.
enum class FindingCode {
  // about files
  not_dicom,             ///< files that are not DICOM; passed over
  unreadable_file,       ///< a file that could not be opened or read
  malformed_file,        ///< a file that is truncated or contradicts itself
  no_pixels,             ///< DICOM objects without an image (reports, presentation states, ...)
  not_a_slice,           ///< images that are no slice of a volume (secondary capture, ...)
  // about a series
  several_patients,      ///< more than one patient in what was scanned
  several_volumes,       ///< the series holds more than one volume; the message names the reason
  missing_geometry,
  missing_slices,
  uneven_spacing,
  duplicate_slices,      ///< the same SOP instance more than once; the copies were dropped
  duplicate_positions,   ///< different images at the same position
  gantry_tilt,           ///< slices sheared against their normal; kept in the affine
  mixed_formats,         ///< slices of different size or pixel format in one series
  single_slice,          ///< one slice: the third spacing is not measured
  unsupported_encoding,  ///< a transfer syntax or pixel format that this build cannot decode
  value_type_widened,    ///< rescaling made the voxels floating point
  spacing_disagrees,     ///< SliceThickness or SpacingBetweenSlices differ from the positions
  frames_disagree,       ///< a multi-frame object's positions and its dimension indices tell different orders
  mosaic,                ///< slices were taken out of a mosaic
  inverted_grey,         ///< MONOCHROME1: low values are shown white; the values are kept
  padding_values,        ///< pixels outside of the measured field hold PixelPaddingValue
  lossy_compression,     ///< the pixels were compressed with loss
  extra_bits,            ///< bits outside of those stored hold something else (overlays) and are masked
  colour_converted,      ///< colours were stored otherwise (palette, YBR) and became RGB
  value_scaling,         ///< the study defines more than one scaling of its values
  label_volume,          ///< a segmentation or a contour set, drawn on the grid of the image it belongs to
  over_limit,            ///< a file asks for more than a limit of the settings allows; passed over
  resampled,             ///< voxels were interpolated, as was asked for
  gradient_frame,        ///< GE's diffusion directions, turned into the patient's frame by a rule
  index_file,            ///< a DICOMDIR; its references were compared with the files that are there
};

enum class Severity {
  note,     ///< nothing to worry about
  warning,  ///< read before relying on the volume
  error,    ///< the thing concerned cannot be loaded
};

struct Finding {
  FindingCode code;
  Severity severity = Severity::note;
  std::string message;             ///< one sentence, without patient identity
  std::vector<std::string> files;  ///< the files concerned, at most the first 16
};

/// Stable lower-case name with hyphens, for example `missing-slices`.
std::string_view to_string(FindingCode code);
std::string_view to_string(Severity severity);

}  // namespace volvr
