// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "volvr/acquisition.h"
#include "volvr/volume_writer.h"

namespace volvr {

/// One volume of the file that a sidecar stands beside.
struct SidecarVolume {
  std::vector<SourceInstance> slices;  ///< one for every k, before any resampling
  std::optional<double> time = {};     ///< seconds, as VolumeInfo::time
  std::optional<Diffusion> diffusion = {};
};

/// What a sidecar tells of a file.
struct SidecarContent {
  VolumeFileInfo file;  ///< grid, unit, resamplings
  std::vector<SidecarVolume> volumes;
  std::vector<Finding> findings;
  std::vector<AcquisitionParameter> parameters;
};

/// By default a sidecar holds no identity: no free text, no names of files, none in the sentences
/// of findings either.
struct SidecarOptions {
  bool source_uids = true;  ///< the SOP instance UID (and frame) of every slice
  bool file_names = false;  ///< of the findings
  /// What stands for a UID, where a de-identifying caller replaces them; empty: the slice has none.
  std::function<std::string(std::string_view)> uid = {};
  /// What stands for free text (AcquisitionParameter::is_free_text); empty text, or no function:
  /// the parameter is left out.
  std::function<std::string(std::string_view)> free_text = {};
  /// What stands for any other text of a parameter; empty text: it is left out. No function: the
  /// text itself. The first argument is the parameter's name.
  std::function<std::string(std::string_view, std::string_view)> term = {};
};

/// JSON in UTF-8 with a line end: the parameters under their names first, as BIDS has them, then an
/// object "volvr":
///   version, format (1), unit, grid {size, spacing_mm, patient_from_index (4 × 4, LPS mm)},
///   volumes [{time_seconds, b_value, gradient_lps, slices [{sop_instance_uid, frame}]}],
///   resamplings [{reason, interpolator, detail}], findings [{code, severity, message, files}].
/// `frame` counts from 0 and stands where the instance has more than one. Numbers that are not
/// finite are left out.
std::string sidecar_text(const SidecarContent& content, const SidecarOptions& options = {});

/// The content for a volume as it was loaded, without parameters.
SidecarContent sidecar_content(const Volume& volume);

}  // namespace volvr
