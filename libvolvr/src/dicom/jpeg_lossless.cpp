// SPDX-License-Identifier: Apache-2.0
#include "dicom/jpeg_lossless.h"

#include <array>
#include <cstring>
#include <vector>

#include "dicom/lossless_bits.h"

namespace volvr::dicom {

namespace {

constexpr std::size_t most_components = 4;

struct Component {
  int id = 0;
  const DifferenceTable* table = nullptr;
};

struct Stream {
  int precision = 0;
  int rows = 0;
  int columns = 0;
  std::vector<Component> components;
  std::array<DifferenceTable, 4> tables;
  int restart_interval = 0;  ///< pixels
  int predictor = 0;
  int point_transform = 0;
  std::span<const std::uint8_t> scan;
};

int word_at(std::span<const std::uint8_t> bytes, std::size_t at) {
  return (bytes[at] << 8) | bytes[at + 1];
}

bool take_frame(std::span<const std::uint8_t> body, Stream& stream) {
  if (body.size() < 6) return false;
  stream.precision = body[0];
  stream.rows = word_at(body, 1);
  stream.columns = word_at(body, 3);
  const std::size_t count = body[5];
  if (count < 1 || count > most_components || body.size() < 6 + 3 * count) return false;
  for (std::size_t i = 0; i < count; ++i) {
    if (body[7 + 3 * i] != 0x11) return false;  // sampled otherwise
    stream.components.push_back({body[6 + 3 * i], nullptr});
  }
  return stream.precision >= 2 && stream.precision <= 16;
}

bool take_tables(std::span<const std::uint8_t> body, Stream& stream) {
  while (body.size() >= 17) {
    const std::size_t slot = body[0] & 0x0fU;
    std::size_t count = 0;
    for (std::size_t i = 1; i <= 16; ++i) count += body[i];
    if (slot >= stream.tables.size() || body.size() < 17 + count ||
        !stream.tables[slot].build(body.subspan(1, 16), body.subspan(17, count))) {
      return false;
    }
    body = body.subspan(17 + count);
  }
  return true;
}

bool take_scan(std::span<const std::uint8_t> body, Stream& stream) {
  const std::size_t count = stream.components.size();
  if (count == 0 || body.size() < 4 + 2 * count || body[0] != count) return false;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t slot = body[2 + 2 * i] >> 4;
    if (body[1 + 2 * i] != stream.components[i].id || slot >= stream.tables.size() ||
        stream.tables[slot].empty()) {
      return false;
    }
    stream.components[i].table = &stream.tables[slot];
  }
  stream.predictor = body[1 + 2 * count];
  stream.point_transform = body[3 + 2 * count] & 0x0f;
  return stream.predictor >= 1 && stream.predictor <= 7 &&
         stream.point_transform < stream.precision;
}

// The marker segments up to the first scan; false where this decoder is not for them.
bool read_head(std::span<const std::uint8_t> bytes, Stream& stream) {
  std::size_t at = 2;
  while (at + 4 <= bytes.size() && bytes[at] == 0xff) {
    const int marker = bytes[at + 1];
    if (marker == 0xff) {
      ++at;
      continue;
    }
    const auto length = static_cast<std::size_t>(word_at(bytes, at + 2));
    if (length < 2 || length > bytes.size() - at - 2) return false;
    const auto body = bytes.subspan(at + 4, length - 2);
    at += 2 + length;
    const bool is_other_frame = marker >= 0xc0 && marker <= 0xcf && marker != 0xc3 &&
                                marker != 0xc4 && marker != 0xc8;
    if (is_other_frame) return false;
    if (marker == 0xc3 && !take_frame(body, stream)) return false;
    if (marker == 0xc4 && !take_tables(body, stream)) return false;
    if (marker == 0xdd) stream.restart_interval = body.size() >= 2 ? word_at(body, 0) : 0;
    if (marker == 0xda) {
      stream.scan = bytes.subspan(at);
      return take_scan(body, stream);
    }
  }
  return false;
}

// What a sample is expected to be from those left (a), above (b) and above left (c) (T.81 H.1.2.1).
template <int predictor>
int predicted(int a, int b, int c) {
  if constexpr (predictor == 1) return a;
  if constexpr (predictor == 2) return b;
  if constexpr (predictor == 3) return c;
  if constexpr (predictor == 4) return a + b - c;
  if constexpr (predictor == 5) return a + ((b - c) >> 1);
  if constexpr (predictor == 6) return b + ((a - c) >> 1);
  return (a + b) >> 1;
}

// Decodes rows of samples; `out` is the whole image, `Sample` a byte or a word.
template <class Sample>
class Rows {
 public:
  Rows(const Stream& stream, Sample* out)
      : stream_(stream), bits_(stream.scan), out_(out), samples_(stream.components.size()),
        width_(static_cast<std::size_t>(stream.columns) * samples_) {}

