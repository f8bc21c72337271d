// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "volvr/appearance.h"

namespace volvr {

namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Runs of ASCII letters and digits, in capitals.
std::vector<std::string> tokens_of(std::string_view text) {
  std::vector<std::string> tokens(1);
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 128 && std::isalnum(byte) != 0) {
      tokens.back() += static_cast<char>(std::toupper(byte));
    } else if (!tokens.back().empty()) {
      tokens.emplace_back();
    }
  }
  if (tokens.back().empty()) tokens.pop_back();
  return tokens;
}

// "ANGIO" is meant by "ANGIOGRAPHY", "T1" by "T1W" and not by "T12"; short words stand alone.
bool means(std::string_view token, std::string_view word) {
  if (!token.starts_with(word)) return false;
  if (token.size() == word.size()) return true;
  return is_digit(word.back()) ? !is_digit(token[word.size()]) : word.size() >= 4;
}

std::size_t count_asked(const std::vector<std::string>& words,
                        const std::vector<std::string>& tokens) {
  return static_cast<std::size_t>(std::ranges::count_if(tokens, [&](const std::string& token) {
    return std::ranges::any_of(words, [&](const std::string& word) { return means(token, word); });
  }));
}

// The place in the preset's list of what one of the tokens names; the list's size for none.
std::size_t place_of(const std::vector<std::string>& parts,
                     const std::vector<std::string>& tokens) {
  const auto named = std::ranges::find_if(parts, [&](const std::string& part) {
    return std::ranges::any_of(tokens, [&](const auto& token) { return means(token, part); });
  });
  return static_cast<std::size_t>(named - parts.begin());
}

}  // namespace

std::vector<std::string> presets_for(std::string_view modality) {
  std::vector<std::string> meant;
  std::vector<std::string> by_histogram;
  std::vector<std::string> by_unit;
  for (const Appearance& preset : presets()) {
    if (std::ranges::count(preset.modalities, modality) > 0) meant.push_back(preset.name);
    (preset.scale == ValueScale::relative ? by_histogram : by_unit).push_back(preset.name);
  }
  if (!meant.empty()) return meant;
  // Of values in an unknown unit, a preset placed by their histogram shows something.
  by_histogram.insert(by_histogram.end(), by_unit.begin(), by_unit.end());
  return by_histogram;
}

std::vector<std::string> presets_for(const SeriesAttributes& series) {
  std::vector<std::string> names = presets_for(series.modality);
  const auto told = tokens_of(series.series_description + " " + series.protocol_name);
  auto part = tokens_of(series.body_part_examined);
  const bool known = std::ranges::any_of(names, [&](const std::string& name) {
    const auto& parts = find_preset(name).body_parts;
    return place_of(parts, part) < parts.size();
  });
  if (!known) part = told;
  const auto order = [&](const std::string& name) {
    const Appearance& preset = find_preset(name);
    const std::size_t place = place_of(preset.body_parts, part);
    const bool elsewhere = place == preset.body_parts.size();
    return std::tuple(-static_cast<std::ptrdiff_t>(count_asked(preset.words, told)), elsewhere,
                      elsewhere ? 0 : place);
  };
  std::ranges::stable_sort(names, {}, order);
  return names;
}

}  // namespace volvr
