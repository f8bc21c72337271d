// SPDX-License-Identifier: Apache-2.0
#include "support/jpeg2000_encoder.h"

#include <openjpeg.h>

#include <cstring>
#include <memory>
#include <stdexcept>

namespace volvr::test {

namespace {

struct Sink {
  std::vector<std::uint8_t> bytes;
  std::size_t position = 0;
};

OPJ_SIZE_T write_bytes(void* buffer, OPJ_SIZE_T count, void* user) {
  auto& sink = *static_cast<Sink*>(user);
  if (sink.bytes.size() < sink.position + count) sink.bytes.resize(sink.position + count);
  std::memcpy(sink.bytes.data() + sink.position, buffer, count);
  sink.position += count;
  return count;
}

OPJ_OFF_T skip_bytes(OPJ_OFF_T count, void* user) {
  auto& sink = *static_cast<Sink*>(user);
  sink.position = static_cast<std::size_t>(static_cast<OPJ_OFF_T>(sink.position) + count);
  return count;
}

OPJ_BOOL seek_bytes(OPJ_OFF_T position, void* user) {
  static_cast<Sink*>(user)->position = static_cast<std::size_t>(position);
  return OPJ_TRUE;
}

OPJ_INT32 pixel(const Jpeg2000Image& image, const void* pixels, std::size_t index) {
  const std::uint32_t mask = (1U << image.bits_stored) - 1U;
  std::uint32_t value = image.bits_allocated == 8
                            ? static_cast<const std::uint8_t*>(pixels)[index]
                            : static_cast<const std::uint16_t*>(pixels)[index];
  value &= mask;
  const std::uint32_t sign = 1U << (image.bits_stored - 1);
  if (image.is_signed && (value & sign) != 0) value |= ~mask;
  return static_cast<OPJ_INT32>(value);
}

}  // namespace

std::vector<std::uint8_t> jpeg2000_codestream(const Jpeg2000Image& image, const void* pixels) {
  std::vector<opj_image_cmptparm_t> planes(static_cast<std::size_t>(image.samples));
  for (auto& plane : planes) {
    plane = {};
    plane.dx = plane.dy = 1;
    plane.w = static_cast<OPJ_UINT32>(image.columns);
    plane.h = static_cast<OPJ_UINT32>(image.rows);
    plane.prec = static_cast<OPJ_UINT32>(image.bits_stored);
    plane.sgnd = image.is_signed ? 1 : 0;
  }
  const std::unique_ptr<opj_image_t, decltype(&opj_image_destroy)> target(
      opj_image_create(static_cast<OPJ_UINT32>(image.samples), planes.data(),
                       image.samples == 3 ? OPJ_CLRSPC_SRGB : OPJ_CLRSPC_GRAY),
      &opj_image_destroy);
  target->x1 = static_cast<OPJ_UINT32>(image.columns);
  target->y1 = static_cast<OPJ_UINT32>(image.rows);
  const std::size_t count =
      static_cast<std::size_t>(image.columns) * static_cast<std::size_t>(image.rows);
  const auto samples = static_cast<std::size_t>(image.samples);
  for (std::size_t i = 0; i < count * samples; ++i) {
    target->comps[i % samples].data[i / samples] = pixel(image, pixels, i);
  }

  opj_cparameters_t parameters;
  opj_set_default_encoder_parameters(&parameters);
  parameters.tcp_numlayers = 1;
  parameters.cp_disto_alloc = 1;
  parameters.numresolution = 3;
  const std::unique_ptr<opj_codec_t, decltype(&opj_destroy_codec)> codec(
      opj_create_compress(OPJ_CODEC_J2K), &opj_destroy_codec);
  const std::unique_ptr<opj_stream_t, decltype(&opj_stream_destroy)> stream(
      opj_stream_default_create(OPJ_FALSE), &opj_stream_destroy);
  Sink sink;
  opj_stream_set_user_data(stream.get(), &sink, nullptr);
  opj_stream_set_write_function(stream.get(), write_bytes);
  opj_stream_set_skip_function(stream.get(), skip_bytes);
  opj_stream_set_seek_function(stream.get(), seek_bytes);
  if (!opj_setup_encoder(codec.get(), &parameters, target.get()) ||
      !opj_start_compress(codec.get(), target.get(), stream.get()) ||
      !opj_encode(codec.get(), stream.get()) || !opj_end_compress(codec.get(), stream.get())) {
    throw std::runtime_error("OpenJPEG cannot encode the phantom");
  }
  return sink.bytes;
}

}  // namespace volvr::test
