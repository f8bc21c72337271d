// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "volvr/appearance.h"
#include "volvr/layers.h"
#include "volvr/settings.h"

namespace volvr::app {

/// The options for what is drawn with a study.
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

/// What is drawn with a study.
struct FusedStudies {
  Fused fused;
  std::vector<std::string> lines;  ///< one for each, without patient identity
};

/// Says on stderr what a reader must know before they are looked at as one (fusion_warnings).
void warn_of_fused(const Volume& main, const Fused& fused);

/// What the options ask for, checked as far as is possible before anything is read.
class FusionRequest {
 public:
  /// @throws Error invalid_argument, not_found, unknown_preset
  FusionRequest(const FusionOptions& options, const Settings& settings);

  /// Reads the layers and labels; says on stderr what a reader must know of each. Names of labels
  /// hold no identity of the patients that are there.
  /// @param paths  where the main volume came from, for labels that are drawn on its grid
  /// @throws Error mixed_patients, unless another patient is allowed; as open_study
  FusedStudies load(const Volume& main, const std::vector<std::filesystem::path>& paths) const;

 private:
  struct Place {
    std::filesystem::path path;
    std::string series;
    std::optional<Appearance> preset;
  };

  static Place place_of(const std::string& text, const std::string& option, bool with_preset);
  void require_fits(const Volume& main, const Volume& other) const;
  std::string load_labels(const Volume& main, const std::vector<std::filesystem::path>& paths,
                          Fused& fused) const;

  FusionOptions options_;
  std::vector<Place> layers_;
  std::optional<Place> labels_;
};

}  // namespace volvr::app
