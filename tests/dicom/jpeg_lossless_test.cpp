// SPDX-License-Identifier: Apache-2.0
//
// The lossless JPEG decoder against streams that an encoder of the test's own writes, straight from
// ITU-T T.81 annex H; streams of another encoder are decoded in decode_test.cpp.
#include "dicom/jpeg_lossless.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <random>
#include <string>
#include <vector>

namespace volvr::test {
namespace {

using dicom::LosslessResult;
using dicom::LosslessShape;
using Bytes = std::vector<std::uint8_t>;

struct Case {
  int predictor = 1;
  int precision = 12;
  int point_transform = 0;
  int restart_rows = 0;
  int samples = 1;
  bool smooth = true;  ///< false: noise, which needs the longest codes
};

std::string name_of(const testing::TestParamInfo<Case>& info) {
  const Case& c = info.param;
  return "predictor" + std::to_string(c.predictor) + "_bits" + std::to_string(c.precision) +
         "_shift" + std::to_string(c.point_transform) + "_restart" +
         std::to_string(c.restart_rows) + "_samples" + std::to_string(c.samples) +
         (c.smooth ? "_smooth" : "_noise");
}

constexpr int rows = 23;
constexpr int columns = 37;

class BitWriter {
 public:
  void put(std::uint32_t value, int count) {
    for (int i = count - 1; i >= 0; --i) {
      byte_ = static_cast<std::uint8_t>((byte_ << 1) | ((value >> i) & 1U));
      if (++used_ == 8) flush_byte();
    }
  }
  void align() {
    while (used_ != 0) put(1, 1);
  }
  Bytes bytes;

