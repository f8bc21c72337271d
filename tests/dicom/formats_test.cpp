// SPDX-License-Identifier: Apache-2.0
//
// How pixels may be stored: few bits and many, packed ones, floating point, colours of every model.
#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstring>
#include <string>
#include <vector>

#include "dicom/expect.h"
#include "support/object_phantom.h"
#include "support/temporary_folder.h"
#include "volvr/load.h"

namespace volvr::test {
namespace {

using Bytes = std::vector<std::uint8_t>;

Phantom phantom_of(int bits_allocated, int bits_stored, bool is_signed = false) {
  Phantom phantom;
  phantom.modality = "MR";
  phantom.size = {13, 11, 3};  // an odd number of pixels: frames begin within bytes
  phantom.intercept = 0.0;
  phantom.bits_allocated = bits_allocated;
  phantom.bits_stored = bits_stored;
  phantom.is_signed = is_signed;
  return phantom;
}

void put_bytes(DcmItem& item, Bytes bytes) {
  if (bytes.size() % 2 != 0) bytes.push_back(0);
  item.putAndInsertUint8Array(DCM_PixelData, bytes.data(),
                              static_cast<unsigned long>(bytes.size()));
}

// Values of `bits` bits each, the lowest bit first, without padding between frames (PS3.5 8.1.1).
Bytes packed(const Phantom& phantom, int bits) {
  Bytes bytes;
  std::size_t at = 0;
  for (int k = 0; k < phantom.size.z(); ++k) {
    for (int j = 0; j < phantom.size.y(); ++j) {
      for (int i = 0; i < phantom.size.x(); ++i) {
        for (int b = 0; b < bits; ++b, ++at) {
          if (at / 8 == bytes.size()) bytes.push_back(0);
          const auto bit = static_cast<unsigned>(stored_value(phantom, i, j, k) >> b) & 1U;
          bytes.back() = static_cast<std::uint8_t>(bytes.back() | bit << (at % 8));
        }
      }
    }
  }
  return bytes;
}

class packed_bits : public testing::TestWithParam<int> {};

TEST_P(packed_bits, of_frames_that_begin_within_bytes_are_unpacked) {
  const int bits = GetParam();
  const Phantom phantom = phantom_of(16, bits);
  ObjectPhantom object = enhanced_object(phantom);
  object.edit = [&](DcmItem& item) {
    put_value(item, "BitsAllocated", std::to_string(bits));
    put_bytes(item, packed(phantom, bits));
  };
  const TemporaryFolder folder;
  write_object(object, folder.path() / "object.dcm");
  expect_phantom_voxels(load_only_volume(folder.path()), phantom);
}

INSTANTIATE_TEST_SUITE_P(widths, packed_bits, testing::Values(1, 12));

struct Width {
  int allocated;
  int stored;
  bool is_signed;
  Encoding encoding = Encoding::explicit_little;
};

class widths : public testing::TestWithParam<Width> {};

TEST_P(widths, keep_every_value) {
  Phantom phantom = phantom_of(GetParam().allocated, GetParam().stored, GetParam().is_signed);
  phantom.encoding = GetParam().encoding;
  if (GetParam().stored == 32) {
    // Beyond what float32 and signed numbers hold.
    phantom.stored_value = [is_signed = GetParam().is_signed](int i, int j, int k) {
      const std::int64_t value = std::int64_t{2'147'000'001} + 97 * i + 1009 * j + 13 * k;
      return is_signed ? -value : 2 * value;
    };
  }
  const TemporaryFolder folder;
  write_object(enhanced_object(phantom), folder.path() / "object.dcm");
  expect_phantom_voxels(load_only_volume(folder.path()), phantom);
}

INSTANTIATE_TEST_SUITE_P(
    all, widths,
    testing::Values(Width{8, 8, false}, Width{8, 8, true}, Width{8, 6, false}, Width{16, 10, false},
                    Width{16, 12, true}, Width{16, 16, true}, Width{32, 32, false},
                    Width{32, 32, true}, Width{32, 32, false, Encoding::explicit_big},
                    Width{32, 32, true, Encoding::implicit_little},
                    Width{32, 32, false, Encoding::deflated}, Width{32, 32, true, Encoding::rle},
                    Width{8, 8, false, Encoding::explicit_big},
                    Width{16, 16, true, Encoding::explicit_big}),
    [](const auto& instance) {
      const Width& w = instance.param;
      return std::to_string(w.allocated) + "_" + std::to_string(w.stored) +
             (w.is_signed ? "_signed_" : "_unsigned_") +
             std::to_string(static_cast<int>(w.encoding));
    });

TEST(formats, bits_beside_those_stored_are_masked_and_said) {
  const Phantom phantom = phantom_of(16, 10, true);
  ObjectPhantom object = enhanced_object(phantom);
  object.attributes = {{"HighBit", "11"}};
  object.edit = [&](DcmItem& item) {
    Bytes bytes;
    for (int k = 0; k < phantom.size.z(); ++k) {
      const Bytes frame = frame_bytes(phantom, k);
      for (std::size_t n = 0; n + 1 < frame.size(); n += 2) {
        const unsigned value = (frame[n] | static_cast<unsigned>(frame[n + 1]) << 8) & 0x3ffU;
        const unsigned beside = static_cast<unsigned>(n % 3) | (n % 7 == 0 ? 0xa000U : 0x4000U);
        const unsigned word = value << 2 | beside;
        bytes.push_back(static_cast<std::uint8_t>(word));
        bytes.push_back(static_cast<std::uint8_t>(word >> 8));
      }
    }
    put_bytes(item, bytes);
    item.putAndInsertUint16(DcmTag(0x6000, 0x0102, EVR_US), 15);
  };
  const TemporaryFolder folder;
  write_object(object, folder.path() / "object.dcm");
  const Volume volume = load_only_volume(folder.path());
  expect_phantom_voxels(volume, phantom);
  EXPECT_TRUE(has_finding(volume.provenance().findings, FindingCode::extra_bits, Severity::note));
}

template <class T>
void expect_real(const DcmTag& tag) {
  const Phantom phantom = phantom_of(16, 16);
  ObjectPhantom object = enhanced_object(phantom);
  object.sop_class_uid = "1.2.840.10008.5.1.4.1.1.30";
  std::erase_if(object.shared,
                [](const auto& entry) { return entry.first.starts_with("PixelValueT"); });
  const auto real = [](std::int64_t stored) { return static_cast<T>(stored) / T{7} - T{1000}; };
  object.edit = [&](DcmItem& item) {
    std::vector<T> values;
    for (int k = 0; k < phantom.size.z(); ++k) {
      for (int j = 0; j < phantom.size.y(); ++j) {
        for (int i = 0; i < phantom.size.x(); ++i) {
          values.push_back(real(stored_value(phantom, i, j, k)));
        }
      }
    }
    for (const DcmTagKey& absent :
         {DCM_PixelData, DCM_BitsStored, DCM_HighBit, DCM_PixelRepresentation}) {
      item.findAndDeleteElement(absent);
    }
    put_value(item, "BitsAllocated", std::to_string(8 * sizeof(T)));
    const auto count = static_cast<unsigned long>(values.size());
    if constexpr (sizeof(T) == 4) {
      item.putAndInsertFloat32Array(tag, values.data(), count);
    } else {
      item.putAndInsertFloat64Array(tag, values.data(), count);
    }
  };
  const TemporaryFolder folder;
  write_object(object, folder.path() / "object.dcm");
  const Volume volume = load_only_volume(folder.path());
  ASSERT_EQ(volume.type(), voxel_type_of<T>());
  std::size_t at = 0;
  for (int k = 0; k < phantom.size.z(); ++k) {
    for (int j = 0; j < phantom.size.y(); ++j) {
      for (int i = 0; i < phantom.size.x(); ++i) {
        ASSERT_EQ(volume.values<T>()[at++], real(stored_value(phantom, i, j, k)));
      }
    }
  }
}

TEST(formats, floating_point_pixels_are_exact) {
  expect_real<float>(DcmTag(0x7fe0, 0x0008, EVR_OF));
  expect_real<double>(DcmTag(0x7fe0, 0x0009, EVR_OD));
}

TEST(formats, inverted_grey_and_padding_are_kept_and_said) {
  const Phantom phantom = phantom_of(16, 12);
  ObjectPhantom object = enhanced_object(phantom);
  object.attributes = {{"PhotometricInterpretation", "MONOCHROME1"}, {"PixelPaddingValue", "7"}};
  const TemporaryFolder folder;
  write_object(object, folder.path() / "object.dcm");
  const Volume volume = load_only_volume(folder.path());
  expect_phantom_voxels(volume, phantom);
  EXPECT_TRUE(
      has_finding(volume.provenance().findings, FindingCode::inverted_grey, Severity::note));
  EXPECT_TRUE(
      has_finding(volume.provenance().findings, FindingCode::padding_values, Severity::note));
}

// What a colour phantom shows at a pixel: `width` bytes a channel.
using Colour = std::array<int, 3>;

Colour colour_at(std::size_t pixel) {
  return {static_cast<int>(pixel * 7 % 256), static_cast<int>(pixel * 13 % 256),
          static_cast<int>(pixel * 29 % 256)};
}

template <class T, class F>
void expect_colours(const ObjectPhantom& object, int tolerance, const F& expected) {
  const TemporaryFolder folder;
  write_object(object, folder.path() / "object.dcm");
  const Volume volume = load_only_volume(folder.path());
  ASSERT_EQ(volume.components(), 3);
  ASSERT_EQ(volume.type(), voxel_type_of<T>());
  const auto values = volume.values<T>();
  for (std::size_t pixel = 0; pixel < values.size() / 3; ++pixel) {
    const Colour colour = expected(pixel);
    for (std::size_t c = 0; c < 3; ++c) {
      ASSERT_NEAR(values[3 * pixel + c], colour[c], tolerance) << "pixel " << pixel;
    }
  }
}

ObjectPhantom colour_object(int bits = 8) {
  Phantom phantom = phantom_of(bits, bits);
  phantom.size = {14, 11, 3};
  phantom.samples_per_pixel = 3;
  ObjectPhantom object = enhanced_object(phantom);
  std::erase_if(object.shared,
                [](const auto& entry) { return entry.first.starts_with("PixelValueT"); });
  return object;
}

constexpr std::size_t colour_pixels = 14 * 11 * 3;
constexpr std::size_t frame_pixels = 14 * 11;

TEST(colours, of_sixteen_bits_in_planes_are_joined) {
  ObjectPhantom object = colour_object(16);
  object.attributes = {{"PlanarConfiguration", "1"}};
  object.edit = [](DcmItem& item) {
    std::vector<Uint16> words;
    for (std::size_t k = 0; k < 3; ++k) {
      for (std::size_t c = 0; c < 3; ++c) {
        for (std::size_t n = 0; n < frame_pixels; ++n) {
          words.push_back(static_cast<Uint16>(200 * colour_at(k * frame_pixels + n)[c]));
        }
      }
    }
    item.putAndInsertUint16Array(DCM_PixelData, words.data(),
                                 static_cast<unsigned long>(words.size()));
  };
  expect_colours<std::uint16_t>(object, 0, [](std::size_t pixel) {
    const Colour c = colour_at(pixel);
    return Colour{200 * c[0], 200 * c[1], 200 * c[2]};
  });
}

// YBR_FULL of JFIF, ITU-R BT.601 (PS3.3 C.7.6.3.1.2), the other way round.
Colour rgb_of(const Colour& ybr) {
  const auto to_byte = [](double v) {
    return static_cast<int>(std::lround(std::clamp(v, 0.0, 255.0)));
  };
  const double blue = ybr[1] - 128.0;
  const double red = ybr[2] - 128.0;
  return {to_byte(ybr[0] + 1.402 * red),
          to_byte(ybr[0] - (0.114 * 1.772 * blue + 0.299 * 1.402 * red) / 0.587),
          to_byte(ybr[0] + 1.772 * blue)};
}

TEST(colours, of_luminance_and_differences_become_rgb) {
  for (const bool planes : {false, true}) {
    ObjectPhantom object = colour_object();
    object.attributes = {{"PhotometricInterpretation", "YBR_FULL"},
                         {"PlanarConfiguration", planes ? "1" : "0"}};
    object.edit = [planes](DcmItem& item) {
      Bytes bytes(3 * colour_pixels);
      for (std::size_t pixel = 0; pixel < colour_pixels; ++pixel) {
        const std::size_t k = pixel / frame_pixels;
        const std::size_t n = pixel % frame_pixels;
        for (std::size_t c = 0; c < 3; ++c) {
          const std::size_t at = planes ? (3 * k + c) * frame_pixels + n : 3 * pixel + c;
          bytes[at] = static_cast<std::uint8_t>(colour_at(pixel)[c]);
        }
      }
      put_bytes(item, bytes);
    };
    expect_colours<std::uint8_t>(object, 1,
                                 [](std::size_t pixel) { return rgb_of(colour_at(pixel)); });
  }
}

TEST(colours, that_two_pixels_share_become_rgb) {
  ObjectPhantom object = colour_object();
  object.attributes = {{"PhotometricInterpretation", "YBR_FULL_422"}};
  object.edit = [](DcmItem& item) {
    Bytes bytes;
    for (std::size_t pixel = 0; pixel < colour_pixels; pixel += 2) {
      const Colour left = colour_at(pixel);
      const int y2 = colour_at(pixel + 1)[0];
      for (const int value : {left[0], y2, left[1], left[2]}) {
        bytes.push_back(static_cast<std::uint8_t>(value));
      }
    }
    put_bytes(item, bytes);
  };
  expect_colours<std::uint8_t>(object, 1, [](std::size_t pixel) {
    const Colour left = colour_at(pixel / 2 * 2);
    return rgb_of({colour_at(pixel)[0], left[1], left[2]});
  });
}

// A table of 64 entries for stored values from 100 on.
int entry_at(int entry, std::size_t channel, int bits) {
  const int value = channel == 0 ? 3 * entry : channel == 1 ? 250 - 2 * entry : entry * entry % 251;
  return bits == 16 ? value * 257 : value;
}

ObjectPhantom palette_object(int entry_bits, int stored_bits) {
  Phantom phantom = phantom_of(stored_bits, stored_bits);
  phantom.stored_value = [](int i, int j, int k) {
    return std::int64_t{80 + (i + 13 * j + 7 * k) % 100};
  };
  ObjectPhantom object = enhanced_object(phantom);
  std::erase_if(object.shared,
                [](const auto& entry) { return entry.first.starts_with("PixelValueT"); });
  object.attributes = {{"PhotometricInterpretation", "PALETTE COLOR"}};
  for (const char* channel : {"Red", "Green", "Blue"}) {
    object.attributes[std::string(channel) + "PaletteColorLookupTableDescriptor"] =
        "64\\100\\" + std::to_string(entry_bits);
  }
  return object;
}

const std::array plain_tables{DCM_RedPaletteColorLookupTableData,
                              DCM_GreenPaletteColorLookupTableData,
                              DCM_BluePaletteColorLookupTableData};
const std::array segmented_tables{DCM_SegmentedRedPaletteColorLookupTableData,
                                  DCM_SegmentedGreenPaletteColorLookupTableData,
                                  DCM_SegmentedBluePaletteColorLookupTableData};

// Bytes two a word, or words as they are.
void put_table(DcmItem& item, const DcmTagKey& tag, const std::vector<int>& parts, int bits) {
  std::vector<Uint16> words;
  for (std::size_t n = 0; n < parts.size(); n += bits == 8 ? 2 : 1) {
    const int high = bits == 8 && n + 1 < parts.size() ? parts[n + 1] << 8 : 0;
    words.push_back(static_cast<Uint16>(parts[n] | high));
  }
  item.putAndInsertUint16Array(DcmTag(tag, EVR_OW), words.data(),
                               static_cast<unsigned long>(words.size()));
}

template <class T>
void expect_palette(const ObjectPhantom& object, int bits) {
  const Phantom& phantom = object.phantom;
  expect_colours<T>(object, 0, [&](std::size_t pixel) {
    const int at = static_cast<int>(pixel);
    const auto stored =
        static_cast<int>(stored_value(phantom, at % 13, at / 13 % 11, at / (13 * 11)));
    const int entry = std::clamp(stored - 100, 0, 63);
    return Colour{entry_at(entry, 0, bits), entry_at(entry, 1, bits), entry_at(entry, 2, bits)};
  });
}

struct PaletteCase {
  int entry_bits;
  int stored_bits;
};

class palettes : public testing::TestWithParam<PaletteCase> {};

TEST_P(palettes, give_their_colours) {
  const auto [bits, stored_bits] = GetParam();
  ObjectPhantom object = palette_object(bits, stored_bits);
  object.edit = [bits = bits](DcmItem& item) {
    for (std::size_t c = 0; c < 3; ++c) {
      std::vector<int> entries;
      for (int n = 0; n < 64; ++n) entries.push_back(entry_at(n, c, bits));
      put_table(item, plain_tables[c], entries, bits);
    }
  };
  bits == 8 ? expect_palette<std::uint8_t>(object, bits)
            : expect_palette<std::uint16_t>(object, bits);
}

// The first channels as lines, the third as discrete values of which the last eight are taken from
// an earlier segment where they repeat.
TEST_P(palettes, in_segments_give_their_colours) {
  const auto [bits, stored_bits] = GetParam();
  ObjectPhantom object = palette_object(bits, stored_bits);
  object.edit = [bits = bits](DcmItem& item) {
    for (std::size_t c = 0; c < 3; ++c) {
      std::vector<int> parts;
      if (c < 2) {
        parts = {0, 1, entry_at(0, c, bits), 1, 63, entry_at(63, c, bits)};
      } else {
        parts = {0, 64};
        for (int n = 0; n < 64; ++n) parts.push_back(entry_at(n, c, bits));
      }
      put_table(item, segmented_tables[c], parts, bits);
    }
  };
  bits == 8 ? expect_palette<std::uint8_t>(object, bits)
            : expect_palette<std::uint16_t>(object, bits);
}

INSTANTIATE_TEST_SUITE_P(depths, palettes,
                         testing::Values(PaletteCase{8, 8}, PaletteCase{16, 8}, PaletteCase{8, 16},
                                         PaletteCase{16, 16}),
                         [](const auto& instance) {
                           return "entries_" + std::to_string(instance.param.entry_bits) +
                                  "_stored_" + std::to_string(instance.param.stored_bits);
                         });

TEST(palettes, take_earlier_segments_again) {
  for (const int bits : {8, 16}) {
    ObjectPhantom object = palette_object(bits, 8);
    object.edit = [bits](DcmItem& item) {
      for (std::size_t c = 0; c < 3; ++c) {
        // 16 discrete values, and three times the same segment again.
        std::vector<int> parts{0, 16};
        for (int n = 0; n < 16; ++n) parts.push_back(entry_at(n, c, bits));
        for (int again = 0; again < 3; ++again) {
          parts.insert(parts.end(), {2, 1, 0, 0});
          if (bits == 8) parts.insert(parts.end(), {0, 0});
        }
        put_table(item, segmented_tables[c], parts, bits);
      }
    };
    const auto expected = [&](std::size_t pixel) {
      const int at = static_cast<int>(pixel);
      const int stored = 80 + (at % 13 + 13 * (at / 13 % 11) + 7 * (at / 143)) % 100;
      const int entry = std::clamp(stored - 100, 0, 63) % 16;
      return Colour{entry_at(entry, 0, bits), entry_at(entry, 1, bits), entry_at(entry, 2, bits)};
    };
    bits == 8 ? expect_colours<std::uint8_t>(object, 0, expected)
              : expect_colours<std::uint16_t>(object, 0, expected);
  }
}

TEST(palettes, that_are_missing_or_too_short_are_refused) {
  for (const int entries : {0, 20}) {
    ObjectPhantom object = palette_object(16, 8);
    object.edit = [entries](DcmItem& item) {
      for (std::size_t c = 0; entries > 0 && c < 3; ++c) {
        put_table(item, plain_tables[c], std::vector<int>(static_cast<std::size_t>(entries), 9),
                  16);
      }
    };
    const TemporaryFolder folder;
    write_object(object, folder.path() / "object.dcm");
    const SeriesInfo series = scan_series(folder.path());
    EXPECT_EQ(error_of([&] { load(series); }).code(), ErrorCode::malformed);
  }
}

}  // namespace
}  // namespace volvr::test
