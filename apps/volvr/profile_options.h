// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <string>

#include "volvr/deidentify.h"

namespace volvr::app {

/// What the verbs that take identity away are asked for.
struct ProfileArguments {
  DeidentifyOptions profile;
  std::filesystem::path key;
  bool clean_visual_features = false;
};

/// Adds the key and every option of the profile to a verb, as one group of its help.
void add_profile_options(CLI::App& verb, ProfileArguments& arguments);

/// The first of these options that the command line gives; empty where it gives none.
std::string given_profile_option(const CLI::App& verb);

/// @throws Error invalid_argument for what volvr cannot do; as `PseudonymKey::from_file` and
///         `Deidentifier`
Deidentifier deidentifier_of(const ProfileArguments& arguments);

}  // namespace volvr::app
