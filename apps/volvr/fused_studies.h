// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "volvr/appearance.h"
#include "volvr/render.h"

namespace volvr::app {

/// The options of `volvr render` for what is drawn with a study.
struct FusionOptions {
  std::vector<std::string> with;  ///< PATH[@SERIES][:PRESET]
  std::string labels;             ///< PATH[@SERIES]
  std::string label_look = "bodies";
  double label_opacity = 1.0;
  std::vector<std::int64_t> hidden_labels;
  bool other_patient = false;
};

void add_fusion_options(CLI::App& parser, FusionOptions& options);

/// A preset by name or file; what is to be said of the file goes to stderr.
/// @throws Error as preset_from
Appearance preset_named(const std::string& name);

/// The preset, or the one that suits the volume best, in the volume's values.
Appearance appearance_of(const Volume& volume, const std::optional<Appearance>& preset);

/// What the options ask for, checked as far as is possible before anything is read.
class FusionRequest {
 public:
  /// @throws Error invalid_argument, not_found, unknown_preset
  FusionRequest(const FusionOptions& options, const Settings& settings);

  /// Reads the layers and labels into the options of the picture; says on stderr what a reader must
  /// know of them.
  /// @param paths  where the main volume came from, for labels that are drawn on its grid
  /// @returns a line for each, without patient identity
  /// @throws Error mixed_patients, unless another patient is allowed; as open_study
  std::vector<std::string> load(const Volume& main, const std::vector<std::filesystem::path>& paths,
                                RenderOptions& picture) const;

 private:
  struct Place {
    std::filesystem::path path;
    std::string series;
    std::optional<Appearance> preset;
  };

  static Place place_of(const std::string& text, const std::string& option, bool with_preset);
  void require_fits(const Volume& main, const Volume& other, const std::string& option) const;
  std::string load_labels(const Volume& main, const std::vector<std::filesystem::path>& paths,
                          RenderOptions& picture) const;

  FusionOptions options_;
  std::vector<Place> layers_;
  std::optional<Place> labels_;
};

}  // namespace volvr::app
