// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "volvr/catalog.h"
#include "volvr/error.h"
#include "volvr/progress.h"
#include "volvr/settings.h"

namespace volvr {

/// What becomes of dates and times (PS3.15 E.3.6).
enum class DateHandling {
  removed,  ///< basic profile: removed, emptied or replaced by a dummy
  shifted,  ///< moved by a number of days that is the patient's own; intervals and times stay
  kept,     ///< full dates
};

/// The options of the basic application level confidentiality profile (DICOM PS3.15 2024e annex E).
struct DeidentifyOptions {
  DateHandling dates = DateHandling::removed;
  bool retain_uids = false;                     ///< E.3.9
  bool retain_devices = false;                  ///< E.3.8
  bool retain_institutions = false;             ///< E.3.11
  bool retain_patient_characteristics = false;  ///< E.3.7
  bool retain_safe_private = false;             ///< E.3.10: the elements of Table E.3.10-1
  bool clean_descriptors = false;               ///< E.3.5: known words stay, all others go
  bool clean_graphics = false;                  ///< E.3.3
  bool clean_structured_content = false;        ///< E.3.4
  bool clean_pixel_data = false;                ///< E.3.1: regions known to hold text become black
  std::filesystem::path pixel_rules =
      {};  ///< more rules for such regions; empty: those built in alone
};

/// The secret that pseudonyms, UIDs and date shifts follow from. Whoever has it can tell which
/// pseudonym belongs to a name that they already know; the same key gives the same for a whole
/// archive, in any order and in any number of runs.
class PseudonymKey {
 public:
  static constexpr std::size_t size = 32;

  /// A new one from the system's random numbers. @throws Error internal
  static PseudonymKey random();

  /// The key of a file (32 bytes). A file that is absent is made, readable by its owner alone.
  /// @throws Error not_readable, malformed (other length, or open to others), not_writable
  static PseudonymKey from_file(const std::filesystem::path& file);

  /// @param bytes  32 of them. @throws Error invalid_argument
  explicit PseudonymKey(std::string_view bytes);

  std::string_view bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

/// One element that is not what it was. Never holds a value.
struct ElementChange {
  std::string path;     ///< "(0008,1140)[0].(0008,1155)"; items are counted from 0
  std::string keyword;  ///< "ReferencedSOPInstanceUID"; empty for what the standard does not know
  std::string action;   ///< removed, emptied, replaced, mapped, shifted, cleaned, retained, added
};

/// What became of one file.
struct DeidentifiedFile {
  std::filesystem::path file;  ///< below the folder: STUDY/SERIES/INSTANCE.dcm, by the new UIDs
  bool was_there = false;      ///< the same bytes were there already; nothing was written
  std::string original_uid;    ///< SOP instance; for mapping files alone
  std::vector<ElementChange> changes;
};

/// De-identifies DICOM objects, and what else is told about them, consistently.
///
/// Every attribute of Table E.1-1 is treated as the table says. Beyond it, nothing is kept that is
/// not known to be harmless: elements that the standard does not know, of another VR than it gives
/// or with a value that does not fit the VR are removed; text outside of the table stays only where
/// each of its words is one of the standard's own terms or of imaging's common words, and becomes
/// a pseudonym otherwise. May be used from several threads at once.
class Deidentifier {
 public:
  /// @throws Error not_found, malformed (pixel rules)
  explicit Deidentifier(const PseudonymKey& key, const DeidentifyOptions& options = {});
  ~Deidentifier();
  Deidentifier(Deidentifier&&) noexcept;
  Deidentifier& operator=(Deidentifier&&) noexcept;

  /// Writes the de-identified object below `folder`.
  /// @param overwrite  false: a file that is there with other bytes is an error
  /// @throws Error unsupported (refused: identity may remain; the sentence says why), malformed,
  ///         not_dicom, not_readable, not_writable, no_space. No sentence names the file.
  DeidentifiedFile write(const std::filesystem::path& file, const std::filesystem::path& folder,
                         bool overwrite = false) const;

  /// Throws as `write` would for an object that it refuses; writes nothing.
  void require_allowed(const std::filesystem::path& file) const;

  /// For callers that write the pixels of the files (or members of archives) in other formats, as
  /// they are: throws as `write` would for one that it refuses, and for one whose pixels it would
  /// make black. Each file is read once.
  /// @throws Error as `write`; not_found, not_readable, malformed (archives). No sentence names a
  ///         file.
  void require_pixels_allowed(const std::vector<std::filesystem::path>& files,
                              const Settings& settings = {}, int threads = 0) const;

  /// The UID that stands for this one, under 2.25; the UID itself where it is registered by the
  /// standard or UIDs are retained. Empty stays empty.
  std::string uid(std::string_view uid) const;

  /// The name and ID that stand for the patient: the same wherever PatientID (or, without one,
  /// name and birth date) is the same. Empty where the patient is not known at all.
  std::string pseudonym(const PatientInfo& patient) const;

  /// A DA or DT value by the options; nothing where it is removed or no date.
  /// @param study_uid  the original: its dates move together where the patient is not known
  std::optional<std::string> date(std::string_view value, const PatientInfo& patient,
                                  std::string_view study_uid) const;

  /// A TM value by the options; nothing where it is removed or no time.
  std::optional<std::string> time(std::string_view value) const;

  /// A description by the options: its known words, or nothing unless descriptors are cleaned.
  std::string descriptor(std::string_view text, const PatientInfo& patient) const;

  /// A value of an attribute that Table E.1-1 does not name (a term, a product): itself where each
  /// of its words is known and none is the patient's, nothing otherwise.
  std::string term(std::string_view text, const PatientInfo& patient) const;

  /// The same for what names a device's maker, model, software or parts: itself where devices are
  /// retained.
  std::string product(std::string_view text, const PatientInfo& patient) const;

  const DeidentifyOptions& options() const;

  struct Impl;  ///< the library's own
  const Impl& impl() const { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

/// One input of a batch, in the order of the sorted inputs, members of archives behind the others.
struct DeidentifyResult {
  enum class Outcome { written, was_there, passed_over, refused };
  Outcome outcome = Outcome::refused;
  std::size_t number = 0;                ///< of the input, from 1
  std::filesystem::path input;           ///< may hold identity: for mapping files alone
  DeidentifiedFile result;               ///< where written or there already
  ErrorCode code = ErrorCode::internal;  ///< where refused
  std::string reason;                    ///< where passed over or refused; without identity
};

struct DeidentifyBatchOptions {
  int threads = 0;  ///< 0: one a processor
  bool overwrite = false;
  ProgressSink progress = {};
  /// Told of every input, from one thread at a time, by rising number.
  std::function<void(const DeidentifyResult&)> on_result = {};
};

struct DeidentifySummary {
  std::size_t written = 0;
  std::size_t was_there = 0;
  std::size_t passed_over = 0;  ///< no DICOM, or a DICOMDIR
  std::size_t refused = 0;
  std::optional<ErrorCode> first_refusal;
};

/// De-identifies every DICOM file under the paths, also those in archives (zip, tar, also
/// compressed), which are read in place. What is refused does not stop the others; members of an
/// archive that cannot be read are refused. What a run that was killed left half-written is
/// removed, unless another one works in the folder.
/// @throws Error not_found, not_readable (for one of `paths` itself), not_writable (the folder),
///         no_space, cancelled
DeidentifySummary deidentify(const std::vector<std::filesystem::path>& paths,
                             const std::filesystem::path& folder, const Deidentifier& deidentifier,
                             const DeidentifyBatchOptions& options = {});

}  // namespace volvr
