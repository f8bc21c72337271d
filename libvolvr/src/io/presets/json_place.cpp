// SPDX-License-Identifier: Apache-2.0
#include "io/presets/json_place.h"

#include <algorithm>
#include <cmath>

#include "io/presets/preset_text.h"

namespace volvr::io {

void JsonPlace::refuse(const std::string& fault) const {
  refuse_preset_file(*file_, place_.empty() ? "the whole" : place_, fault);
}

void JsonPlace::require_object() const {
  if (!value_->is_object()) refuse("is no object");
}

bool JsonPlace::has(const std::string& key) const {
  require_object();
  return value_->contains(key);
}

JsonPlace JsonPlace::at(const std::string& key) const {
  const std::string there = place_.empty() ? key : place_ + "." + key;
  if (!has(key)) refuse_preset_file(*file_, there, "is missing");
  return {value_->at(key), *file_, there};
}

std::size_t JsonPlace::size() const {
  if (!value_->is_array()) refuse("is no list");
  return value_->size();
}

JsonPlace JsonPlace::at(std::size_t index) const {
  const std::string there = place_ + "[" + std::to_string(index) + "]";
  if (index >= size()) refuse_preset_file(*file_, there, "is missing");
  return {value_->at(index), *file_, there};
}

double JsonPlace::number() const {
  if (!value_->is_number()) refuse("is no number");
  const auto number = value_->get<double>();
  if (!std::isfinite(number)) refuse("is no finite number");
  return number;
}

bool JsonPlace::flag() const {
  if (!value_->is_boolean()) refuse("is neither true nor false");
  return value_->get<bool>();
}

std::string JsonPlace::text() const {
  if (!value_->is_string()) refuse("is no text");
  return value_->get<std::string>();
}

std::vector<std::string> JsonPlace::texts() const {
  std::vector<std::string> all;
  for (std::size_t i = 0; i < size(); ++i) all.push_back(at(i).text());
  return all;
}

std::vector<double> JsonPlace::numbers(std::size_t count) const {
  if (size() != count) refuse("is no list of " + std::to_string(count) + " numbers");
  std::vector<double> all;
  for (std::size_t i = 0; i < count; ++i) all.push_back(at(i).number());
  return all;
}

std::vector<std::string> JsonPlace::others(std::initializer_list<std::string_view> known) const {
  require_object();
  std::vector<std::string> found;
  for (const auto& item : value_->items()) {
    if (std::ranges::find(known, item.key()) == known.end()) found.push_back(item.key());
  }
  return found;
}

}  // namespace volvr::io
