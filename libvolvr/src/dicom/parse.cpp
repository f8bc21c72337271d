// SPDX-License-Identifier: Apache-2.0
#include "dicom/parse.h"

#include "dicom/dcmtk_header.h"
#include "dicom/encoding.h"
#include "dicom/file_stream.h"
#include "dicom/header_fields.h"
#include "dicom/quick_header.h"
#include "volvr/error.h"

namespace volvr::dicom {

namespace {

constexpr std::uint32_t undefined_length = 0xffffffff;

Header header_from(const RawHeader& raw, const OpenFile& file) {
  Header header = header_of(raw.elements, file.path(), raw.transfer_syntax_uid);
  header.file_size = file.size();
  header.has_pixels = raw.pixels.found;
  if (!raw.pixels.found || raw.pixels.length == undefined_length) return header;
  PixelLayout& layout = header.instance.pixels;
  layout.data_length = raw.pixels.length;
  // Bytes that are swapped as words, or wider values swapped as words, are put right by DCMTK.
  const bool swapped_otherwise =
      is_big_endian(raw.transfer_syntax_uid) && raw.pixels.words && layout.bits_allocated != 16;
  if (!swapped_otherwise) layout.data_offset = raw.pixel_offset;
  return header;
}

}  // namespace

std::variant<Header, FileProblem> parse_file(const std::filesystem::path& path) {
  try {
    const OpenFile file(path);
    if (const auto raw = quick_header(file)) return header_from(*raw, file);
    auto raw = dcmtk_header(file);
    if (const auto* problem = std::get_if<FileProblem>(&raw)) return *problem;
    return header_from(std::get<RawHeader>(raw), file);
  } catch (const Error& error) {
    return FileProblem{FileProblem::Kind::unreadable, error.what()};
  }
}

}  // namespace volvr::dicom
