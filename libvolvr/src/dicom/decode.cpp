// SPDX-License-Identifier: Apache-2.0
#include "dicom/decode.h"

#include <cstring>
#include <vector>

#include "dicom/colour.h"
#include "dicom/frame_reader.h"
#include "dicom/pixel_format.h"
#include "dicom/rescale.h"
#include "volvr/error.h"

namespace volvr::dicom {

namespace {

// A palette's stored values keep only the bits that index it.
void mask_stored(const PixelLayout& layout, std::span<std::byte> raw) {
  PixelLayout plain = layout;
  plain.rescale_slope = 1.0;
  plain.rescale_intercept = 0.0;
  const VoxelType type = decoded_bits(layout) == 8 ? VoxelType::uint8 : VoxelType::uint16;
  to_voxels(plain, type, raw, raw);
}

void decode_colours(FrameReader& reader, const PixelLayout& layout, std::span<std::byte> raw,
                    std::span<std::byte> slot) {
  switch (colour_step(layout)) {
    case ColourStep::from_palette:
      mask_stored(layout, raw);
      return apply_palette(reader.palette(), layout, raw, slot);
    case ColourStep::from_ybr:
      if (is_in_planes(layout)) {
        join_planes(raw, 1, slot);
      } else {
        std::memcpy(slot.data(), raw.data(), raw.size());
      }
      return ybr_to_rgb(slot);
    default:
      return join_planes(raw, static_cast<std::size_t>(layout.bits_allocated / 8), slot);
  }
}

void finish(FrameReader& reader, const PixelLayout& layout, VoxelType type,
            std::span<std::byte> raw, std::span<std::byte> slot) {
  if (colour_step(layout) != ColourStep::none || is_in_planes(layout)) {
    decode_colours(reader, layout, raw, slot);
  } else if (layout.modality_lut_bits > 0) {
    apply_modality_lut(reader.modality_lut(), layout, type, raw, slot);
  } else {
    to_voxels(layout, type, raw, slot);
  }
}

}  // namespace

void decode_slice(FrameReader& reader, const SourceInstance& slice, VoxelType type,
                  std::span<std::byte> slot) {
  const PixelLayout& layout = slice.pixels;
  const auto raw_bytes = static_cast<std::size_t>(bytes_per_frame(layout));
  const bool in_place = slot.size() >= raw_bytes &&
                        layout.modality_lut_bits == 0 &&
                        colour_step(layout) == ColourStep::none && !is_in_planes(layout);
  if (in_place) {
    // The end of the slot: values widen towards its beginning without a second buffer.
    const std::span<std::byte> raw = slot.last(raw_bytes);
    reader.read(slice, raw);
    return to_voxels(layout, type, raw, slot);
  }
  std::vector<std::byte> raw(raw_bytes);
  reader.read(slice, raw);
  finish(reader, layout, type, raw, slot);
}

void decode_tiles(FrameReader& reader, std::span<const SliceSlot> slots, VoxelType type) {
  const SourceInstance& first = *slots.front().slice;
  const PixelLayout image = image_layout(first);
  std::vector<std::byte> whole(static_cast<std::size_t>(bytes_per_frame(image)));
  reader.read(first, whole);
  const auto pixel = static_cast<std::size_t>(decoded_bits(image) / 8 * image.samples_per_pixel);
  std::vector<std::byte> raw(static_cast<std::size_t>(bytes_per_frame(first.pixels)));
  for (const SliceSlot& slot : slots) {
    const Tile& tile = *slot.slice->tile;
    const auto columns = static_cast<std::size_t>(slot.slice->pixels.columns);
    for (std::size_t row = 0; row < static_cast<std::size_t>(slot.slice->pixels.rows); ++row) {
      const std::size_t from = (static_cast<std::size_t>(tile.row) + row) *
                                   static_cast<std::size_t>(tile.image_columns) +
                               static_cast<std::size_t>(tile.column);
      std::memcpy(raw.data() + row * columns * pixel, whole.data() + from * pixel,
                  columns * pixel);
    }
    finish(reader, slot.slice->pixels, type, raw, slot.voxels);
  }
}

}  // namespace volvr::dicom
