// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "dicom/file_stream.h"
#include "dicom/frame_index.h"
#include "dicom/modality_lut.h"
#include "dicom/palette.h"
#include "dicom/skeleton.h"

namespace volvr::dicom {

class DataSet;

/// Reads the frames of one file, whatever its transfer syntax, and keeps what they share. Not for
/// several threads at once.
class FrameReader {
 public:
  /// @param slice   any frame of the file; must outlive the reader
  /// @param file    the slice's own
  /// @param limits  how much one compressed frame, or a deflated data set, may take
  /// @throws Error not_found, not_readable, malformed, unsupported, over the limit as malformed
  FrameReader(const SourceInstance& slice, OpenFile file, const Limits& limits);
  ~FrameReader();

  /// The stored values of the slice's whole frame (of the image that a tile is part of), decoded,
  /// samples of a pixel together, colours still as they are stored.
  /// @param raw  `bytes_per_frame(image_layout(slice))` bytes
  void read(const SourceInstance& slice, std::span<std::byte> raw);

  /// Of a PALETTE COLOR image.
  const Palette& palette();

  /// Of an image whose layout has `modality_lut_bits`.
  const ModalityLut& modality_lut();

 private:
  void read_whole(const SourceInstance& slice, const PixelLayout& layout, std::span<std::byte> raw);
  std::span<const std::uint8_t> encoded(const SourceInstance& slice);
  DataSet& data_set();

  const SourceInstance& first_;
  Limits limits_;
  OpenFile file_;
  std::optional<FrameIndex> index_;
  std::unique_ptr<DataSet> data_set_;
  std::optional<Palette> palette_;
  std::optional<ModalityLut> modality_lut_;
  std::vector<std::uint8_t> bytes_;
};

}  // namespace volvr::dicom
