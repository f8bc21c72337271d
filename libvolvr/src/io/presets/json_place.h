// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace volvr::io {

/// A value of a JSON file and where in it that value stands ("presets[0].window.width"), for those
/// who read it and have to say what is wrong. Refers to the document, which must live longer.
class JsonPlace {
 public:
  JsonPlace(const nlohmann::ordered_json& value, const std::filesystem::path& file,
            std::string place = {})
      : value_(&value), file_(&file), place_(std::move(place)) {}

  const std::string& place() const { return place_; }

  bool has(const std::string& key) const;

  /// @throws Error invalid_argument where it is absent, or this is no object
  JsonPlace at(const std::string& key) const;

  std::size_t size() const;  ///< of a list. @throws Error invalid_argument for anything else
  JsonPlace at(std::size_t index) const;

  // Each throws Error invalid_argument for a value of another kind.
  double number() const;
  bool flag() const;
  std::string text() const;
  std::vector<std::string> texts() const;
  std::vector<double> numbers(std::size_t count) const;  ///< a list of that many

  /// Keys of this object that are none of `known`.
  std::vector<std::string> others(std::initializer_list<std::string_view> known) const;

  void require_object() const;

  [[noreturn]] void refuse(const std::string& fault) const;

 private:
  const nlohmann::ordered_json* value_;
  const std::filesystem::path* file_;
  std::string place_;
};

}  // namespace volvr::io
