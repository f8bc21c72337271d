// SPDX-License-Identifier: Apache-2.0
#include "fuzz/targets.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "dicom/archive.h"
#include "dicom/frames.h"
#include "dicom/pixel_format.h"
#include "dicom/siemens_csa.h"
#include "volvr/catalog.h"
#include "volvr/error.h"
#include "volvr/load.h"

namespace volvr::test {

namespace {

using Bytes = std::span<const std::uint8_t>;

// A file in memory, under a path that can be opened again.
class MemoryFile {
 public:
  explicit MemoryFile(Bytes bytes) : descriptor_(memfd_create("fuzz", MFD_CLOEXEC)) {
    while (!bytes.empty()) {
      const ssize_t count = write(descriptor_, bytes.data(), bytes.size());
      if (count <= 0) throw std::runtime_error("no file in memory can be written");
      bytes = bytes.subspan(static_cast<std::size_t>(count));
    }
  }
  ~MemoryFile() { close(descriptor_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  std::filesystem::path path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

 private:
  int descriptor_;
};

// Small limits: what goes beyond them is refused, and the fuzzer's own limits are not met.
Settings small_settings() {
  Settings settings;
  settings.set("dicom.memory", "64");
  settings.set("dicom.elements", "100000");
  return settings;
}

void run_scan(Bytes bytes) {
  const MemoryFile file(bytes);
  scan(file.path(), {.threads = 1, .settings = small_settings()});
}

void run_load(Bytes bytes) {
  const MemoryFile file(bytes);
  const Settings settings = small_settings();
  const Catalog catalog = scan(file.path(), {.threads = 1, .settings = settings});
  for (const SeriesInfo& series : catalog.series) {
    for (std::size_t i = 0; i < std::min<std::size_t>(series.volumes.size(), 4); ++i) {
      try {
        const LoadOptions options{.volume = i,
                                  .uneven_slices = UnevenSlices::interpolate,
                                  .threads = 1,
                                  .settings = settings};
        if (size_bytes(shape_of(series, options)) > std::int64_t{64} << 20) continue;
        load(series, options);
      } catch (const Error&) {  // NOLINT: refused, which is what most of these files deserve
      }
    }
  }
}

void run_csa(Bytes bytes) {
  dicom::csa_values(bytes, "NumberOfImagesInMosaic");
  dicom::csa_values(bytes, "absent");
}

void run_archive(Bytes bytes) {
  const MemoryFile file(bytes);
  dicom::ArchiveReader reader(file.path(), small_settings());
  std::vector<std::byte> buffer(65536);
  while (reader.next()) {
    while (reader.read(buffer) == buffer.size()) {
    }
  }
}

// The first byte chooses the layout, the others are the frame.
void decode(Bytes bytes, const char* transfer_syntax,
            void (*decoder)(const dicom::EncodedFrame&, std::span<std::byte>)) {
  if (bytes.empty()) return;
  SourceInstance slice;
  slice.file = "fuzz.dcm";
  PixelLayout& layout = slice.pixels;
  layout.transfer_syntax_uid = transfer_syntax;
  layout.rows = layout.columns = frame_side;
  layout.samples_per_pixel = (bytes[0] & 1U) != 0 ? 3 : 1;
  layout.photometric_interpretation = layout.samples_per_pixel == 3 ? "RGB" : "MONOCHROME2";
  layout.bits_allocated = (bytes[0] & 2U) != 0 ? 8 : 16;
  layout.bits_stored = layout.bits_allocated;
  layout.high_bit = layout.bits_stored - 1;
  layout.is_signed = (bytes[0] & 4U) != 0;
  std::vector<std::byte> raw(static_cast<std::size_t>(dicom::bytes_per_frame(layout)));
  decoder({bytes.subspan(1), slice, layout}, raw);
}

void run_rle(Bytes bytes) {
  decode(bytes, "1.2.840.10008.1.2.5", dicom::decode_rle);
}
void run_jpeg(Bytes bytes) {
  decode(bytes, "1.2.840.10008.1.2.4.70", dicom::decode_jpeg);
}
void run_jpeg_ls(Bytes bytes) {
  decode(bytes, "1.2.840.10008.1.2.4.80", dicom::decode_jpeg);
}
void run_jpeg_2000(Bytes bytes) {
  decode(bytes, "1.2.840.10008.1.2.4.90", dicom::decode_jpeg2000);
}

template <void (*run)(Bytes)>
void or_refuse(Bytes bytes) {
  try {
    run(bytes);
  } catch (const Error& error) {
    if (error.code() == ErrorCode::internal || std::string_view(error.what()).empty()) throw;
  }
}

constexpr std::array targets{
    FuzzTarget{"scan", or_refuse<run_scan>},
    FuzzTarget{"load", or_refuse<run_load>},
    FuzzTarget{"csa", or_refuse<run_csa>},
    FuzzTarget{"archive", or_refuse<run_archive>},
    FuzzTarget{"rle", or_refuse<run_rle>},
    FuzzTarget{"jpeg", or_refuse<run_jpeg>},
    FuzzTarget{"jpeg-ls", or_refuse<run_jpeg_ls>},
    FuzzTarget{"jpeg-2000", or_refuse<run_jpeg_2000>},
};

}  // namespace

std::span<const FuzzTarget> fuzz_targets() {
  return targets;
}

const FuzzTarget& fuzz_target(std::string_view name) {
  const auto* const at = std::ranges::find(targets, name, &FuzzTarget::name);
  if (at == targets.end()) throw std::invalid_argument("no fuzz target " + std::string(name));
  return *at;
}

}  // namespace volvr::test
