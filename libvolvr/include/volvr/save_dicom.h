// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "volvr/catalog.h"
#include "volvr/progress.h"
#include "volvr/volume.h"

namespace volvr {

/// As what kind of DICOM object a volume is written.
enum class DicomForm {
  /// One object for each slice, of the class of its source: CT, MR or PET Image Storage. A derived
  /// image: ImageType DERIVED\SECONDARY (PET: DERIVED\PRIMARY, the only one that it allows).
  single_frame,
  /// One object: Enhanced CT, MR or PET Image Storage (PS3.3 A.38, A.36, A.56) where the sources
  /// are
  /// of that class, else Legacy Converted Enhanced (A.70 to A.72): what the Enhanced classes proper
  /// demand of the acquisition, older images lack. `SavedDicom::reason` says why.
  enhanced,
};

enum class DicomEncoding { explicit_little_endian, rle_lossless, jpeg_ls_lossless };

struct SaveDicomOptions {
  DicomForm form = DicomForm::single_frame;
  DicomEncoding encoding = DicomEncoding::explicit_little_endian;
  /// Who is written as the patient; nothing: whoever the source names. A replacement removes all
  /// else that the source tells of the patient but age, size and weight. It is no
  /// de-identification: dates, places, descriptions and the source's UIDs stay.
  std::optional<PatientInfo> patient = {};
  /// Whether text is burned into the pixels, for sources that do not say it. Nothing: the objects
  /// do not say it either, and where their class has to, another one is written.
  std::optional<bool> burned_in_annotation = {};
  /// Where 16 bits do not hold the values: rounds them to steps between the least and the greatest,
  /// and says in the object and in `SavedDicom::reason` by how much. Otherwise they are refused.
  bool round_values = false;
  std::string series_description = {};  ///< empty: the source's
  int series_number = 0;                ///< 0: the source's and 1000
  bool overwrite = false;               ///< of a file; a folder must be absent or empty always
  int threads = 0;                      ///< 0: one a processor
  ProgressSink progress = {};
};

/// What was written.
struct SavedDicom {
  std::string sop_class_uid;
  std::string reason;  ///< why of this class, and how far values were rounded
  std::string series_instance_uid;
  std::vector<std::filesystem::path> files;  ///< one for each k, or one
};

/// Writes a volume that came from CT, MR or PET images, of one frame or many (also tiles of a
/// mosaic), as a new DICOM series of the same study and frame of reference, with references to the
/// images and frames that it came from.
///
/// Everything that the sources say and that still holds is kept, in their character set; private
/// attributes, overlays, curves, icons and signatures are not. Values read back equal: stored
/// values and rescale are the sources' own where those fit, else whole numbers of 16 bits; what
/// fits neither is refused, or rounded where that is asked for. Positions are written with 16
/// letters a number, right to 1e-9 mm or better; a sheared grid lives in them. UIDs follow from the
/// sources, values and options (2.25, from a version 8 UUID, RFC 9562), so that the same call
/// writes the same bytes.
///
/// @param path  single_frame: a folder, which appears when all of it is written, with files
///              "0001.dcm" and on by rising k; enhanced: a file
/// @throws Error unsupported (sources of another class or of several, colours, text
///         burned into pixels that are to be one object, values that 16 bits
///         do not hold, rows not at right angles to columns), invalid_argument (a volume without
///         sources), not_readable and malformed (a source changed since), not_writable, no_space,
///         cancelled
SavedDicom save_dicom(const Volume& volume, const std::filesystem::path& path,
                      const SaveDicomOptions& options = {});

}  // namespace volvr
