// SPDX-License-Identifier: Apache-2.0
#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

#include <cstring>
#include <string>
#include <vector>

#include "dicom/data_set.h"
#include "dicom/encoding.h"
#include "dicom/frames.h"
#include "dicom/jpeg_header.h"
#include "dicom/rle_length.h"
#include "volvr/error.h"

namespace volvr::dicom {

namespace {

// DCMTK stops a run-length stream that holds too much where the buffer ends, without a word.
void require_run_lengths_match(const std::vector<std::span<const std::uint8_t>>& fragments,
                               const SourceInstance& slice) {
  const auto expected = static_cast<std::uint64_t>(slice.pixels.rows) *
                        static_cast<std::uint64_t>(slice.pixels.columns);
  const auto length = fragments.size() == 1 ? rle_segment_length(fragments.front()) : std::nullopt;
  if (length && *length != expected && *length != expected + expected % 2) {
    throw_undecodable(slice,
                      "its run-length segments hold " + std::to_string(*length) +
                          " bytes where Rows and Columns ask for " + std::to_string(expected),
                      "");
  }
}

// Compares the stream's own header with the data set's, and gives its bits a sample (0: not said).
int require_stream_matches(DataSet& data, const SourceInstance& slice) {
  const auto fragments = data.fragments();
  if (fragments.empty()) throw_undecodable(slice, "it has no pixels", "");
  const PixelLayout& layout = slice.pixels;
  if (coding_of(layout.transfer_syntax_uid) == Coding::rle) {
    require_run_lengths_match(fragments, slice);
    return 0;
  }
  const auto header = jpeg_header(fragments.front());
  if (!header) throw_undecodable(slice, "its JPEG stream has no frame header", "");
  // A stream may leave its number of lines to a later marker and say 0 here.
  if ((header->rows != layout.rows && header->rows != 0) || header->columns != layout.columns ||
      header->samples != layout.samples_per_pixel || header->precision > layout.bits_allocated) {
    throw_undecodable(slice,
                      "its JPEG stream holds " + std::to_string(header->columns) + " × " +
                          std::to_string(header->rows) + " pixels of " +
                          std::to_string(header->precision) + " bits, not what the header says",
                      "");
  }
  return header->precision;
}

// DCMTK's JPEG decoder gives one byte a sample for streams of up to 8 bits, whatever is allocated.
void widen_bytes(std::span<std::byte> raw) {
  for (std::size_t i = raw.size() / 2; i-- > 0;) {
    raw[2 * i] = raw[i];
    raw[2 * i + 1] = std::byte{0};
  }
}

}  // namespace

void decode_with_dcmtk(const SourceInstance& slice, std::span<std::byte> raw) {
  DataSet data(slice);
  const int precision = require_stream_matches(data, slice);
  // Samples of a pixel together, whichever way they were stored.
  if (slice.pixels.samples_per_pixel > 1) {
    data.items().putAndInsertUint16(DCM_PlanarConfiguration, 0);
  }
  std::vector<std::byte> padded;  // DCMTK wants room for an even number of bytes
  std::span<std::byte> target = raw;
  if (raw.size() % 2 != 0) {
    padded.resize(raw.size() + 1);
    target = padded;
  }
  Uint32 fragment = 0;
  OFString colour_model;
  const OFCondition result = data.pixels().getUncompressedFrame(
      &data.items(), 0, fragment, target.data(), static_cast<Uint32>(target.size()), colour_model);
  if (result.bad()) {
    throw_undecodable(slice, result.text(), "DcmPixelData::getUncompressedFrame");
  }
  if (slice.pixels.samples_per_pixel == 3 && colour_model != "RGB") {
    throw Error(ErrorCode::unsupported,
                "The colours of " + slice.file.string() + " are not RGB after decoding.",
                slice.file.string());
  }
  if (!padded.empty()) std::memcpy(raw.data(), padded.data(), raw.size());
  const bool is_jpeg = coding_of(slice.pixels.transfer_syntax_uid) == Coding::jpeg;
  if (is_jpeg && precision <= 8 && slice.pixels.bits_allocated == 16) widen_bytes(raw);
}

void read_deflated(const SourceInstance& slice, std::span<std::byte> raw) {
  DataSet data(slice);
  Uint8* bytes = nullptr;
  Uint16* words = nullptr;
  const bool is_words = data.pixels().getUint16Array(words).good() && words != nullptr;
  if (!is_words && data.pixels().getUint8Array(bytes).bad()) {
    throw_undecodable(slice, "its pixels cannot be read", "DcmPixelData::getUint8Array");
  }
  const void* source = is_words ? static_cast<const void*>(words) : bytes;
  if (source == nullptr || data.pixels().getLength() < raw.size()) {
    throw_undecodable(slice, "it ends before its pixels do", "DcmPixelData::getLength");
  }
  std::memcpy(raw.data(), source, raw.size());
}

}  // namespace volvr::dicom
