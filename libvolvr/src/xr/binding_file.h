// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace volvr::xr {

/// One button, stick or pose of a controller, and what it is for.
struct Binding {
  std::string action;  ///< a name of `action_table`
  std::string path;    ///< "/user/hand/left/input/trigger/value"
};

/// What the buttons of one kind of controller do.
struct BindingFile {
  std::string profile;    ///< "/interaction_profiles/valve/index_controller"
  std::string extension;  ///< of OpenXR, without which there is no such profile; empty: none
  std::vector<Binding> bindings;
};

/// Whether a profile is that of hands that hold nothing, as XR_EXT_hand_interaction's.
bool is_of_bare_hands(std::string_view profile);

/// Reads `{"profile": "...", "extension": "...", "bindings": {"ACTION": ["PATH", ...], ...}}`; the
/// extension may be left out.
/// @throws Error malformed, naming the file and what is wrong; not_readable
BindingFile read_binding_file(const std::filesystem::path& file);

/// All binding files of a folder (`*.json`), by name. @throws Error not_found where there is none
std::vector<BindingFile> read_binding_folder(const std::filesystem::path& folder);

/// Where the binding files are: VOLVR_OPENXR_ACTIONS where it is set, beside the installed library
/// (../share/volvr/openxr), else in the sources that it was built from.
/// @throws Error not_found
std::filesystem::path find_binding_folder();

}  // namespace volvr::xr
