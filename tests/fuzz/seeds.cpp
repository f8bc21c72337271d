// SPDX-License-Identifier: Apache-2.0
#include "fuzz/seeds.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <utility>

#include "dicom/hostile_files.h"
#include "fuzz/targets.h"
#include "support/phantom.h"
#include "support/temporary_folder.h"

namespace volvr::test {

namespace {

struct Coding {
  const char* name;
  Encoding encoding;
};

constexpr std::array codings{
    Coding{"implicit", Encoding::implicit_little},
    Coding{"explicit", Encoding::explicit_little},
    Coding{"big-endian", Encoding::explicit_big},
    Coding{"deflated", Encoding::deflated},
    Coding{"rle", Encoding::rle},
    Coding{"jpeg-lossless", Encoding::jpeg_lossless},
    Coding{"jpeg-lossless-sv1", Encoding::jpeg_lossless_sv1},
    Coding{"jpeg-ls", Encoding::jpeg_ls_lossless},
    Coding{"jpeg-ls-near", Encoding::jpeg_ls_near_lossless},
    Coding{"jpeg-2000", Encoding::jpeg_2000_lossless},
};

Seed seed_of(const std::string& bytes) {
  return {bytes.begin(), bytes.end()};
}

std::string phantom_file(Phantom phantom) {
  const TemporaryFolder folder;
  phantom.size = {frame_side, frame_side, 1};
  return bytes_of(write_phantom(phantom, folder.path()).front());
}

Phantom coded(Encoding encoding) {
  Phantom phantom;
  phantom.encoding = encoding;
  return phantom;
}

Phantom baseline() {
  Phantom phantom = coded(Encoding::jpeg_baseline);
  phantom.bits_allocated = phantom.bits_stored = 8;
  return phantom;
}

// Files, also of kinds whose headers DCMTK must read.
std::map<std::string, Seed> files() {
  std::map<std::string, Seed> seeds;
  for (const Coding& coding : codings) {
    seeds[coding.name] = seed_of(phantom_file(coded(coding.encoding)));
  }
  seeds["jpeg-baseline"] = seed_of(phantom_file(baseline()));
  Phantom bare;
  bare.meta_header = false;
  seeds["bare"] = seed_of(phantom_file(bare));
  Phantom colours;
  colours.modality = "SC";
  colours.samples_per_pixel = 3;
  colours.bits_allocated = colours.bits_stored = 8;
  seeds["colours"] = seed_of(phantom_file(colours));
  Phantom mosaic;
  mosaic.modality = "MR";
  mosaic.edit = [](PhantomSlice& slice) {
    slice.attributes = {{"ImageType", "ORIGINAL\\PRIMARY\\M\\MOSAIC"}, {"DiffusionBValue", "1000"}};
  };
  seeds["mosaic"] = seed_of(phantom_file(mosaic));
  Phantom frames;
  frames.edit = [](PhantomSlice& slice) { slice.attributes["NumberOfFrames"] = "1"; };
  seeds["frames"] = seed_of(phantom_file(frames));
  const TemporaryFolder folder;
  Phantom nest;
  nest.size = {frame_side, frame_side, 1};
  const auto file = write_phantom(nest, folder.path()).front();
  insert_before_patient(file, nested({.depth = 5}));
  insert_before_patient(file, nested({.depth = 5, .unknown = true}));
  seeds["nested"] = seed_of(bytes_of(file));
  return seeds;
}

// The last fragment of a file: its frame. @param layout  as `decode` of the targets reads it
Seed frame_of(const std::string& file, std::uint8_t layout) {
  const std::string_view item("\xfe\xff\x00\xe0", 4), end("\xfe\xff\xdd\xe0", 4);
  const std::size_t last = file.rfind(end);
  std::size_t at = file.find(std::string("\xe0\x7f\x10\0OB", 6));
  std::size_t begin = at;
  while ((at = file.find(item, at + 1)) < last) {
    begin = at + 8;
    std::size_t length = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      length |= static_cast<std::size_t>(static_cast<unsigned char>(file[at + 4 + i])) << (8 * i);
    }
    at = begin + length - 1;
  }
  Seed seed{layout};
  seed.insert(seed.end(), file.begin() + static_cast<std::ptrdiff_t>(begin),
              file.begin() + static_cast<std::ptrdiff_t>(last));
  return seed;
}

std::map<std::string, Seed> frames(std::initializer_list<Encoding> encodings) {
  std::map<std::string, Seed> seeds;
  for (const Encoding encoding : encodings) {
    for (const bool colours : {false, true}) {
      Phantom phantom = coded(encoding);
      const bool bytes = colours || encoding == Encoding::jpeg_baseline;
      if (bytes) phantom.bits_allocated = phantom.bits_stored = 8;
      if (colours) phantom.modality = "SC";
      if (colours) phantom.samples_per_pixel = 3;
      const auto layout = static_cast<std::uint8_t>((colours ? 1 : 0) | (bytes ? 2 : 0));
      seeds[std::to_string(static_cast<int>(encoding)) + (colours ? "-colours" : "-grey")] =
          frame_of(phantom_file(phantom), layout);
    }
  }
  return seeds;
}

// A CSA header in both of its layouts, with one entry of one value.
std::map<std::string, Seed> csa_headers() {
  std::map<std::string, Seed> seeds;
  for (const bool marked : {true, false}) {
    std::string name = "NumberOfImagesInMosaic";
    name.resize(64);
    std::string header = marked ? std::string("SV10\4\3\2\1", 8) : std::string();
    header += number_bytes(1, 4) + number_bytes(77, 4) + name + number_bytes(1, 4) +
              std::string("US\0\0", 4) + number_bytes(6, 4) + number_bytes(1, 4) +
              number_bytes(77, 4);
    header += number_bytes(marked ? 4 : 5, 4) + number_bytes(4, 4) + number_bytes(77, 4) +
              number_bytes(4, 4) + "25  ";
    seeds[marked ? "marked" : "older"] = seed_of(header);
  }
  return seeds;
}

}  // namespace

std::map<std::string, Seed> seeds_for(const std::string& target) {
  if (target == "csa") return csa_headers();
  if (target == "archive") {
    return {{"zip", seed_of(zip_of("a/slice.dcm", phantom_file({})))}};
  }
  if (target == "rle") return frames({Encoding::rle});
  if (target == "jpeg") {
    return frames({Encoding::jpeg_baseline, Encoding::jpeg_lossless, Encoding::jpeg_lossless_sv1});
  }
  if (target == "jpeg-ls") {
    return frames({Encoding::jpeg_ls_lossless, Encoding::jpeg_ls_near_lossless});
  }
  if (target == "jpeg-2000") return frames({Encoding::jpeg_2000_lossless});
  return files();
}

}  // namespace volvr::test
