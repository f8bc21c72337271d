// SPDX-License-Identifier: Apache-2.0
#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>
#include <dcmtk/dcmdata/dctk.h>

#include <cstring>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "dicom/dcmtk_session.h"
#include "dicom/encoding.h"
#include "dicom/frames.h"
#include "dicom/jpeg_header.h"
#include "dicom/jpeg_lossless.h"
#include "volvr/error.h"

namespace volvr::dicom {

namespace {

// A progressive stream may refine each of 4 components bit by bit in a few bands.
constexpr std::size_t most_scans = 256;

int require_matches(const EncodedFrame& frame) {
  const auto header = jpeg_header(frame.bytes);
  if (!header) throw_undecodable(frame.slice, "its JPEG stream has no frame header", "");
  const PixelLayout& layout = frame.layout;
  // A stream may leave its number of lines to a later marker and say 0 here.
  if ((header->rows != layout.rows && header->rows != 0) || header->columns != layout.columns ||
      header->samples != layout.samples_per_pixel || header->precision > layout.bits_allocated) {
    throw_undecodable(frame.slice,
                      "its JPEG stream holds " + std::to_string(header->columns) + " × " +
                          std::to_string(header->rows) + " pixels of " +
                          std::to_string(header->precision) + " bits, not what the header says",
                      "");
  }
  if (const std::size_t scans = scan_count(frame.bytes); scans > most_scans) {
    throw_undecodable(frame.slice,
                      "its JPEG stream has " + std::to_string(scans) + " scans, more than any image",
                      "");
  }
  return header->precision;
}

void describe(DcmItem& item, const PixelLayout& layout) {
  const auto put = [&](const DcmTagKey& tag, int value) {
    item.putAndInsertUint16(tag, static_cast<Uint16>(value));
  };
  put(DCM_SamplesPerPixel, layout.samples_per_pixel);
  item.putAndInsertString(DCM_PhotometricInterpretation,
                          layout.photometric_interpretation.c_str());
  if (layout.samples_per_pixel > 1) put(DCM_PlanarConfiguration, 0);
  put(DCM_Rows, layout.rows);
  put(DCM_Columns, layout.columns);
  put(DCM_BitsAllocated, layout.bits_allocated);
  put(DCM_BitsStored, layout.bits_stored);
  put(DCM_HighBit, layout.high_bit);
  put(DCM_PixelRepresentation, layout.is_signed ? 1 : 0);
}

// A pixel element of this one frame: an empty offset table and the stream as one fragment.
std::unique_ptr<DcmPixelSequence> sequence_of(const EncodedFrame& frame) {
  auto sequence = std::make_unique<DcmPixelSequence>(DCM_PixelSequenceTag);
  sequence->insert(new DcmPixelItem(DCM_PixelItemTag));
  auto fragment = std::make_unique<DcmPixelItem>(DCM_PixelItemTag);
  const std::vector<std::uint8_t> cleaned = without_fill(frame.bytes);
  const std::span<const std::uint8_t> bytes = cleaned.empty() ? frame.bytes : cleaned;
  if (bytes.size() > std::numeric_limits<Uint32>::max() - 1 ||
      fragment->putUint8Array(bytes.data(), static_cast<unsigned long>(bytes.size())).bad()) {
    throw_undecodable(frame.slice, "its JPEG stream is too long", "DcmPixelItem::putUint8Array");
  }
  sequence->insert(fragment.release());
  return sequence;
}

// The lossless process in its usual form; false where it is another.
bool decode_plain_lossless(const EncodedFrame& frame, std::span<std::byte> raw) {
  const PixelLayout& layout = frame.layout;
  const bool is_rgb = layout.samples_per_pixel == 3 && layout.photometric_interpretation == "RGB";
  if (coding_of(layout.transfer_syntax_uid) != Coding::jpeg ||
      (layout.samples_per_pixel != 1 && !is_rgb) ||
      (layout.bits_allocated != 8 && layout.bits_allocated != 16)) {
    return false;
  }
  const LosslessShape shape{layout.rows, layout.columns, layout.samples_per_pixel,
                            layout.bits_allocated};
  const LosslessResult result = decode_lossless_jpeg(frame.bytes, shape, raw);
  if (result == LosslessResult::damaged) {
    throw_undecodable(frame.slice, "its JPEG stream is damaged or ends too early", "");
  }
  return result == LosslessResult::done;
}

}  // namespace

// CharLS itself would be the shorter way for JPEG-LS, but its library and the copy of it inside
// DCMTK export the same symbols: in one process, DCMTK would call into the wrong one.
void decode_jpeg(const EncodedFrame& frame, std::span<std::byte> raw) {
  const int precision = require_matches(frame);
  if (decode_plain_lossless(frame, raw)) return;
  prepare_dcmtk();
  const QuietDcmtk quiet;
  DcmDataset item;
  describe(item, frame.layout);
  auto pixels = std::make_unique<DcmPixelData>(DCM_PixelData);
  pixels->putOriginalRepresentation(DcmXfer(frame.layout.transfer_syntax_uid.c_str()).getXfer(),
                                    nullptr, sequence_of(frame).release());
  std::vector<std::byte> padded;  // DCMTK wants room for an even number of bytes
  std::span<std::byte> target = raw;
  if (raw.size() % 2 != 0) {
    padded.resize(raw.size() + 1);
    target = padded;
  }
  Uint32 fragment = 0;
  OFString colour_model;
  const OFCondition result = pixels->getUncompressedFrame(
      &item, 0, fragment, target.data(), static_cast<Uint32>(target.size()), colour_model);
  if (result.bad()) {
    throw_undecodable(frame.slice, result.text(), "DcmPixelData::getUncompressedFrame");
  }
  if (frame.layout.samples_per_pixel == 3 && colour_model != "RGB") {
    throw Error(ErrorCode::unsupported,
                "The colours of " + frame.slice.file.string() + " are not RGB after decoding.",
                frame.slice.file.string());
  }
  if (!padded.empty()) std::memcpy(raw.data(), padded.data(), raw.size());
  // Of JPEG, DCMTK gives one byte a sample for streams of up to 8 bits, whatever is allocated.
  const bool is_jpeg = coding_of(frame.layout.transfer_syntax_uid) == Coding::jpeg;
  if (is_jpeg && precision <= 8 && frame.layout.bits_allocated == 16) widen_bytes(raw);
}

}  // namespace volvr::dicom
