// SPDX-License-Identifier: Apache-2.0
#include "core/suggest.h"

#include <algorithm>
#include <numeric>

namespace volvr {

namespace {

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

std::string listed(const std::vector<std::string_view>& words, std::string_view last_joint) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " " + std::string(last_joint) + " " : ", ";
    text += words[i];
  }
  return text;
}

}  // namespace

std::string suggestion(std::string_view word, const std::vector<std::string_view>& known) {
  constexpr std::size_t most = 3;
  std::vector<std::pair<std::size_t, std::string_view>> ranked;
  for (const auto candidate : known) ranked.emplace_back(edit_distance(word, candidate), candidate);
  std::ranges::stable_sort(ranked, {}, &std::pair<std::size_t, std::string_view>::first);
  const std::size_t tolerated = std::max<std::size_t>(2, word.size() / 3);
  std::vector<std::string_view> near;
  for (const auto& [distance, candidate] : ranked) {
    if (distance <= tolerated && near.size() < most) near.push_back(candidate);
  }
  if (near.empty()) return "; known are " + listed(known, "and") + ".";
  return ", did you mean " + listed(near, "or") + "?";
}

}  // namespace volvr
