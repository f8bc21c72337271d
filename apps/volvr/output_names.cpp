// SPDX-License-Identifier: Apache-2.0
#include "output_names.h"

#include <algorithm>
#include <cctype>
#include <format>

namespace volvr::app {

namespace {

constexpr std::size_t longest_name = 60;

std::string lowered(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char letter) {
    return static_cast<char>(std::tolower(letter));
  });
  return text;
}

std::string first_filled(const std::string& a, const std::string& b, const std::string& c) {
  if (!a.empty()) return a;
  return b.empty() ? c : b;
}

}  // namespace

std::string safe_name(std::string_view text) {
  std::string name;
  for (const char letter : text) {
    const bool plain = std::isalnum(static_cast<unsigned char>(letter)) != 0 &&
                       static_cast<unsigned char>(letter) < 0x80;
    if (plain || ((letter == '-' || letter == '.') && !name.empty())) {
      name += letter;
    } else if (!name.empty() && name.back() != '_') {
      name += '_';
    }
  }
  name.resize(std::min(name.size(), longest_name));
  while (!name.empty() && (name.back() == '_' || name.back() == '.')) name.pop_back();
  return name;
}

std::filesystem::path OutputNames::next(const SeriesInfo& series, const VolumeInfo& volume) {
  const std::string words = people_.withheld(
      first_filled(series.series_description, series.protocol_name, series.modality));
  std::string stem = std::format("{:03}", std::max(series.series_number, 0));
  if (people_.count() > 1) {
    stem = std::format("patient{}-", people_.number_of(series.patient)) + stem;
  }
  for (const std::string& part : {safe_name(words), safe_name(volume.label)}) {
    if (!part.empty()) stem += "-" + part;
  }
  std::string unique = stem;
  for (int copy = 2; !taken_.insert(lowered(unique)).second; ++copy) {
    unique = stem + "-" + std::to_string(copy);
  }
  return folder_ / (unique + "." + format_);
}

}  // namespace volvr::app
