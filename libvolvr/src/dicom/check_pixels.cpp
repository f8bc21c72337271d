// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "dicom/check.h"
#include "dicom/encoding.h"
#include "dicom/findings.h"
#include "dicom/pixel_format.h"

namespace volvr::dicom {

namespace {

// A frame that claims to unpack to more than this many times its file is a lie: the best that the
// lossless coders do, on a slice of zeros, is about a thousand.
constexpr std::uint64_t most_compression = 10'000;

struct Complaint {
  FindingCode code = FindingCode::malformed_file;
  Severity severity = Severity::error;
  std::string one;   ///< about one file
  std::string many;  ///< about several
};

Complaint contradiction(const std::string& what) {
  return {FindingCode::malformed_file, Severity::error,
          "The file {file} contradicts itself: " + what,
          "{count} files contradict themselves, the first is {file}: " + what};
}

Complaint unsupported(const std::string& what) {
  return {FindingCode::unsupported_encoding, Severity::error,
          "The file {file} cannot be decoded: " + what,
          "{count} files cannot be decoded, the first is {file}: " + what};
}

// Whether decoding gives RGB: JPEG's and JPEG 2000's own colour transforms are undone, others not.
bool becomes_rgb(std::string_view photometric, Coding coding) {
  if (photometric == "RGB") return true;
  if (coding == Coding::jpeg) return photometric == "YBR_FULL" || photometric == "YBR_FULL_422";
  return coding == Coding::jpeg_2000 && (photometric == "YBR_RCT" || photometric == "YBR_ICT");
}

bool is_known_format(const PixelLayout& p, Coding coding) {
  if (p.bits_allocated != 8 && p.bits_allocated != 16 && p.bits_allocated != 32) return false;
  if (p.samples_per_pixel == 1) {
    const bool wide_coder = coding != Coding::jpeg && coding != Coding::jpeg_ls;
    return (p.bits_allocated <= 16 || wide_coder) &&
           (p.photometric_interpretation == "MONOCHROME2" ||
            p.photometric_interpretation == "MONOCHROME1");
  }
  return p.samples_per_pixel == 3 && p.bits_allocated == 8 && p.bits_stored == 8 &&
         becomes_rgb(p.photometric_interpretation, coding);
}

std::string format_of(const PixelLayout& p) {
  return std::to_string(p.samples_per_pixel) + " samples of " + std::to_string(p.bits_allocated) +
         " bits, " +
         (p.photometric_interpretation.empty() ? "no PhotometricInterpretation"
                                               : p.photometric_interpretation);
}

std::vector<Complaint> check_layout(const Header& header) {
  const PixelLayout& p = header.instance.pixels;
  std::vector<Complaint> complaints;
  if (p.rows == 0 || p.columns == 0) {
    complaints.push_back(contradiction("it has no Rows or no Columns."));
  }
  if (p.bits_stored < 1 || p.bits_stored > p.bits_allocated || p.high_bit < p.bits_stored - 1 ||
      p.high_bit >= p.bits_allocated) {
    complaints.push_back(contradiction("BitsStored and HighBit do not fit into BitsAllocated."));
  }
  if (!std::isfinite(p.rescale_slope) || p.rescale_slope == 0.0 ||
      !std::isfinite(p.rescale_intercept)) {
    complaints.push_back(
        contradiction("its RescaleSlope is 0, or that or RescaleIntercept is no number."));
  }
  const Coding coding = coding_of(p.transfer_syntax_uid);
  if (coding == Coding::unsupported) {
    complaints.push_back(unsupported("this version does not know the transfer syntax " +
                                     transfer_syntax_name(p.transfer_syntax_uid) + "."));
  } else if (!is_known_format(p, coding)) {
    complaints.push_back(
        unsupported("this version does not know its pixel format, " + format_of(p) + "."));
  }
  if (header.has_modality_lut && !header.has_rescale) {
    complaints.push_back(unsupported(
        "its values are given by a ModalityLUTSequence, which this version does not read."));
  }
  return complaints;
}

std::vector<Complaint> check_length(const Header& header) {
  const PixelLayout& p = header.instance.pixels;
  if (!header.has_pixels) return {contradiction("it ends before its pixels.")};
  const std::uint64_t needed = bytes_per_frame(p);
  const Coding coding = coding_of(p.transfer_syntax_uid);
  if (coding != Coding::native) {
    if (needed > most_compression * header.file_size) {
      return {contradiction("its pixels would unpack to " + std::to_string(needed) + " bytes.")};
    }
    return {};
  }
  std::vector<Complaint> complaints;
  if (p.data_length < needed) {
    complaints.push_back(contradiction("its pixels take " + std::to_string(p.data_length) +
                                       " bytes where Rows and Columns ask for " +
                                       std::to_string(needed) + "."));
  } else if (p.data_offset > 0 && p.data_offset + needed > header.file_size) {
    complaints.push_back({FindingCode::malformed_file, Severity::error,
                          "The file {file} ends before its pixels do.",
                          "{count} files end before their pixels do, the first is {file}."});
  } else if (p.data_length > needed + 1) {
    complaints.push_back({FindingCode::malformed_file, Severity::warning,
                          "The file {file} holds more pixel bytes than Rows and Columns ask for; "
                          "the rest is passed over.",
                          "{count} files hold more pixel bytes than Rows and Columns ask for; the "
                          "rest is passed over."});
  }
  return complaints;
}

}  // namespace

std::vector<Finding> check_pixels(const std::vector<Header>& slices) {
  std::map<std::string, std::pair<Complaint, std::vector<std::string>>> by_text;
  for (const Header& header : slices) {
    std::vector<Complaint> complaints = check_layout(header);
    if (complaints.empty()) complaints = check_length(header);
    for (Complaint& complaint : complaints) {
      auto& [kept, files] = by_text[complaint.one];
      files.push_back(header.instance.file.string());
      kept = std::move(complaint);
    }
  }
  std::vector<Finding> findings;
  for (const auto& [text, entry] : by_text) {
    const auto& [complaint, files] = entry;
    findings.push_back(
        about_files(complaint.code, complaint.severity, complaint.one, complaint.many, files));
  }
  return findings;
}

}  // namespace volvr::dicom
