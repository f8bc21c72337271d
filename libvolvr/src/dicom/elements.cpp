// SPDX-License-Identifier: Apache-2.0
#include "dicom/elements.h"

#include <algorithm>
#include <cmath>

#include "core/text.h"

namespace volvr::dicom {

void Elements::add_text(Tag tag, std::string_view value) {
  if (entries_.empty()) {
    // Most headers' wanted values fit: two allocations a file.
    entries_.reserve(attributes.size());
    characters_.reserve(1024);
  }
  insert({tag, static_cast<std::uint32_t>(characters_.size()),
          static_cast<std::uint32_t>(value.size()), 0});
  characters_ += value;
}

void Elements::add_word(Tag tag, std::uint16_t value) {
  insert({tag, 0, 0, value});
}

void Elements::insert(const Entry& entry) {
  if (entries_.empty() || entries_.back().tag < entry.tag) {
    entries_.push_back(entry);
    return;
  }
  const auto at = std::ranges::lower_bound(entries_, entry.tag, {}, &Entry::tag);
  if (at->tag == entry.tag) {
    *at = entry;
  } else {
    entries_.insert(at, entry);
  }
}

void Elements::add_reals(Tag tag, const std::vector<double>& values) {
  std::string text;
  for (const double value : values) text += (text.empty() ? "" : "\\") + number_text(value);
  add_text(tag, text);
}

const Elements::Entry* Elements::find(Tag tag) const {
  const auto at = std::ranges::lower_bound(entries_, tag, {}, &Entry::tag);
  return at != entries_.end() && at->tag == tag ? &*at : nullptr;
}

std::string_view Elements::text(Tag tag) const {
  const Entry* entry = find(tag);
  if (entry == nullptr) return {};
  return trim(std::string_view(characters_).substr(entry->begin, entry->length));
}

std::optional<double> Elements::number(Tag tag) const {
  const std::string_view value = text(tag);
  const auto parsed = parse_number(trim(value.substr(0, value.find('\\'))));
  return parsed && std::isfinite(*parsed) ? parsed : std::nullopt;
}

std::optional<int> Elements::integer(Tag tag) const {
  const std::string_view value = text(tag);
  return parse_integer(trim(value.substr(0, value.find('\\'))));
}

std::vector<double> Elements::numbers(Tag tag, std::size_t count) const {
  const auto parts = split(text(tag), '\\');
  if (parts.size() != count) return {};
  std::vector<double> values;
  for (const std::string_view part : parts) {
    const auto value = parse_number(trim(part));
    if (!value || !std::isfinite(*value)) return {};
    values.push_back(*value);
  }
  return values;
}

std::optional<std::uint16_t> Elements::word(Tag tag) const {
  const Entry* entry = find(tag);
  return entry == nullptr ? std::nullopt : std::optional(entry->word);
}

}  // namespace volvr::dicom
