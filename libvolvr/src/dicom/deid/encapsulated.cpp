// SPDX-License-Identifier: Apache-2.0
#include "dicom/deid/encapsulated.h"

#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>
#include <dcmtk/dcmdata/dctk.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "dicom/deid/codestream.h"
#include "volvr/error.h"

namespace volvr::dicom::deid {

namespace {

using Bytes = std::span<std::uint8_t>;

[[noreturn]] void throw_unreadable() {
  throw Error(ErrorCode::malformed, "Its compressed pixels cannot be read.");
}

DcmPixelSequence& sequence_of(DcmPixelData& pixels) {
  E_TransferSyntax syntax = EXS_Unknown;
  const DcmRepresentationParameter* parameter = nullptr;
  DcmPixelSequence* sequence = nullptr;
  pixels.getOriginalRepresentationKey(syntax, parameter);
  if (pixels.getEncapsulatedRepresentation(syntax, parameter, sequence).bad() ||
      sequence == nullptr || sequence->card() < 2) {
    throw_unreadable();
  }
  return *sequence;
}

Bytes bytes_of(DcmPixelSequence& sequence, unsigned long number) {
  DcmPixelItem* item = nullptr;
  Uint8* bytes = nullptr;
  if (sequence.getItem(item, number).bad() || item->getUint8Array(bytes).bad()) throw_unreadable();
  return bytes == nullptr ? Bytes() : Bytes(bytes, item->getLength());
}

bool begins_image(Bytes fragment) {
  return fragment.size() > 1 && fragment[0] == 0xff && (fragment[1] == 0xd8 || fragment[1] == 0x4f);
}

// Fragments of one frame are parts of one stream.
void blank_joined(std::vector<Bytes> parts, const std::function<bool(Bytes)>& blank) {
  if (parts.empty()) throw_unreadable();
  if (parts.size() == 1) {
    if (!blank(parts.front())) throw_unreadable();
    return;
  }
  std::vector<std::uint8_t> whole;
  for (const Bytes part : parts) whole.insert(whole.end(), part.begin(), part.end());
  if (!blank(whole)) throw_unreadable();
  std::size_t at = 0;
  for (const Bytes part : parts) {
    std::copy_n(whole.begin() + static_cast<std::ptrdiff_t>(at), part.size(), part.begin());
    at += part.size();
  }
}

std::function<bool(Bytes)> blanker_for(E_TransferSyntax syntax, const PixelSize& size) {
  const std::string_view uid = DcmXfer(syntax).getXferID();
  if (syntax == EXS_RLELossless) {
    return
        [segment = size.rows * size.columns](Bytes stream) { return blank_rle(stream, segment); };
  }
  // JPEG and JPEG-LS: 4.50 to 4.81. JPEG 2000: 4.90, 4.91. HTJ2K: 4.201 to 4.203.
  constexpr std::string_view compressed = "1.2.840.10008.1.2.4.";
  if (!uid.starts_with(compressed)) return {};
  const std::string_view number = uid.substr(compressed.size());
  if (number >= "50" && number <= "81" && number.size() == 2) return blank_jpeg;
  const bool jpeg_2000 =
      number == "90" || number == "91" || number == "201" || number == "202" || number == "203";
  return jpeg_2000 ? std::function<bool(Bytes)>(blank_jpeg_2000) : nullptr;
}

}  // namespace

void blank_streams(DcmDataset& data_set, DcmPixelData& pixels, const PixelSize& size) {
  const E_TransferSyntax syntax = data_set.getOriginalXfer();
  const auto blank = blanker_for(syntax, size);
  if (!blank) {
    throw Error(ErrorCode::unsupported,
                "Its pixels are compressed in a way that volvr cannot look into.");
  }
  DcmPixelSequence& sequence = sequence_of(pixels);
  const Bytes offsets = bytes_of(sequence, 0);
  if (offsets.size() != 4 * size.frames) std::ranges::fill(offsets, std::uint8_t{0});
  const bool each_is_a_frame = syntax == EXS_RLELossless || sequence.card() - 1 == size.frames;
  std::vector<Bytes> frame;
  for (unsigned long i = 1; i < sequence.card(); ++i) {
    const Bytes fragment = bytes_of(sequence, i);
    const bool new_frame = !frame.empty() && (each_is_a_frame || begins_image(fragment));
    if (new_frame) {
      blank_joined(std::move(frame), blank);
      frame.clear();
    }
    frame.push_back(fragment);
  }
  blank_joined(std::move(frame), blank);
}

}  // namespace volvr::dicom::deid
