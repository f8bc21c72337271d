// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>

namespace volvr {

enum class SettingKind { boolean, integer, number, choice };

/// One row of the one table. Command line, JSON, help, documents and panels are made from it.
struct Setting {
  std::string_view name;  ///< "render.step"
  std::string_view help;  ///< one sentence
  std::string_view unit;  ///< "px", "m", "voxels" or empty
  SettingKind kind;
  double minimum;                 ///< for integer and number
  double maximum;
  std::string_view default_text;  ///< in text form: "on", "0.5", "stock"
  std::string_view choices;       ///< for choice: names divided by '|'
};

/// Every setting, in the order of the documents.
std::span<const Setting> setting_table();

/// Values of the settings that differ from their defaults. A value that can be copied.
class Settings {
 public:
  /// @throws Error unknown_setting (naming the nearest), invalid_argument (kind or range)
  void set(std::string_view name, std::string_view text);
  /// "name=value". @throws as `set`
  void set_pair(std::string_view text);

  bool flag(std::string_view name) const;
  int integer(std::string_view name) const;
  double number(std::string_view name) const;
  std::string text(std::string_view name) const;

  bool operator==(const Settings&) const = default;

 private:
  std::map<std::string, std::string, std::less<>> changed_;
};

}  // namespace volvr
