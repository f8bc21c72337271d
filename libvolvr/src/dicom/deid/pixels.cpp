// SPDX-License-Identifier: Apache-2.0
#include "dicom/deid/pixels.h"

#include <dcmtk/dcmdata/dctk.h>

#include <format>
#include <memory>

#include "dicom/deid/black_out.h"
#include "dicom/deid/elements_of_item.h"
#include "dicom/deid/encapsulated.h"
#include "dicom/deid/pixel_size.h"
#include "dicom/deid/refuse.h"
#include "dicom/deid/value_check.h"
#include "volvr/error.h"

namespace volvr::dicom::deid {

namespace {

constexpr Tag offset_table = 0x7fe00001, offset_lengths = 0x7fe00002, total_length = 0x7fe00003,
              float_pixels = 0x7fe00008, double_pixels = 0x7fe00009;

void remove(DcmItem& item, DcmElement& element, std::vector<ElementChange>& changes) {
  const Tag tag = tag_of(element);
  changes.push_back({std::format("({:04x},{:04x})", tag >> 16U, tag & 0xffffU),
                     look_up(key_of(tag)).keyword, "removed"});
  const std::unique_ptr<DcmElement> gone(item.remove(&element));
}

bool is_allowed(DcmElement& element, Tag tag, const PixelSize& size, bool encapsulated) {
  const std::uint64_t length = element.getLength();
  switch (tag) {
    case offset_table:
    case offset_lengths:
      return encapsulated && length == 8 * size.frames;
    case total_length:
      return encapsulated && length == 8;
    case float_pixels:
      return length == 4 * size.values();
    case double_pixels:
      return length == 8 * size.values();
    default:
      return tag == tag::pixel_data && size.values() > 0 && element.ident() == EVR_PixelData;
  }
}

// Bytes behind the last pixel are no image.
void require_length(DcmPixelData& pixels, const PixelSize& size) {
  const std::uint64_t expected = size.bytes() + size.bytes() % 2;
  const std::uint64_t length = pixels.getLength();
  if (length < size.bytes()) throw Error(ErrorCode::malformed, "It ends before its pixels do.");
  if (length <= expected) return;
  std::vector<Uint8> first(expected);
  Uint8* bytes = nullptr;
  Uint16* words = nullptr;
  const bool is_words = pixels.getUint16Array(words).good() && words != nullptr;
  if (!is_words && (pixels.getUint8Array(bytes).bad() || bytes == nullptr)) {
    throw Error(ErrorCode::malformed, "Its pixels cannot be read.");
  }
  std::copy_n(is_words ? reinterpret_cast<const Uint8*>(words) : bytes, expected, first.begin());
  const bool put =
      is_words ? pixels
                     .putUint16Array(reinterpret_cast<const Uint16*>(first.data()),
                                     static_cast<unsigned long>(expected / 2))
                     .good()
               : pixels.putUint8Array(first.data(), static_cast<unsigned long>(expected)).good();
  if (!put) throw Error(ErrorCode::internal, "Its pixels cannot be cut to their length.");
}

Cleaning required_cleaning(DcmItem& data_set, const DeidentifyOptions& options,
                           const std::vector<PixelRule>& rules) {
  const auto risk = burned_in_risk(data_set);
  if (!risk && !options.clean_pixel_data) return {};
  if (risk && !options.clean_pixel_data) {
    throw Error(ErrorCode::unsupported,
                *risk + " Such pixels are only treated with the option to clean pixel data.");
  }
  Cleaning cleaning = cleaning_for(data_set, rules);
  if (risk && !cleaning.known) {
    throw Error(ErrorCode::unsupported,
                *risk + " No rule says where this device writes text; a file of pixel rules can.");
  }
  return cleaning;
}

}  // namespace

void clean_pixels(DcmDataset& data_set, const DeidentifyOptions& options,
                  const std::vector<PixelRule>& rules, bool overlay_in_pixels,
                  std::vector<ElementChange>& changes) {
  const PixelSize size = pixel_size(data_set);
  bool encapsulated = DcmXfer(data_set.getOriginalXfer()).isPixelDataCompressed();
  for (DcmElement* element : elements_of_item(data_set)) {
    if (element->getGTag() != 0x7fe0) continue;
    if (!is_allowed(*element, tag_of(*element), size, encapsulated)) {
      remove(data_set, *element, changes);
    }
  }
  DcmElement* element = nullptr;
  if (data_set.findAndGetElement(DCM_PixelData, element).bad()) {
    const bool real =
        data_set.tagExists(DCM_FloatPixelData) || data_set.tagExists(DCM_DoubleFloatPixelData);
    if (is_image(data_set) && !real) {
      throw Error(ErrorCode::malformed, "It is an image without pixels.");
    }
    return;
  }
  auto& pixels = dynamic_cast<DcmPixelData&>(*element);
  const Cleaning cleaning = required_cleaning(data_set, options, rules);
  const auto note = [&](const char* action) {
    changes.push_back({"(7fe0,0010)", "PixelData", action});
  };
  if (encapsulated && !cleaning.black.empty()) {
    decode_pixels(data_set);
    encapsulated = false;
  }
  if (encapsulated) {
    if (overlay_in_pixels) {
      throw Error(ErrorCode::unsupported,
                  "An overlay lies in unused bits of its compressed pixels, where it cannot be "
                  "taken out.");
    }
    return blank_streams(data_set, pixels, size);
  }
  require_length(pixels, pixel_size(data_set));
  if (overlay_in_pixels) {
    clear_unused_bits(data_set, pixels);
    note("cleaned");
  }
  if (cleaning.black.empty()) return;
  black_out(data_set, pixels, cleaning.black);
  note("cleaned");
}

}  // namespace volvr::dicom::deid
