// SPDX-License-Identifier: Apache-2.0
#include "xr/binding_file.h"

#include <dlfcn.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>

#include "volvr/error.h"
#include "xr/action_table.h"

namespace volvr::xr {

namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

[[noreturn]] void refuse(const fs::path& file, const std::string& what) {
  throw Error(ErrorCode::malformed,
              "The controller bindings " + file.filename().string() + " cannot be used: " + what +
                  ".",
              file.string());
}

bool is_action(const std::string& name) {
  return std::ranges::find(action_table, name, &ActionInfo::name) != action_table.end();
}

void add_bindings(const fs::path& file, const std::string& action, const Json& paths,
                  BindingFile& result) {
  if (!is_action(action)) refuse(file, "there is no action \"" + action + "\"");
  if (!paths.is_array()) refuse(file, "\"" + action + "\" is not a list");
  for (const Json& path : paths) {
    const bool is_hand =
        path.is_string() && path.get_ref<const std::string&>().starts_with("/user/hand/");
    if (!is_hand) refuse(file, "\"" + action + "\" has a path that is not of a hand");
    result.bindings.push_back({action, path.get<std::string>()});
  }
}

bool holds_bindings(const fs::path& folder) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    if (entry.path().extension() == ".json") return true;
  }
  return false;
}

// PREFIX/share/volvr/openxr for a library in PREFIX/lib, or deeper as on multi-architecture systems.
fs::path beside_this_library() {
  constexpr int deepest = 3;
  Dl_info info{};
  if (dladdr(reinterpret_cast<const void*>(&find_binding_folder), &info) == 0) return {};
  std::error_code ignored;
  fs::path prefix = fs::canonical(info.dli_fname, ignored).parent_path();
  for (int depth = 0; depth < deepest; ++depth) {
    prefix = prefix.parent_path();
    const fs::path folder = prefix / "share" / "volvr" / "openxr";
    if (holds_bindings(folder)) return folder;
  }
  return {};
}

}  // namespace

bool is_of_bare_hands(std::string_view profile) {
  return profile.find("/hand_interaction") != std::string_view::npos;
}

BindingFile read_binding_file(const fs::path& file) {
  std::ifstream stream(file);
  if (!stream) {
    throw Error(ErrorCode::not_readable,
                "The controller bindings " + file.filename().string() + " cannot be read.",
                file.string());
  }
  const Json json = Json::parse(stream, nullptr, false, true);
  if (json.is_discarded() || !json.is_object()) refuse(file, "it is not JSON");
  const auto profile = json.find("profile");
  const auto bindings = json.find("bindings");
  if (profile == json.end() || !profile->is_string()) refuse(file, "it names no profile");
  if (bindings == json.end() || !bindings->is_object()) refuse(file, "it has no bindings");
  BindingFile result{.profile = profile->get<std::string>(), .extension = {}, .bindings = {}};
  if (const auto extension = json.find("extension"); extension != json.end()) {
    if (!extension->is_string()) refuse(file, "its extension is not a name");
    result.extension = extension->get<std::string>();
  }
  for (const auto& [action, paths] : bindings->items()) add_bindings(file, action, paths, result);
  return result;
}

std::vector<BindingFile> read_binding_folder(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  if (files.empty()) {
    throw Error(ErrorCode::not_found,
                "There are no controller bindings in " + folder.string() + ".", folder.string());
  }
  std::ranges::sort(files);
  std::vector<BindingFile> result;
  for (const fs::path& file : files) result.push_back(read_binding_file(file));
  return result;
}

fs::path find_binding_folder() {
  if (const char* chosen = std::getenv("VOLVR_OPENXR_ACTIONS"); chosen != nullptr) return chosen;
  if (const fs::path installed = beside_this_library(); !installed.empty()) return installed;
  if (const fs::path sources = VOLVR_OPENXR_BINDINGS_SOURCE; holds_bindings(sources)) {
    return sources;
  }
  throw Error(ErrorCode::not_found,
              "The controller bindings that belong to volvr are missing: install it again, or "
              "name their folder in VOLVR_OPENXR_ACTIONS.");
}

}  // namespace volvr::xr
