// SPDX-License-Identifier: Apache-2.0
#include "dicom/frame_reader.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

#include <cstring>
#include <string>
#include <utility>

#include "dicom/data_set.h"
#include "dicom/encoding.h"
#include "dicom/frames.h"
#include "dicom/pixel_format.h"
#include "volvr/error.h"

namespace volvr::dicom {

namespace {

void copy_encapsulated(const EncodedFrame& frame, std::span<std::byte> raw) {
  if (frame.bytes.size() < raw.size()) {
    throw_undecodable(frame.slice, "a fragment is shorter than its frame", "");
  }
  std::memcpy(raw.data(), frame.bytes.data(), raw.size());
}

}  // namespace

FrameReader::FrameReader(const SourceInstance& slice, OpenFile file, const Limits& limits)
    : first_(slice), limits_(limits), file_(std::move(file)) {
  if (file_.size() != slice.file_size || file_.modified() != slice.file_modified) {
    throw_changed(slice);
  }
}

FrameReader::~FrameReader() = default;

void FrameReader::read(const SourceInstance& slice, std::span<std::byte> raw) {
  const PixelLayout layout = image_layout(slice);
  const Coding coding = coding_of(layout.transfer_syntax_uid);
  if (coding == Coding::deflated || layout.data_offset == 0) {
    return read_whole(slice, layout, raw);
  }
  if (coding == Coding::native) return read_native(file_, slice, layout, raw);
  if (coding == Coding::unsupported) {
    throw Error(ErrorCode::unsupported,
                "The transfer syntax " + transfer_syntax_name(layout.transfer_syntax_uid) +
                    " is not supported by this version.",
                slice.file.string());
  }
  const EncodedFrame frame{encoded(slice), slice, layout};
  switch (coding) {
    case Coding::rle:
      return decode_rle(frame, raw);
    case Coding::jpeg:
    case Coding::jpeg_ls:
      return decode_jpeg(frame, raw);
    case Coding::jpeg_2000:
      return decode_jpeg2000(frame, raw);
    default:
      return copy_encapsulated(frame, raw);
  }
}

std::span<const std::uint8_t> FrameReader::encoded(const SourceInstance& slice) {
  if (!index_) index_.emplace(file_, first_);
  const auto& fragments = index_->fragments_of(slice.frame);
  std::uint64_t total = 0;
  for (const Extent& part : fragments) total += part.length;
  if (total > limits_.memory) {
    throw Error(
        ErrorCode::malformed,
        "A frame of " + slice.file.string() + " takes more memory than dicom.memory allows.",
        slice.file.string());
  }
  bytes_.resize(static_cast<std::size_t>(total));
  std::size_t at = 0;
  for (const Extent& part : fragments) {
    const auto target = std::as_writable_bytes(std::span(bytes_))
                            .subspan(at, static_cast<std::size_t>(part.length));
    if (file_.read_at(part.offset, target) < target.size()) throw_changed(slice);
    at += target.size();
  }
  return bytes_;
}

DataSet& FrameReader::data_set() {
  if (!data_set_) {
    require_within(limits_, file_, Reach::whole);
    data_set_ = std::make_unique<DataSet>(first_, file_);
  }
  return *data_set_;
}

void FrameReader::read_whole(const SourceInstance& slice, const PixelLayout& layout,
                             std::span<std::byte> raw) {
  const auto stored = data_set().native_pixels();
  const auto frame = static_cast<std::uint64_t>(slice.frame);
  if (stored.size() < stored_bytes(layout, frame + 1)) {
    throw_undecodable(slice, "it ends before its pixels do", "");
  }
  if (decoded_bits(layout) != layout.bits_allocated) {
    unpack_bits(stored,
                frame * values_per_frame(layout) * static_cast<unsigned>(layout.bits_allocated),
                layout.bits_allocated, raw);
    return;
  }
  const auto begin = static_cast<std::size_t>(stored_bytes(layout, frame));
  const auto length = static_cast<std::size_t>(stored_bytes(layout, 1));
  std::memcpy(raw.data(), stored.data() + begin, length);
}

const Palette& FrameReader::palette() {
  if (!palette_) palette_ = palette_of(file_, limits_);
  return *palette_;
}

const ModalityLut& FrameReader::modality_lut() {
  if (!modality_lut_) modality_lut_ = modality_lut_of(file_, first_.pixels, limits_);
  return *modality_lut_;
}

}  // namespace volvr::dicom
