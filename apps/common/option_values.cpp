// SPDX-License-Identifier: Apache-2.0
#include "option_values.h"

#include <cctype>
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

Shard shard_of(const std::string& text) {
  const auto numbers = two_numbers<int>(text, '/');
  if (!numbers || numbers->first < 1 || numbers->second < numbers->first) {
    throw Error(ErrorCode::invalid_argument,
                "A shard is given as I/N with I from 1 to N, not \"" + text + "\".");
  }
  return {numbers->first, numbers->second};
}

std::uint64_t bytes_of(const std::string& text) {
  constexpr std::string_view units = "KMGT";
  std::string_view digits = text;
  if (digits.size() > 1 && (digits.back() == 'B' || digits.back() == 'b')) digits.remove_suffix(1);
  double scale = 1.0;
  if (!digits.empty()) {
    const char letter = static_cast<char>(std::toupper(static_cast<unsigned char>(digits.back())));
    if (const auto at = units.find(letter); at != std::string_view::npos) {
      scale = std::pow(1024.0, static_cast<double>(at + 1));
      digits.remove_suffix(1);
    }
  }
  double number = 0.0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  constexpr double most = 1e18;
  const bool whole = error == std::errc() && end == digits.data() + digits.size();
  if (!whole || !(number * scale >= 1.0) || number * scale > most) {
    throw Error(
        ErrorCode::invalid_argument,
        "An amount of memory is given as a number with K, M, G or T, not \"" + text + "\".");
  }
  return static_cast<std::uint64_t>(number * scale);
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
