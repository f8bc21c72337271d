// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "dicom/check.h"
#include "dicom/colour.h"
#include "dicom/encoding.h"
#include "dicom/findings.h"
#include "dicom/pixel_format.h"

namespace volvr::dicom {

namespace {

// A frame that claims to unpack to more than this many times its file is a lie: the best that the
// lossless coders do, on a slice of zeros, is about a thousand.
constexpr std::uint64_t most_compression = 10'000;

std::uint64_t most_compression_of(Coding coding) {
  switch (coding) {
    case Coding::encapsulated_native:
      return 1;
    case Coding::rle:
      return 64;  // a run of 128 bytes takes two
    case Coding::deflated:
      return 1032;
    default:
      return most_compression;
  }
}

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

bool is_known_width(const PixelLayout& p, Coding coding) {
  const int bits = p.bits_allocated;
  if (p.sample_kind == SampleKind::float32) return bits == 32;
  if (p.sample_kind == SampleKind::float64) return bits == 64;
  const bool plain = coding == Coding::native || coding == Coding::deflated;
  if (bits == 1 || bits == 12) return plain;
  if (bits == 32) return coding != Coding::jpeg && coding != Coding::jpeg_ls;
  return bits == 8 || bits == 16;
}

bool is_known_format(const PixelLayout& p, Coding coding) {
  if (!is_known_width(p, coding)) return false;
  const ColourStep step = colour_step(p);
  if (step == ColourStep::unknown) return false;
  if (step == ColourStep::from_palette) {
    return decoded_bits(p) <= 16 && p.palette_bits >= 8 && p.palette_bits <= 16;
  }
  if (p.samples_per_pixel == 1) {
    return p.photometric_interpretation == "MONOCHROME2" ||
           p.photometric_interpretation == "MONOCHROME1";
  }
  return p.samples_per_pixel == 3 && (p.bits_allocated == 8 || p.bits_allocated == 16) &&
         p.bits_stored == p.bits_allocated;
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
  if (p.modality_lut_bits != 0 &&
      (p.modality_lut_bits < 8 || p.modality_lut_bits > 16 || p.samples_per_pixel != 1 ||
       p.sample_kind != SampleKind::integer || p.photometric_interpretation == "PALETTE COLOR")) {
    complaints.push_back(unsupported("its ModalityLUTSequence holds entries of " +
                                     std::to_string(p.modality_lut_bits) +
                                     " bits, or its pixels are none that a table gives values."));
  }
  return complaints;
}

std::vector<Complaint> check_length(const Header& header) {
  const PixelLayout p = image_layout(header.instance);
  if (!header.has_pixels) return {contradiction("it ends before its pixels.")};
  const auto frames = static_cast<std::uint64_t>(std::max(p.number_of_frames, 1));
  const std::uint64_t needed = stored_bytes(p, frames);
  const Coding coding = coding_of(p.transfer_syntax_uid);
  if (coding != Coding::native) {
    if (needed > most_compression_of(coding) * header.instance.file_size) {
      return {contradiction("its pixels would unpack to " + std::to_string(needed) + " bytes.")};
    }
    return {};
  }
  std::vector<Complaint> complaints;
  if (p.data_length < needed) {
    complaints.push_back(contradiction("its pixels take " + std::to_string(p.data_length) +
                                       " bytes where Rows and Columns ask for " +
                                       std::to_string(needed) + "."));
  } else if (p.data_offset > 0 && p.data_offset + needed > header.instance.file_size) {
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