 private:
  void flush_byte() {
    bytes.push_back(byte_);
    if (byte_ == 0xff) bytes.push_back(0);
    used_ = 0;
    byte_ = 0;
  }
  std::uint8_t byte_ = 0;
  int used_ = 0;
};

// Categories 0 to 3 take three bits, the others seven: both short and long codes occur.
struct Code {
  std::uint32_t value;
  int length;
};

Code code_of(int category) {
  if (category < 4) return {static_cast<std::uint32_t>(category), 3};
  return {static_cast<std::uint32_t>((4 << 4) + category - 4), 7};
}

int category_of(int difference) {
  int category = 0;
  for (int size = std::abs(difference); size > 0; size >>= 1) ++category;
  return category;
}

void put_difference(BitWriter& bits, int difference) {
  difference = static_cast<std::int16_t>(difference);  // modulo 2^16 (H.1.2.1)
  if (difference == -32768) {
    bits.put(code_of(16).value, code_of(16).length);
    return;
  }
  const int category = category_of(difference);
  bits.put(code_of(category).value, code_of(category).length);
  bits.put(static_cast<std::uint32_t>(difference < 0 ? difference + (1 << category) - 1
                                                     : difference),
           category);
}

int expected_from(int predictor, int a, int b, int c) {
  switch (predictor) {
    case 1: return a;
    case 2: return b;
    case 3: return c;
    case 4: return a + b - c;
    case 5: return a + ((b - c) >> 1);
    case 6: return b + ((a - c) >> 1);
    default: return (a + b) >> 1;
  }
}

void put_segment(Bytes& out, int marker, const Bytes& body) {
  const auto length = static_cast<unsigned>(body.size() + 2);
  out.insert(out.end(), {0xff, static_cast<std::uint8_t>(marker),
                         static_cast<std::uint8_t>(length >> 8),
                         static_cast<std::uint8_t>(length)});
  out.insert(out.end(), body.begin(), body.end());
}

Bytes header_of(const Case& c) {
  Bytes out{0xff, 0xd8};
  Bytes frame{static_cast<std::uint8_t>(c.precision), 0, rows, 0, columns,
              static_cast<std::uint8_t>(c.samples)};
  Bytes scan{static_cast<std::uint8_t>(c.samples)};
  for (int i = 0; i < c.samples; ++i) {
    frame.insert(frame.end(), {static_cast<std::uint8_t>(i + 1), 0x11, 0});
    scan.insert(scan.end(), {static_cast<std::uint8_t>(i + 1), 0x10});
  }
  scan.insert(scan.end(), {static_cast<std::uint8_t>(c.predictor), 0,
                           static_cast<std::uint8_t>(c.point_transform)});
  put_segment(out, 0xc3, frame);
  Bytes table{1, 0, 0, 4, 0, 0, 0, 13, 0, 0, 0, 0, 0, 0, 0, 0, 0};
  for (std::uint8_t category = 0; category <= 16; ++category) table.push_back(category);
  put_segment(out, 0xc4, table);
  if (c.restart_rows > 0) {
    const int interval = c.restart_rows * columns;
    put_segment(out, 0xdd,
                {static_cast<std::uint8_t>(interval >> 8), static_cast<std::uint8_t>(interval)});
  }
  put_segment(out, 0xda, scan);
  return out;
}

// The image's values are already shifted right by the point transform.
Bytes encoded(const Case& c, const std::vector<int>& image) {
  Bytes out = header_of(c);
  BitWriter bits;
  const auto at = [&](int row, int column, int sample) {
    return image[static_cast<std::size_t>((row * columns + column) * c.samples + sample)];
  };
  for (int row = 0; row < rows; ++row) {
    const bool restarts = c.restart_rows > 0 && row > 0 && row % c.restart_rows == 0;
    if (restarts) {
      bits.align();
      bits.bytes.insert(bits.bytes.end(), {0xff, static_cast<std::uint8_t>(
                                                     0xd0 + (row / c.restart_rows - 1) % 8)});
    }
    const bool first_row = row == 0 || restarts;
    for (int column = 0; column < columns; ++column) {
      for (int s = 0; s < c.samples; ++s) {
        int expected = 1 << (c.precision - c.point_transform - 1);
        if (first_row && column > 0) {
          expected = at(row, column - 1, s);
        } else if (!first_row && column == 0) {
          expected = at(row - 1, 0, s);
        } else if (!first_row) {
          expected = expected_from(c.predictor, at(row, column - 1, s), at(row - 1, column, s),
                                   at(row - 1, column - 1, s));
        }
        put_difference(bits, at(row, column, s) - expected);
      }
    }
  }
  bits.align();
  out.insert(out.end(), bits.bytes.begin(), bits.bytes.end());
  out.insert(out.end(), {0xff, 0xd9});
  return out;
}

std::vector<int> image_of(const Case& c) {
  std::mt19937 random(static_cast<unsigned>(c.predictor * 100 + c.precision));
  const int most = (1 << (c.precision - c.point_transform)) - 1;
  std::vector<int> image;
  for (int i = 0; i < rows * columns * c.samples; ++i) {
    const int noise = static_cast<int>(random() % static_cast<unsigned>(most + 1));
    image.push_back(c.smooth ? std::min(most, most / 2 + i % columns + noise % 7) : noise);
  }
  return image;
}

LosslessShape shape_of(const Case& c) {
  return {rows, columns, c.samples, c.precision <= 8 ? 8 : 16};
}

std::size_t raw_size(const Case& c) {
  return static_cast<std::size_t>(rows * columns * c.samples) * (c.precision <= 8 ? 1 : 2);
}

int value_at(const std::vector<std::byte>& raw, std::size_t i, bool words) {
  if (!words) return std::to_integer<int>(raw[i]);
  std::uint16_t value = 0;
  std::memcpy(&value, raw.data() + 2 * i, sizeof value);
  return value;
}

class jpeg_lossless : public testing::TestWithParam<Case> {};

TEST_P(jpeg_lossless, gives_back_what_was_encoded) {
  const Case& c = GetParam();
  const std::vector<int> image = image_of(c);
  std::vector<std::byte> raw(raw_size(c));
  ASSERT_EQ(decode_lossless_jpeg(encoded(c, image), shape_of(c), raw), LosslessResult::done);
  for (std::size_t i = 0; i < image.size(); ++i) {
    ASSERT_EQ(value_at(raw, i, c.precision > 8), image[i] << c.point_transform) << i;
  }
}

TEST_P(jpeg_lossless, a_stream_that_was_cut_is_never_taken_for_whole) {
  const Case& c = GetParam();
  const Bytes whole = encoded(c, image_of(c));
  std::vector<std::byte> raw(raw_size(c));
  // Without its end mark alone it is still whole; without a byte more it is not.
  for (std::size_t size = 0; size + 3 < whole.size(); size += 5) {
    EXPECT_NE(decode_lossless_jpeg(std::span(whole).first(size), shape_of(c), raw),
              LosslessResult::done)
        << size;
  }
}

TEST_P(jpeg_lossless, changed_bytes_do_no_harm) {
  const Case& c = GetParam();
  const Bytes whole = encoded(c, image_of(c));
  std::vector<std::byte> raw(raw_size(c));
  std::mt19937 random(7);
  for (int n = 0; n < 300; ++n) {
    Bytes changed = whole;
    for (int k = 0; k < 3; ++k) {
      changed[random() % changed.size()] = static_cast<std::uint8_t>(random());
    }
    decode_lossless_jpeg(changed, shape_of(c), raw);
  }
}

INSTANTIATE_TEST_SUITE_P(
    dicom, jpeg_lossless,
    testing::Values(Case{.predictor = 1}, Case{.predictor = 2}, Case{.predictor = 3},
                    Case{.predictor = 4}, Case{.predictor = 5}, Case{.predictor = 6},
                    Case{.predictor = 7}, Case{.predictor = 1, .precision = 16, .smooth = false},
                    Case{.predictor = 4, .precision = 16, .smooth = false},
                    Case{.predictor = 6, .precision = 8}, Case{.predictor = 1, .precision = 2},
                    Case{.predictor = 5, .precision = 12, .point_transform = 3},
                    Case{.predictor = 1, .precision = 8, .point_transform = 2},
                    Case{.predictor = 7, .precision = 14, .restart_rows = 4},
                    Case{.predictor = 2, .precision = 8, .restart_rows = 1, .samples = 3},
                    Case{.predictor = 4, .precision = 8, .samples = 3, .smooth = false}),
    name_of);

TEST(jpeg_lossless_shape, another_size_is_left_to_others) {
  const Case c;
  std::vector<std::byte> raw(raw_size(c));
  LosslessShape other = shape_of(c);
  other.rows = rows - 1;
  EXPECT_EQ(decode_lossless_jpeg(encoded(c, image_of(c)), other, raw), LosslessResult::not_plain);
}

}  // namespace
}  // namespace volvr::test
