// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>

#include "core/suggest.h"
#include "volvr/error.h"
#include "volvr/preset_file.h"

namespace volvr {

namespace fs = std::filesystem;

namespace {

bool is_a_file(std::string_view word) {
  constexpr std::array<std::string_view, 4> endings{".json", ".vp", ".xml", ".mrml"};
  return word.find('/') != std::string_view::npos ||
         std::ranges::any_of(endings, [&](auto ending) { return word.ends_with(ending); });
}

bool has_name(const std::vector<Appearance>& presets, std::string_view name) {
  return std::ranges::find(presets, name, &Appearance::name) != presets.end();
}

std::vector<fs::path> preset_files(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code failed;
  for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
    const fs::path& file = at->path();
    const bool hidden = file.filename().string().starts_with(".");
    if (file.extension() == ".json" && !hidden) files.push_back(file);
  }
  std::ranges::sort(files);
  return files;
}

void add(LoadedPresets& all, LoadedPresets&& found, const fs::path& file) {
  for (std::string& message : found.messages) all.messages.push_back(std::move(message));
  for (Appearance& preset : found.presets) {
    const bool built_in = has_name(presets(), preset.name);
    if (built_in || has_name(all.presets, preset.name)) {
      all.messages.push_back(file.string() + ": the preset " + preset.name +
                             " is passed over, as " +
                             (built_in ? "a built-in one" : "one before it") + " has its name.");
    } else {
      all.presets.push_back(std::move(preset));
    }
  }
}

LoadedPresets only_preset_of(const fs::path& file) {
  LoadedPresets loaded = load_presets(file);
  if (loaded.presets.size() == 1) return loaded;
  std::string names;
  for (const Appearance& preset : loaded.presets) {
    names += (names.empty() ? "" : ", ") + preset.name;
  }
  throw Error(ErrorCode::invalid_argument,
              file.string() + " holds " + std::to_string(loaded.presets.size()) +
                  " presets where one is expected: " + names + ".",
              file.string());
}

}  // namespace

fs::path user_preset_folder() {
  // The XDG base directory specification has paths that are not absolute passed over.
  const char* given = std::getenv("XDG_CONFIG_HOME");
  if (given != nullptr && given[0] == '/') return fs::path(given) / "volvr" / "presets";
  const char* home = std::getenv("HOME");
  if (home == nullptr || home[0] == '\0') {
    throw Error(ErrorCode::not_found,
                "There is no folder for presets: neither XDG_CONFIG_HOME nor HOME is set.");
  }
  return fs::path(home) / ".config" / "volvr" / "presets";
}

LoadedPresets user_presets(const fs::path& folder) {
  LoadedPresets all;
  for (const fs::path& file : preset_files(folder)) {
    try {
      add(all, load_presets(file), file);
    } catch (const Error& error) {
      all.messages.emplace_back(error.what());
    }
  }
  return all;
}

LoadedPresets preset_from(std::string_view name_or_file) {
  if (is_a_file(name_or_file)) return only_preset_of(name_or_file);
  if (has_name(presets(), name_or_file)) return {{find_preset(name_or_file)}, {}};
  std::vector<Appearance> own;
  try {
    own = user_presets().presets;
  } catch (const Error&) {
    // Without a home there are the built-in ones.
  }
  std::vector<std::string_view> names;
  for (const Appearance& preset : presets()) names.push_back(preset.name);
  for (const Appearance& preset : own) {
    if (preset.name == name_or_file) return {{preset}, {}};
    names.push_back(preset.name);
  }
  throw Error(
      ErrorCode::unknown_preset,
      "There is no preset \"" + std::string(name_or_file) + "\"" + suggestion(name_or_file, names),
      std::string(name_or_file));
}

}  // namespace volvr
