// SPDX-License-Identifier: Apache-2.0
#include <openjpeg.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "dicom/frames.h"
#include "dicom/jpeg2000_header.h"

namespace volvr::dicom {

namespace {

using Codec = std::unique_ptr<opj_codec_t, decltype(&opj_destroy_codec)>;
using Image = std::unique_ptr<opj_image_t, decltype(&opj_image_destroy)>;
using Stream = std::unique_ptr<opj_stream_t, decltype(&opj_stream_destroy)>;

struct Source {
  std::span<const std::uint8_t> bytes;
  std::size_t position = 0;
};

OPJ_SIZE_T read_bytes(void* buffer, OPJ_SIZE_T count, void* user) {
  auto& source = *static_cast<Source*>(user);
  const std::size_t left = source.bytes.size() - source.position;
  if (left == 0) return static_cast<OPJ_SIZE_T>(-1);
  const std::size_t taken = std::min<std::size_t>(count, left);
  std::memcpy(buffer, source.bytes.data() + source.position, taken);
  source.position += taken;
  return taken;
}

OPJ_OFF_T skip_bytes(OPJ_OFF_T count, void* user) {
  auto& source = *static_cast<Source*>(user);
  if (count < 0) return -1;
  const std::size_t left = source.bytes.size() - source.position;
  const std::size_t skipped = std::min(static_cast<std::size_t>(count), left);
  source.position += skipped;
  return skipped == 0 && count > 0 ? -1 : static_cast<OPJ_OFF_T>(skipped);
}

OPJ_BOOL seek_bytes(OPJ_OFF_T position, void* user) {
  auto& source = *static_cast<Source*>(user);
  if (position < 0 || static_cast<std::size_t>(position) > source.bytes.size()) return OPJ_FALSE;
  source.position = static_cast<std::size_t>(position);
  return OPJ_TRUE;
}

void say_nothing(const char*, void*) {}

// Some writers wrap the codestream into a JP2 file although DICOM wants it bare (PS3.5 A.4.4).
OPJ_CODEC_FORMAT format_of(std::span<const std::uint8_t> bytes) {
  constexpr std::array<std::uint8_t, 8> signature{0, 0, 0, 12, 'j', 'P', ' ', ' '};
  const bool is_jp2 = bytes.size() > signature.size() &&
                      std::ranges::equal(bytes.first(signature.size()), signature);
  return is_jp2 ? OPJ_CODEC_JP2 : OPJ_CODEC_J2K;
}

void require_matches(const opj_image_t& image, const EncodedFrame& frame) {
  const PixelLayout& layout = frame.layout;
  bool matches = image.numcomps == static_cast<OPJ_UINT32>(layout.samples_per_pixel);
  for (OPJ_UINT32 c = 0; matches && c < image.numcomps; ++c) {
    const opj_image_comp_t& plane = image.comps[c];
    matches = plane.w == static_cast<OPJ_UINT32>(layout.columns) &&
              plane.h == static_cast<OPJ_UINT32>(layout.rows) && plane.dx == 1 && plane.dy == 1 &&
              plane.prec <= static_cast<OPJ_UINT32>(layout.bits_allocated);
  }
  if (!matches) {
    throw_undecodable(frame.slice, "its JPEG 2000 stream holds another image than the header says",
                      "opj_read_header");
  }
}

// Before OpenJPEG makes anything for the tiles and precincts that a stream promises.
void require_plausible(const EncodedFrame& frame) {
  const PixelLayout& layout = frame.layout;
  const auto header = jpeg2000_header(frame.bytes);
  if (!header) throw_undecodable(frame.slice, "its JPEG 2000 header is damaged", "");
  if (header->columns != static_cast<std::uint64_t>(layout.columns) ||
      header->rows != static_cast<std::uint64_t>(layout.rows) ||
      header->components != layout.samples_per_pixel) {
    throw_undecodable(frame.slice, "its JPEG 2000 stream holds another image than the header says",
                      "");
  }
  if (!is_plausible(*header, frame.bytes.size())) {
    throw_undecodable(frame.slice,
                      "its JPEG 2000 stream of " + std::to_string(frame.bytes.size()) +
                          " bytes promises " + std::to_string(header->tiles) + " tiles and " +
                          std::to_string(header->precincts) + " precincts",
                      "");
  }
}

Image decode(const EncodedFrame& frame) {
  require_plausible(frame);
  const std::span<const std::uint8_t> bytes = frame.bytes;
  const Codec codec(opj_create_decompress(format_of(bytes)), &opj_destroy_codec);
  opj_set_error_handler(codec.get(), say_nothing, nullptr);
  opj_set_warning_handler(codec.get(), say_nothing, nullptr);
  opj_set_info_handler(codec.get(), say_nothing, nullptr);
  opj_dparameters_t parameters;
  opj_set_default_decoder_parameters(&parameters);
  Source source{bytes};
  const Stream stream(opj_stream_default_create(OPJ_TRUE), &opj_stream_destroy);
  opj_stream_set_user_data(stream.get(), &source, nullptr);
  opj_stream_set_user_data_length(stream.get(), bytes.size());
  opj_stream_set_read_function(stream.get(), read_bytes);
  opj_stream_set_skip_function(stream.get(), skip_bytes);
  opj_stream_set_seek_function(stream.get(), seek_bytes);
  opj_image_t* read = nullptr;
  const bool began = opj_setup_decoder(codec.get(), &parameters) != 0 &&
                     opj_read_header(stream.get(), codec.get(), &read) != 0;
  Image image(read, &opj_image_destroy);
  if (!began) throw_undecodable(frame.slice, "its JPEG 2000 header is damaged", "opj_read_header");
  require_matches(*image, frame);
  if (opj_decode(codec.get(), stream.get(), image.get()) == 0) {
    throw_undecodable(frame.slice, "its JPEG 2000 stream is damaged or ends too early", "opj_decode");
  }
  require_matches(*image, frame);
  return image;
}

template <class Stored>
void interleave(const opj_image_t& image, std::span<std::byte> raw) {
  const std::size_t samples = image.numcomps;
  const std::size_t count = raw.size() / sizeof(Stored) / samples;
  for (std::size_t c = 0; c < samples; ++c) {
    const OPJ_INT32* plane = image.comps[c].data;
    for (std::size_t i = 0; i < count; ++i) {
      const auto value = static_cast<Stored>(plane[i]);
      std::memcpy(raw.data() + (i * samples + c) * sizeof(Stored), &value, sizeof value);
    }
  }
}

}  // namespace

void decode_jpeg2000(const EncodedFrame& frame, std::span<std::byte> raw) {
  const Image image = decode(frame);
  switch (frame.layout.bits_allocated) {
    case 8:
      return interleave<std::uint8_t>(*image, raw);
    case 16:
      return interleave<std::uint16_t>(*image, raw);
    default:
      return interleave<std::uint32_t>(*image, raw);
  }
}

}  // namespace volvr::dicom
