// SPDX-License-Identifier: Apache-2.0
#include "dicom/siemens_csa.h"

#include <cstring>
#include <optional>

#include "core/text.h"
#include "dicom/byte_order.h"

namespace volvr::dicom {

namespace {

constexpr std::size_t name_size = 64;
constexpr std::uint32_t most_entries = 1000;
constexpr std::uint32_t most_items = 10'000;

// Takes numbers and texts from the front, never beyond the end.
class Taker {
 public:
  explicit Taker(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  std::optional<std::span<const std::uint8_t>> take(std::size_t count) {
    if (count > bytes_.size()) return std::nullopt;
    const auto taken = bytes_.first(count);
    bytes_ = bytes_.subspan(count);
    return taken;
  }

  std::optional<std::uint32_t> number() {
    const auto four = take(4);
    if (!four) return std::nullopt;
    return number_of(std::as_bytes(*four), false);
  }

 private:
  std::span<const std::uint8_t> bytes_;
};

std::string text_of(std::span<const std::uint8_t> bytes) {
  const auto* begin = reinterpret_cast<const char*>(bytes.data());
  return std::string(trim({begin, strnlen(begin, bytes.size())}));
}

struct Entry {
  std::string name;
  std::uint32_t items = 0;
};

std::optional<Entry> take_entry(Taker& taker) {
  const auto name = taker.take(name_size);
  if (!name || !taker.take(12)) return std::nullopt;  // multiplicity, representation, type
  const auto items = taker.number();
  if (!items || !taker.number()) return std::nullopt;
  return Entry{text_of(*name), *items};
}

// The length of an item: in the older layout it is told with an offset, which is the number of
// items of the first entry.
std::optional<std::uint32_t> take_length(Taker& taker, bool marked, std::uint32_t offset) {
  const auto first = taker.number();
  const auto second = taker.number();
  if (!first || !second || !taker.take(8)) return std::nullopt;
  if (marked) return *second;
  if (*first < offset) return std::nullopt;
  return *first - offset;
}

}  // namespace

std::vector<std::string> csa_values(std::span<const std::uint8_t> header, std::string_view name) {
  Taker taker(header);
  const bool marked = header.size() > 8 && std::memcmp(header.data(), "SV10", 4) == 0;
  if (marked) taker.take(8);
  const auto entries = taker.number();
  if (!entries || *entries > most_entries || !taker.number()) return {};
  std::optional<std::uint32_t> offset;
  for (std::uint32_t i = 0; i < *entries; ++i) {
    const auto entry = take_entry(taker);
    if (!entry || entry->items > most_items) return {};
    if (!offset) offset = entry->items;
    std::vector<std::string> values;
    for (std::uint32_t k = 0; k < entry->items; ++k) {
      const auto length = take_length(taker, marked, *offset);
      if (!length) return {};
      const auto value = taker.take(*length);
      if (!value || !taker.take((4 - *length % 4) % 4)) return {};
      if (std::string text = text_of(*value); !text.empty()) values.push_back(std::move(text));
    }
    if (entry->name == name) return values;
  }
  return {};
}

}  // namespace volvr::dicom