  template <int predictor>
  bool run() {
    const int rows_between = stream_.restart_interval / stream_.columns;
    for (int row = 0; row < stream_.rows; ++row) {
      const bool restarts = rows_between > 0 && row > 0 && row % rows_between == 0;
      if (restarts && !bits_.restart()) return false;
      Sample* const line = out_ + static_cast<std::size_t>(row) * width_;
      if (row == 0 || restarts) {
        first_row(line);
      } else {
        further_row<predictor>(line);
      }
      if (damaged_ || bits_.is_past_end()) return false;
    }
    return true;
  }

 private:
  int difference(std::size_t component) {
    return stream_.components[component].table->next(bits_, damaged_);
  }

  void first_row(Sample* line) {
    const int beginning = 1 << (stream_.precision - stream_.point_transform - 1);
    for (std::size_t c = 0; c < samples_; ++c) {
      line[c] = static_cast<Sample>(beginning + difference(c));
    }
    for (std::size_t i = samples_; i < width_; ++i) {
      line[i] = static_cast<Sample>(line[i - samples_] + difference(i % samples_));
    }
  }

  template <int predictor>
  void further_row(Sample* line) {
    const Sample* const above = line - width_;
    for (std::size_t c = 0; c < samples_; ++c) {
      line[c] = static_cast<Sample>(above[c] + difference(c));
    }
    if (samples_ == 1) {
      int a = line[0];
      int c = above[0];
      const DifferenceTable& table = *stream_.components[0].table;
      for (std::size_t i = 1; i < width_; ++i) {
        const int b = above[i];
        a = static_cast<Sample>(predicted<predictor>(a, b, c) + table.next(bits_, damaged_));
        c = b;
        line[i] = static_cast<Sample>(a);
      }
      return;
    }
    for (std::size_t i = samples_; i < width_; ++i) {
      line[i] = static_cast<Sample>(
          predicted<predictor>(line[i - samples_], above[i], above[i - samples_]) +
          difference(i % samples_));
    }
  }

  const Stream& stream_;
  LosslessBits bits_;
  Sample* out_;
  std::size_t samples_;
  std::size_t width_;
  bool damaged_ = false;
};

template <class Sample>
bool decode_rows(const Stream& stream, Sample* out) {
  Rows<Sample> rows(stream, out);
  switch (stream.predictor) {
    case 1: return rows.template run<1>();
    case 2: return rows.template run<2>();
    case 3: return rows.template run<3>();
    case 4: return rows.template run<4>();
    case 5: return rows.template run<5>();
    case 6: return rows.template run<6>();
    default: return rows.template run<7>();
  }
}

bool is_plain(const Stream& stream, const LosslessShape& shape) {
  return stream.rows == shape.rows && stream.columns == shape.columns &&
         stream.components.size() == static_cast<std::size_t>(shape.samples) &&
         stream.precision <= shape.bits_allocated && stream.rows > 0 && stream.columns > 0 &&
         stream.restart_interval % stream.columns == 0;
}

}  // namespace

LosslessResult decode_lossless_jpeg(std::span<const std::uint8_t> bytes,
                                    const LosslessShape& shape, std::span<std::byte> raw) {
  Stream stream;
  if (bytes.size() < 4 || bytes[0] != 0xff || bytes[1] != 0xd8 || !read_head(bytes, stream) ||
      !is_plain(stream, shape)) {
    return LosslessResult::not_plain;
  }
  // Words may stand at an odd address only in the caller's buffer, never in this one.
  const bool is_words = shape.bits_allocated == 16;
  const bool aligned = reinterpret_cast<std::uintptr_t>(raw.data()) % 2 == 0;
  bool done = false;
  if (!is_words) {
    done = decode_rows(stream, reinterpret_cast<std::uint8_t*>(raw.data()));
  } else if (aligned) {
    done = decode_rows(stream, reinterpret_cast<std::uint16_t*>(raw.data()));
  } else {
    std::vector<std::uint16_t> words(raw.size() / 2);
    done = decode_rows(stream, words.data());
    std::memcpy(raw.data(), words.data(), raw.size());
  }
  if (!done) return LosslessResult::damaged;
  if (stream.point_transform > 0) {
    for (std::size_t i = 0; i * (is_words ? 2 : 1) < raw.size(); ++i) {
      if (!is_words) {
        raw[i] <<= stream.point_transform;
        continue;
      }
      std::uint16_t value = 0;
      std::memcpy(&value, raw.data() + 2 * i, sizeof value);
      value = static_cast<std::uint16_t>(value << stream.point_transform);
      std::memcpy(raw.data() + 2 * i, &value, sizeof value);
    }
  }
  return LosslessResult::done;
}

}  // namespace volvr::dicom
