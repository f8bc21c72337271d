// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "volvr/appearance.h"

namespace volvr {

/// The presets of a file or a folder, and what its user should know of how they were read: one
/// sentence each.
struct LoadedPresets {
  std::vector<Appearance> presets;
  std::vector<std::string> messages;
};

/// Reads presets, telling the form by the content:
///
/// - volvr's own JSON (`save_presets`). Keys: name, opacities ([value, opacity] each) and colours
///   ([value, red, green, blue] each) must be there; title, modalities, body_parts, words,
///   technique, scale, window, shade, ambient, diffuse, specular, specular_power and
///   gradient_opacities ([gradient, factor] each) default to those of an Appearance, the window to
///   where the opacities change. An unknown key is passed over with a message.
/// - 3D Slicer's volume properties: MRML scenes and `presets.xml` (each VolumeProperty element),
///   the text form `.vp`, and `.vp.json` (schema 1.0). They are named "slicer-" and their own name,
///   of the XML element or the file. Opacity there is that of the property's unit distance in
///   millimetres, 1 unless `.vp.json` tells another distance d: here it becomes 1 - (1 -
///   opacity)^(1/d). A gradient opacity that is constant becomes part of the opacity; others are
///   left out with a message, as Slicer measures gradients by the spacing of the volume shown,
///   which no preset tells. Points out of order are sorted, and of two at one value the second is
///   moved up by a millionth of the range.
///
/// @throws Error not_found, not_readable, invalid_argument (no such form, a value that is not as
///         above, with the place in the file), unsupported (a newer version of volvr's JSON)
LoadedPresets load_presets(const std::filesystem::path& file);

struct SavePresetsOptions {
  bool overwrite = false;  ///< false: an existing file is an error
};

/// Writes volvr's JSON; the file appears whole or not at all.
/// @throws Error invalid_argument (require_drawable; a name that is not lower-case letters, digits
///         and hyphens, or there twice), not_writable, no_space
void save_presets(const std::filesystem::path& file, const std::vector<Appearance>& presets,
                  const SavePresetsOptions& options = {});

/// $XDG_CONFIG_HOME/volvr/presets, else $HOME/.config/volvr/presets. It need not exist.
/// @throws Error not_found where the environment has neither
std::filesystem::path user_preset_folder();

/// The presets of all `*.json` files of a folder, in the order of the files' names; none for a
/// folder that does not exist. A file that cannot be read, and a preset with the name of a built-in
/// one or of one before it, are passed over with a message.
LoadedPresets user_presets(const std::filesystem::path& folder = user_preset_folder());

/// Writes each preset as NAME.json into the folder, which is made if needed. All are written before
/// the first one appears under its name.
/// @throws Error as save_presets; invalid_argument for the name of a built-in preset
void keep_presets(const std::vector<Appearance>& presets,
                  const std::filesystem::path& folder = user_preset_folder(),
                  const SavePresetsOptions& options = {});

/// Exactly one preset: a built-in one, one of the user's, or that of a file with a single one (what
/// holds a slash or ends in .json, .vp, .xml or .mrml is a file).
/// @throws Error unknown_preset, naming the nearest names; as load_presets; invalid_argument for a
///         file with several
LoadedPresets preset_from(std::string_view name_or_file);

}  // namespace volvr
