// SPDX-License-Identifier: Apache-2.0
#include "option_values.h"

#include <charconv>
#include <cmath>
#include <format>
#include <optional>
#include <string_view>
#include <utility>

#include "volvr/error.h"

namespace volvr::app {

namespace {

template <class T>
std::optional<std::pair<T, T>> two_numbers(std::string_view text, char between) {
  std::pair<T, T> numbers;
  const char* end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, numbers.first);
  if (first.ec != std::errc() || first.ptr == end || *first.ptr != between) return std::nullopt;
  const auto second = std::from_chars(first.ptr + 1, end, numbers.second);
  if (second.ec != std::errc() || second.ptr != end) return std::nullopt;
  return numbers;
}

std::string range_text(const Setting& setting) {
  switch (setting.kind) {
    case SettingKind::boolean:
      return "on or off";
    case SettingKind::choice:
      return std::string(setting.choices);
    case SettingKind::integer:
    case SettingKind::number:
      break;
  }
  return std::format("{:g} to {:g} {}", setting.minimum, setting.maximum, setting.unit);
}

}  // namespace

PictureSize picture_size(const std::string& text) {
  constexpr int smallest = 16;
  constexpr int largest = 16384;
  const auto numbers = two_numbers<int>(text, 'x');
  const auto fits = [](int pixels) { return pixels >= smallest && pixels <= largest; };
  if (!numbers || !fits(numbers->first) || !fits(numbers->second)) {
    throw Error(
        ErrorCode::invalid_argument,
        std::format("A size is given as WIDTHxHEIGHT, each from {} to {} pixels, not \"{}\".",
                    smallest, largest, text));
  }
  return {numbers->first, numbers->second};
}

Window window_of(const std::string& text) {
  const auto numbers = two_numbers<double>(text, ',');
  const bool finite = numbers && std::isfinite(numbers->first) && std::isfinite(numbers->second);
  if (!finite || numbers->second <= 0.0) {
    throw Error(ErrorCode::invalid_argument,
                "A window is given as CENTRE,WIDTH with a width above 0, not \"" + text + "\".");
  }
  return {numbers->first, numbers->second};
}

Settings settings_of(const std::vector<std::string>& pairs) {
  Settings settings;
  for (const std::string& pair : pairs) settings.set_pair(pair);
  return settings;
}

std::string settings_help() {
  std::string text;
  for (const Setting& setting : setting_table()) {
    text += std::format("{} (default {}; {})\n    {}\n", setting.name, setting.default_text,
                        range_text(setting), setting.help);
  }
  return text;
}

}  // namespace volvr::app
