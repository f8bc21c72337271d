// SPDX-License-Identifier: Apache-2.0
#include "dicom/decode.h"

#include <vector>

#include "dicom/encoding.h"
#include "dicom/frames.h"
#include "dicom/pixel_format.h"
#include "dicom/rescale.h"
#include "volvr/error.h"

namespace volvr::dicom {

namespace {

void read_raw(const SourceInstance& slice, std::span<std::byte> raw) {
  switch (coding_of(slice.pixels.transfer_syntax_uid)) {
    case Coding::native:
      return read_native(slice, raw);
    case Coding::deflated:
      return read_deflated(slice, raw);
    case Coding::rle:
    case Coding::jpeg:
    case Coding::jpeg_ls:
      return decode_with_dcmtk(slice, raw);
    case Coding::jpeg_2000:
      return decode_jpeg2000(slice, raw);
    case Coding::unsupported:
      break;
  }
  throw Error(ErrorCode::unsupported,
              "The transfer syntax " + transfer_syntax_name(slice.pixels.transfer_syntax_uid) +
                  " is not supported by this version.",
              slice.file.string());
}

// Plain pixels may keep the three colours in planes of their own; the decoders never do.
bool is_in_planes(const PixelLayout& layout) {
  const Coding coding = coding_of(layout.transfer_syntax_uid);
  return layout.samples_per_pixel == 3 && layout.planar_configuration == 1 &&
         (coding == Coding::native || coding == Coding::deflated);
}

void join_planes(std::span<const std::byte> planes, std::span<std::byte> pixels) {
  const std::size_t count = planes.size() / 3;
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t c = 0; c < 3; ++c) pixels[3 * i + c] = planes[c * count + i];
  }
}

}  // namespace

void decode_slice(const SourceInstance& slice, VoxelType type, std::span<std::byte> slot) {
  const auto raw_bytes = static_cast<std::size_t>(bytes_per_frame(slice.pixels));
  if (slot.size() >= raw_bytes && !is_in_planes(slice.pixels)) {
    // The end of the slot: values widen towards its beginning without a second buffer.
    const std::span<std::byte> raw = slot.last(raw_bytes);
    read_raw(slice, raw);
    to_voxels(slice.pixels, type, raw, slot);
    return;
  }
  std::vector<std::byte> raw(raw_bytes);
  read_raw(slice, raw);
  if (is_in_planes(slice.pixels)) {
    join_planes(raw, slot);
  } else {
    to_voxels(slice.pixels, type, raw, slot);
  }
}

}  // namespace volvr::dicom
