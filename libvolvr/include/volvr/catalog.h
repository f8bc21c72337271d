// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "volvr/finding.h"
#include "volvr/geometry.h"
#include "volvr/progress.h"
#include "volvr/settings.h"

namespace volvr {

/// Who the patient is. Programs print none of it unless their user asks for identity.
struct PatientInfo {
  std::string patient_name;  ///< UTF-8, as in PatientName
  std::string patient_id;
  std::string issuer_of_patient_id;
  std::string patient_birth_date;
  std::string patient_sex;
};

struct StudyInfo {
  std::string study_instance_uid;
  std::string study_id;
  std::string study_date;  ///< DA: YYYYMMDD
  std::string study_time;
  std::string study_description;
  std::string accession_number;
};

/// The element that holds the pixels (PS3.3 C.7.6.3, C.7.6.24, C.7.6.25).
enum class SampleKind { integer, float32, float64 };

/// How the pixels of one instance are stored. Names are the DICOM attribute keywords.
struct PixelLayout {
  std::string transfer_syntax_uid;
  std::string photometric_interpretation;
  int rows = 0;
  int columns = 0;
  int number_of_frames = 1;
  int samples_per_pixel = 1;
  int planar_configuration = 0;
  int bits_allocated = 0;
  int bits_stored = 0;
  int high_bit = 0;
  SampleKind sample_kind = SampleKind::integer;
  bool is_signed = false;                ///< PixelRepresentation = 1
  int palette_bits = 0;                  ///< bits of an entry of a PALETTE COLOR table, else 0
  double rescale_slope = 1.0;            ///< 1 where absent
  double rescale_intercept = 0.0;        ///< 0 where absent
  std::string rescale_type;              ///< RescaleType or ModalityLUTType ("HU"); may be empty
  /// Bits of an entry of the table that gives the values instead of slope and intercept
  /// (ModalityLUTSequence, PS3.3 C.11.1); 0 without one.
  int modality_lut_bits = 0;
  std::optional<double> pixel_padding_value;  ///< stored, no measurement; not with a table
  /// Bytes from the start of the file to the value of PixelData (of all frames); 0 if unknown.
  std::uint64_t data_offset = 0;
  std::uint64_t data_length = 0;  ///< bytes of PixelData as stored, 0 for undefined length
};

/// A slice's place in an image that holds several side by side (a mosaic).
struct Tile {
  int column = 0;  ///< of the slice's first pixel, 0-based
  int row = 0;
  int image_columns = 0;  ///< of the whole image
  int image_rows = 0;
};

/// One slice: an instance, or one frame or tile of it, and where it lies.
struct SourceInstance {
  std::filesystem::path file;
  std::uint64_t file_size = 0;      ///< when it was scanned
  std::int64_t file_modified = 0;   ///< when it was scanned, in the file system's own count
  int frame = 0;                    ///< 0-based
  std::optional<Tile> tile;
  std::string sop_class_uid;
  std::string sop_instance_uid;
  int instance_number = 0;
  Eigen::Vector3d image_position_patient = Eigen::Vector3d::Zero();  ///< LPS mm, centre of first pixel
  PixelLayout pixels;
};

/// How one volume of a diffusion series was weighted (PS3.3 C.8.13.5.9).
struct Diffusion {
  double b_value = 0.0;  ///< s/mm²
  /// Unit vector in the patient frame (LPS); zero for b = 0 and for an isotropic (trace) image.
  Eigen::Vector3d gradient = Eigen::Vector3d::Zero();
};

/// What one value of a label map means.
struct LabelEntry {
  int value = 0;     ///< SegmentNumber or ROINumber
  std::string name;  ///< SegmentLabel or ROIName, UTF-8
};

/// A segment or a structure, drawn as label on the grid of the image that it belongs to; or all of
/// one object that do not overlap, joined.
struct LabelSource {
  SourceInstance instance;  ///< the SEG or RTSTRUCT
  int number = 0;           ///< SegmentNumber or ROINumber; 0 for joined ones
  std::string name;         ///< SegmentLabel or ROIName; empty for joined ones
  bool contours = false;    ///< an RTSTRUCT's contours, else a SEG's frames
  bool fractional = false;  ///< a SEG whose values are fractions of a voxel
  std::vector<LabelEntry> joined;  ///< the table of a map of several labels; empty for a single one
};

/// Whether slices that form no regular grid could be made to by interpolating along k.
enum class Regularity {
  regular,     ///< nothing to be made even
  resampling,  ///< `load` makes it even where its options ask for that, and refuses it otherwise
  none,        ///< no grid at all: positions are absent or contradict each other
};

/// One volume that can be loaded: slices in order along the k axis.
struct VolumeInfo {
  GridGeometry geometry;               ///< k runs from slices.front() to slices.back()
  std::vector<SourceInstance> slices;  ///< of a label volume: those of its image, where known
  std::string label;                   ///< why it is apart from its siblings ("echo 2"); may be empty
  std::vector<Finding> findings;       ///< one of severity `error` means that it cannot be loaded
  Regularity regularity = Regularity::regular;
  std::optional<LabelSource> label_source;  ///< of a label volume alone
  std::optional<Diffusion> diffusion;
  std::optional<double> time;  ///< seconds, from an origin that the volumes of a sequence share
};

/// Volumes of one series that are one image in four dimensions: the same grid and voxel type again
/// and again, told apart by what counts repetitions alone (time, diffusion weighting).
struct VolumeSequence {
  std::string label;                 ///< why it is apart from its siblings; may be empty
  std::string varies_by;             ///< "temporal position", "b-value", ...; empty for one volume
  std::vector<std::size_t> volumes;  ///< of the series' `volumes`, in order
};

/// What all images of a series share.
struct SeriesAttributes {
  PatientInfo patient;
  StudyInfo study;
  std::string series_instance_uid;
  std::string frame_of_reference_uid;
  int series_number = 0;
  std::string modality;
  std::string series_description;
  std::string protocol_name;
  std::string body_part_examined;
  std::string manufacturer;
  std::string manufacturer_model_name;
  std::string patient_position;  ///< HFS, FFS, ...; tells of the couch, not of geometry
  std::string image_type;        ///< ImageType of the first instance, with backslashes
  std::string units;             ///< Units of PET ("BQML"), else empty
};

struct SeriesInfo : SeriesAttributes {
  std::vector<VolumeInfo> volumes;
  std::vector<VolumeSequence> sequences;  ///< every volume stands in exactly one
  std::vector<Finding> findings;
};

/// What was found under the folders and files that were scanned.
struct Catalog {
  std::vector<SeriesInfo> series;  ///< by patient, study, series number, then UID
  std::vector<Finding> findings;   ///< about files and about the whole
  std::uint64_t files_seen = 0;
  std::uint64_t dicom_files = 0;
};

struct ScanOptions {
  int threads = 0;          ///< 0: one a processor
  bool recursive = true;
  Settings settings = {};   ///< `dicom.*`: how much a file may ask for
  ProgressSink progress = {};
};

/// Reads the headers (never the pixels) of every DICOM file under `path`, a folder or one file.
/// Links to folders are followed once each, so that a cycle ends.
/// @throws Error not_found, not_readable (the path itself), not_dicom (no DICOM in it), cancelled
Catalog scan(const std::filesystem::path& path, const ScanOptions& options = {});

/// The same for several places at once, as one catalog.
Catalog scan(const std::vector<std::filesystem::path>& paths, const ScanOptions& options = {});

/// Whether the volume has no finding of severity `error`.
bool is_loadable(const VolumeInfo& volume);

/// A line for people that holds no patient identity: "CT, series 3, 512 × 512 × 275, 0.78 × 0.78 × 1 mm".
std::string describe(const SeriesInfo& series);

}  // namespace volvr
