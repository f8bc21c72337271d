// SPDX-License-Identifier: Apache-2.0
#include "dicom/parse.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcuid.h>

#include <string_view>
#include <utility>

#include "dicom/dcmtk_header.h"
#include "dicom/encoding.h"
#include "dicom/file_stream.h"
#include "dicom/header_fields.h"
#include "dicom/quick_header.h"
#include "volvr/error.h"

namespace volvr::dicom {

namespace {

constexpr std::uint32_t undefined_length = 0xffffffff;

void place_pixels(const RawHeader& raw, Header& header) {
  PixelLayout& layout = header.instance.pixels;
  layout.sample_kind = raw.pixels.kind;
  if (layout.sample_kind != SampleKind::integer) {
    // PS3.3 C.7.6.24: all bits are used; BitsStored and the like are not written.
    layout.bits_stored = layout.bits_allocated;
    layout.high_bit = layout.bits_allocated - 1;
    layout.is_signed = true;
  }
  if (!raw.pixels.found) return;
  if (raw.pixels.length != undefined_length) layout.data_length = raw.pixels.length;
  // Bytes that are swapped as words, or wider values swapped as words, are put right by DCMTK.
  const bool swapped_otherwise =
      is_big_endian(raw.transfer_syntax_uid) && raw.pixels.words && layout.bits_allocated != 16;
  if (!swapped_otherwise) layout.data_offset = raw.pixel_offset;
}

Header header_from(const RawHeader& raw, const Elements& elements,
                   std::shared_ptr<const SeriesAttributes> series, const OpenFile& file) {
  Header header = header_of(elements, std::move(series), file.path(), raw.transfer_syntax_uid);
  header.instance.file_size = file.size();
  header.instance.file_modified = file.modified();
  header.has_pixels = raw.pixels.found;
  header.problem = raw.problem;
  place_pixels(raw, header);
  return header;
}

std::vector<Header> headers_from(const RawHeader& raw, const OpenFile& file) {
  const auto series = series_attributes(raw.elements);
  std::vector<Header> headers;
  for (const RawFrame& frame : raw.frames) {
    Header& header = headers.emplace_back(header_from(raw, frame.elements, series, file));
    header.instance.frame = frame.frame;
    header.instance.tile = frame.tile;
  }
  if (headers.empty()) headers.push_back(header_from(raw, raw.elements, series, file));
  return headers;
}

// Whether more than the plain attributes is needed to tell where the slices lie and what their
// values mean, even of a single frame.
bool has_inner_parts(const Elements& elements) {
  const std::string_view sop_class = elements.text(tag::sop_class_uid);
  if (sop_class == UID_RTDoseStorage || sop_class == UID_NuclearMedicineImageStorage) return true;
  if (elements.has(tag::modality_lut_sequence)) return true;
  if (elements.integer(tag::number_of_frames).value_or(1) != 1) return true;
  const std::string_view image_type = elements.text(tag::image_type);
  return image_type.find("MOSAIC") != std::string_view::npos ||
         image_type.find("VFRAME") != std::string_view::npos;
}

// Only what could be beyond a limit is looked over; the others take no time.
bool is_within(const Limits& limits, const RawHeader& raw, const OpenFile& file) {
  const std::uint64_t header_bytes = raw.pixels.found ? raw.pixel_offset : file.size();
  return is_within(limits, header_bytes, raw.longest_sequence) ||
         look_over(file, limits).over_limit.empty();
}

}  // namespace

std::variant<std::vector<Header>, FileProblem> parse_file(const std::filesystem::path& path,
                                                          const Limits& limits) {
  try {
    return parse_file(OpenFile(path), limits);
  } catch (const Error& error) {
    return FileProblem{FileProblem::Kind::unreadable, error.what()};
  }
}

std::variant<std::vector<Header>, FileProblem> parse_file(const OpenFile& file,
                                                          const Limits& limits) {
  try {
    const auto quick = quick_header(file);
    if (quick && !has_inner_parts(quick->elements) && is_within(limits, *quick, file)) {
      return headers_from(*quick, file);
    }
    auto raw = dcmtk_header(file, limits);
    if (const auto* problem = std::get_if<FileProblem>(&raw)) return *problem;
    return headers_from(std::get<RawHeader>(raw), file);
  } catch (const Error& error) {
    return FileProblem{FileProblem::Kind::unreadable, error.what()};
  }
}

}  // namespace volvr::dicom
