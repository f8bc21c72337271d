// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Geometry>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace volvr::test {

/// How the pixels of a phantom are stored.
enum class Encoding {
  implicit_little,
  explicit_little,
  explicit_big,
  deflated,
  rle,
  jpeg_baseline,      ///< lossy; 8 bits
  jpeg_lossless,      ///< process 14
  jpeg_lossless_sv1,  ///< process 14, selection value 1
  jpeg_ls_lossless,
  jpeg_ls_near_lossless,  ///< deviates by at most 2 stored units
  jpeg_2000_lossless,
};

/// What is written for one slice; a phantom's `edit` may change any of it.
struct PhantomSlice {
  int k = 0;
  bool written = true;    ///< false leaves a gap
  std::string file_name;  ///< "slice-0007.dcm"; the names fall while k rises
  std::string sop_instance_uid;
  Eigen::Vector3d position;  ///< ImagePositionPatient
  Eigen::Vector3d row;       ///< direction of rising column index
  Eigen::Vector3d column;    ///< direction of rising row index
  double slope = 1.0;
  double intercept = 0.0;
  /// More attributes or other values, by DICOM keyword; "-" removes the attribute.
  std::map<std::string, std::string> attributes;
};

/// A made-up series with a known answer. The defaults are a small CT.
struct Phantom {
  std::string modality = "CT";  ///< CT, MR, PT and SC (secondary capture) choose the SOP class
  std::string patient_name = "Phantom^Example";
  std::string patient_id = "PHANTOM-1";
  std::string study_uid = "2.25.1000";
  std::string series_uid = "2.25.1000.1";
  int series_number = 1;
  Eigen::Vector3i size{24, 20, 8};            ///< columns, rows, slices
  Eigen::Vector3d spacing{0.75, 0.875, 1.5};  ///< mm between columns, rows, slices
  /// Unit vectors along i, j, k in LPS. A k that is no normal of i and j makes a tilted stack.
  Eigen::Matrix3d axes = Eigen::Matrix3d::Identity();
  Eigen::Vector3d origin{-101.5, -77.25, 12.125};  ///< LPS mm of the first voxel
  int bits_allocated = 16;                         ///< 8, 16 or 32
  int bits_stored = 12;
  bool is_signed = false;
  int samples_per_pixel = 1;  ///< 3: RGB, all three samples of the stored value's low bytes
  double slope = 1.0;
  double intercept = -1024.0;
  Encoding encoding = Encoding::explicit_little;
  bool meta_header = true;  ///< false: a bare data set, as some old archives keep
  /// The stored value of a voxel; by default one that differs everywhere (`default_stored_value`).
  std::function<std::int64_t(int i, int j, int k)> stored_value;
  std::function<void(PhantomSlice&)> edit;
};

/// A value that tells the voxels of a small phantom apart, within the bits stored.
std::int64_t default_stored_value(const Phantom& phantom, int i, int j, int k);

/// The stored value that `write_phantom` gives to a voxel.
std::int64_t stored_value(const Phantom& phantom, int i, int j, int k);

/// The value that the study means: slope and intercept of the phantom applied.
double expected_value(const Phantom& phantom, int i, int j, int k);

/// The transform that a right reading gives, where `edit` moves nothing.
Eigen::Affine3d patient_from_index(const Phantom& phantom);

/// Writes the slices into `folder` (made if absent) and gives the files by rising k.
/// Throws std::runtime_error if DCMTK or OpenJPEG cannot encode what is asked for.
std::vector<std::filesystem::path> write_phantom(const Phantom& phantom,
                                                 const std::filesystem::path& folder);

/// Sets one attribute of a written file, or removes it ("-"); the pixels stay as they are encoded.
void set_attribute(const std::filesystem::path& file, const std::string& keyword,
                   const std::string& value);

/// Writes the DICOM file `from` again as `to` with its pixels in explicit VR little endian.
void decompress_file(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace volvr::test
