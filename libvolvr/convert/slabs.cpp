// SPDX-License-Identifier: Apache-2.0
#include "convert/slabs.h"

#include <sys/stat.h>

#include <algorithm>
#include <format>

#include "volvr/error.h"

namespace volvr::batch {

namespace {

constexpr std::uint64_t mebibyte = std::uint64_t{1} << 20;
// Large enough that each thread has several slices to decode between two times of writing.
constexpr std::uint64_t wished_slab = 32 * mebibyte;
// What is only copied is still in the processor's cache when it is written, and its memory is used
// again.
constexpr std::uint64_t wished_plain_slab = 4 * mebibyte;
constexpr std::uint64_t writer = 8 * mebibyte;
constexpr std::uint64_t writer_a_thread = 3 * mebibyte;

bool is_plain(const PixelLayout& pixels) {
  return pixels.data_length > 0;
}

// A decoder works on 32-bit samples in several planes beside the compressed data.
std::uint64_t decoder_bytes(const PixelLayout& pixels) {
  const auto samples = static_cast<std::uint64_t>(pixels.rows) *
                       static_cast<std::uint64_t>(pixels.columns) *
                       static_cast<std::uint64_t>(pixels.samples_per_pixel);
  return is_plain(pixels) ? samples * static_cast<std::uint64_t>(pixels.bits_allocated / 8)
                          : samples * 16;
}

std::uint64_t wished_for(const PixelLayout& pixels, int threads) {
  const auto plain = wished_plain_slab * static_cast<std::uint64_t>(threads);
  return is_plain(pixels) ? std::min(plain, wished_slab) : wished_slab;
}

bool is_in_archive(const SourceInstance& slice) {
  struct stat status{};
  return stat(slice.file.c_str(), &status) != 0;
}

}  // namespace

Slabs slabs_of(const VolumeInfo& volume, const VolumeShape& shape, std::uint64_t made, int threads,
               std::uint64_t share, std::uint64_t most) {
  const int depth = shape.geometry.size[2];
  const std::uint64_t bytes = size_bytes(shape);
  const std::uint64_t slice = std::max<std::uint64_t>(1, bytes / static_cast<std::uint64_t>(depth));
  const std::uint64_t a_thread = decoder_bytes(volume.slices.front().pixels) + writer_a_thread;
  Slabs slabs;
  slabs.threads = static_cast<int>(std::clamp<std::uint64_t>(
      share / 2 / a_thread, 1, static_cast<std::uint64_t>(std::max(threads, 1))));
  const std::uint64_t fixed = writer + static_cast<std::uint64_t>(slabs.threads) * a_thread;
  if (made > 0) {
    slabs.slices = depth;
    slabs.memory = fixed + bytes + made;
  } else {
    // A member of an archive is reached by reading all before it: in one pass, if that fits.
    const SourceInstance& first = volume.slices.front();
    const std::uint64_t wished =
        is_in_archive(first) ? bytes : wished_for(first.pixels, slabs.threads);
    const std::uint64_t room = share > fixed ? share - fixed : 0;
    slabs.slices = static_cast<int>(std::clamp<std::uint64_t>(std::min(room, wished) / slice, 1,
                                                              static_cast<std::uint64_t>(depth)));
    slabs.memory = fixed + static_cast<std::uint64_t>(slabs.slices) * slice;
  }
  if (slabs.memory > most) {
    throw Error(ErrorCode::out_of_memory,
                std::format("Converting {} takes {} MiB of memory, and {} MiB are allowed for it.",
                            made > 0 ? "this volume, which cannot be done in pieces,"
                                     : "a single slice of it",
                            slabs.memory / mebibyte + 1, most / mebibyte));
  }
  return slabs;
}

}  // namespace volvr::batch
