// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "volvr/catalog.h"
#include "volvr/error.h"
#include "volvr/load.h"
#include "volvr/progress.h"
#include "volvr/settings.h"
#include "volvr/volume.h"

namespace volvr {

class Deidentifier;

/// One part of a batch that several runs share. A series belongs to a shard by a hash of its UID,
/// so that all shards together hold every series once, whatever else is in the input.
struct Shard {
  int index = 1;  ///< 1 .. count
  int count = 1;
};

enum class ConvertStatus {
  written,
  kept,         ///< made by an earlier run from the same input with the same options
  refused,      ///< the study does not give what was asked for
  failed,       ///< a file could not be read or written
  passed_over,  ///< a series without volumes (reports, pages, ...)
};

/// Stable lower-case name with hyphens.
std::string_view to_string(ConvertStatus status);

/// One file that was made.
struct ConvertedFile {
  std::string name;  ///< in the output folder
  std::uint64_t bytes = 0;
  std::uint32_t crc32 = 0;
};

/// What became of one volume or sequence, or of a series without any. Holds no patient identity:
/// whatever in its texts names one of the patients is withheld.
struct ConvertResult {
  ConvertStatus status = ConvertStatus::failed;
  std::string series_hash;  ///< 16 hexadecimal digits of SHA-256 of the series instance UID
  int series_number = 0;
  std::string modality;
  std::string description;
  std::string label;                 ///< of the volume or sequence within its series
  std::vector<ConvertedFile> files;  ///< the volume first, then what stands beside it
  VolumeShape shape;                 ///< of each volume; empty where it is not known
  std::size_t volumes = 0;           ///< in the file
  std::vector<Finding> findings;
  std::vector<Resampling> resamplings;
  std::optional<ErrorCode> error;  ///< for refused and failed
  std::string message;             ///< why; of what was written as DICOM, why of its class
};

struct ConvertOptions {
  std::string format = "nii.gz";  ///< one of `convert_formats`
  /// Names of the files without their ending: text with placeholders, see `name_placeholders`.
  /// Empty: the patient's number where there are several, series number, description, label.
  std::string name = {};
  bool identity_in_names = false;  ///< allows placeholders that tell who the patient is
  std::string series = {};         ///< only the series of this number or UID; empty: all
  bool overwrite = false;          ///< replaces files that are none of the folder's own outputs
  bool strict = false;    ///< refuses what has a finding of severity warning or needs resampling
  bool split_4d = false;  ///< a file for each volume of a sequence
  bool resample_tilt = false;    ///< makes sheared grids right-angled
  bool resample_slices = false;  ///< makes uneven slices even, as `UnevenSlices::interpolate`
  bool round_values = false;     ///< of DICOM files, as `SaveDicomOptions::round_values`
  Scaling scaling = Scaling::displayed;
  PetValue pet_value = PetValue::as_stored;
  /// Not null: whatever is written tells of the patient only what this lets through (mapped UIDs,
  /// pseudonyms, known words), and files that it refuses are not converted. Must outlive the call.
  const Deidentifier* deidentifier = nullptr;
  bool sidecar = true;           ///< a JSON file beside each output, without patient identity
  int jobs = 0;                  ///< threads that work at once, over all series; 0: one a processor
  std::uint64_t max_memory = 0;  ///< bytes for the whole process; 0: half of the machine's
  Shard shard = {};
  Settings settings = {};  ///< `dicom.*`
  ProgressSink progress = {};
  /// Told of every result, from one thread at a time, in the report's order.
  std::function<void(const ConvertResult&)> on_result = {};
};

struct ConvertReport {
  std::vector<ConvertResult> results;  ///< this shard's, in the catalog's order
  std::vector<Finding> findings;       ///< about files and the whole input, identity withheld
  std::size_t count(ConvertStatus status) const;
};

/// Converts whole trees of studies: a file for each sequence of volumes, or for each volume.
///
/// What goes wrong with one output is its result and stops none of the others. Files appear under
/// their names when they are whole. A manifest in the folder (`volvr-manifest.jsonl`; one for each
/// shard where there are several) records every output, the hash of its input and options, size
/// and checksum: a run that was ended at any moment is continued by the same call, and ends with
/// the bytes of one that was not disturbed. Outputs whose input or options changed are made again.
///
/// @param folder  made if absent
/// @throws Error as `scan`; invalid_argument (format, name, series, shard), not_writable (the
///         folder; also where another run works on the same shard in it), cancelled
ConvertReport convert(const std::vector<std::filesystem::path>& inputs,
                      const std::filesystem::path& folder, const ConvertOptions& options = {});

/// A placeholder of `ConvertOptions::name`, written in braces.
struct NamePlaceholder {
  std::string_view name;
  std::string_view help;
  bool identity = false;  ///< tells who the patient is; needs `identity_in_names`
};

const std::vector<NamePlaceholder>& name_placeholders();

/// The endings of `save_formats`, and "dcm": one Enhanced or Legacy Converted Enhanced object for
/// each volume (`save_dicom`), which keeps the patient's identity as its sources have it.
const std::vector<std::string_view>& convert_formats();

}  // namespace volvr
