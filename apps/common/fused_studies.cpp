// SPDX-License-Identifier: Apache-2.0
#include "fused_studies.h"

#include <algorithm>
#include <utility>

#include "choose_series.h"
#include "open_study.h"
#include "program.h"
#include "progress_line.h"
#include "text.h"
#include "volvr/error.h"
#include "volvr/load.h"
#include "volvr/people.h"
#include "volvr/preset_file.h"

namespace volvr::app {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_layers = 3;

bool exists(const std::string& path) {
  std::error_code ignored;
  return !path.empty() && fs::exists(path, ignored);
}

// Whether `inner` is `outer` or lies in it.
bool is_within(const fs::path& inner, const fs::path& outer) {
  std::error_code ignored;
  const fs::path a = fs::weakly_canonical(inner, ignored);
  const fs::path b = fs::weakly_canonical(outer, ignored);
  const auto [end_of_b, ends] = std::mismatch(b.begin(), b.end(), a.begin(), a.end());
  return end_of_b == b.end();
}

// Each place once, though some lie in others.
std::vector<fs::path> outermost(std::vector<fs::path> paths, const fs::path& another) {
  const bool known =
      std::ranges::any_of(paths, [&](const fs::path& path) { return is_within(another, path); });
  if (known) return paths;
  std::erase_if(paths, [&](const fs::path& path) { return is_within(path, another); });
  paths.push_back(another);
  return paths;
}

bool holds_labels(const SeriesInfo& series, const fs::path& within) {
  return std::ranges::any_of(series.volumes, [&](const VolumeInfo& volume) {
    return volume.label_source && is_within(volume.label_source->instance.file, within);
  });
}

const SeriesInfo& label_series(const Catalog& catalog, const fs::path& within,
                               const std::string& name) {
  std::vector<const SeriesInfo*> found;
  for (const SeriesInfo& series : catalog.series) {
    if ((name.empty() || is_named(series, name)) && holds_labels(series, within)) {
      found.push_back(&series);
    }
  }
  if (found.empty()) {
    throw Error(
        ErrorCode::invalid_argument,
        "There are no segments or structures in what --labels names (DICOM SEG, RTSTRUCT).");
  }
  if (found.size() > 1) {
    throw Error(ErrorCode::invalid_argument,
                std::to_string(found.size()) +
                    " series of --labels hold labels; choose one as PATH@SERIES, by its number or "
                    "UID.");
  }
  return *found.front();
}

Labels load_without_names(const SeriesInfo& series, const People& people, ProgressLine& progress) {
  try {
    return load_labels(series, {.progress = progress.sink()});
  } catch (const Error& error) {
    throw Error(error.code(), people.withheld(error), error.subject(), error.call());
  }
}

void hide(Labels& labels, std::int64_t label) {
  const auto style = std::ranges::find(labels.styles, label, &LabelStyle::label);
  if (style == labels.styles.end()) {
    throw Error(ErrorCode::invalid_argument, "There is no label " + std::to_string(label) + ".");
  }
  style->visible = false;
}

}  // namespace

void add_fusion_options(CLI::App& parser, FusionOptions& options) {
  parser
      .add_option("--with", options.with,
                  "Draw another study with it, in its place in the patient: PATH, PATH:PRESET, or "
                  "PATH@SERIES:PRESET; up to three times")
      ->allow_extra_args(false);
  parser.add_option("--labels", options.labels,
                    "Draw segments or structures (DICOM SEG, RTSTRUCT) with it: PATH or "
                    "PATH@SERIES");
  parser
      .add_option("--label-look", options.label_look,
                  "bodies, or tint: labels colour what is seen of the study")
      ->check(CLI::IsMember({"bodies", "tint"}))
      ->capture_default_str();
  parser.add_option("--label-opacity", options.label_opacity, "Of all labels")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  parser.add_option("--hide-label", options.hidden_labels, "Number of a label; may be repeated")
      ->allow_extra_args(false);
  parser.add_flag("--other-patient", options.other_patient,
                  "Draw what --with and --labels name even if it is of another patient");
}

Appearance preset_named(const std::string& name) {
  LoadedPresets found = preset_from(name);
  for (const std::string& message : found.messages) warn(message);
  return std::move(found.presets.front());
}

Appearance appearance_of(const Volume& volume, const std::optional<Appearance>& preset) {
  if (preset) return resolve(*preset, volume);
  return resolve(find_preset(presets_for(volume.provenance().series).front()), volume);
}

void warn_of_fused(const Volume& main, const Fused& fused) {
  const auto warn_of = [&](const Volume& other, const std::string& option) {
    for (const std::string& warning : fusion_warnings(main, other)) warn(option + ": " + warning);
  };
  for (const Layer& layer : fused.layers) warn_of(layer.volume, "--with");
  if (fused.labels) warn_of(fused.labels->volume, "--labels");
}

FusionRequest::FusionRequest(const FusionOptions& options, const Settings& settings)
    : options_(options) {
  if (options.with.empty() && options.labels.empty()) return;
  if (settings.text("render.mapper") != "volvr") {
    throw Error(ErrorCode::invalid_argument,
                "The mapper " + settings.text("render.mapper") +
                    " draws one volume alone; --with and --labels need the mapper volvr.",
                "render.mapper");
  }
  if (options.with.size() > most_layers) {
    throw Error(ErrorCode::invalid_argument,
                "Up to " + std::to_string(most_layers) + " studies can be drawn --with another.");
  }
  for (const std::string& text : options.with) layers_.push_back(place_of(text, "--with", true));
  if (!options.labels.empty()) labels_ = place_of(options.labels, "--labels", false);
}

// A colon and an @ may stand in a path, too: what is there decides.
FusionRequest::Place FusionRequest::place_of(const std::string& text, const std::string& option,
                                             bool with_preset) {
  std::vector<std::pair<std::string, std::string>> splits{{text, ""}};
  const std::size_t colon = text.rfind(':');
  if (with_preset && colon != std::string::npos) {
    splits.emplace_back(text.substr(0, colon), text.substr(colon + 1));
  }
  for (const auto& [place, preset] : splits) {
    const std::size_t at = place.rfind('@');
    Place found;
    if (exists(place)) {
      found.path = place;
    } else if (at != std::string::npos && exists(place.substr(0, at))) {
      found.path = place.substr(0, at);
      found.series = place.substr(at + 1);
    } else {
      continue;
    }
    if (&place != &splits.front().first) found.preset = preset_named(preset);
    return found;
  }
  throw Error(ErrorCode::not_found, "What " + option + " names does not exist.", text);
}

void FusionRequest::require_fits(const Volume& main, const Volume& other) const {
  if (options_.other_patient) return;
  try {
    require_same_patient(main, other);
  } catch (const Error& error) {
    throw Error(error.code(), std::string(error.what()) +
                                  " Drawing them in one picture has to be asked for with "
                                  "--other-patient.");
  }
}

std::string FusionRequest::load_labels(const Volume& main, const std::vector<fs::path>& paths,
                                       Fused& fused) const {
  ProgressLine progress;
  const Catalog catalog = scan(outermost(paths, labels_->path), {.progress = progress.sink()});
  const People people(catalog);
  const SeriesInfo& series = label_series(catalog, labels_->path, labels_->series);
  Labels labels = load_without_names(series, people, progress);
  progress.wipe();
  for (const Finding& finding : labels.volume.provenance().findings) {
    if (finding.severity != Severity::note) warn("--labels: " + people.withheld(finding));
  }
  require_fits(main, labels.volume);
  labels.look = options_.label_look == "tint" ? LabelLook::tint : LabelLook::bodies;
  for (LabelStyle& style : labels.styles) {
    style.opacity = options_.label_opacity;
    style.name = people.withheld(style.name);
  }
  for (const std::int64_t label : options_.hidden_labels) hide(labels, label);
  const std::string count = counted(labels.styles.size(), "label");
  fused.labels = std::move(labels);
  return "with " + count + " of series " + std::to_string(series.series_number);
}

FusedStudies FusionRequest::load(const Volume& main, const std::vector<fs::path>& paths) const {
  FusedStudies studies;
  for (const Place& place : layers_) {
    const OpenStudy study = open_study({place.path}, place.series);
    require_fits(main, study.volume);
    Appearance appearance = appearance_of(study.volume, place.preset);
    if (!appearance.gradient_opacities.empty()) {
      warn("--with: opacity by gradient is for the main study alone; " + appearance.name +
           " is drawn without it.");
    }
    studies.fused.layers.push_back({.volume = study.volume, .appearance = std::move(appearance)});
    studies.lines.push_back("with " + study.description);
  }
  if (labels_) studies.lines.push_back(load_labels(main, paths, studies.fused));
  studies.fused.other_patients = options_.other_patient;
  return studies;
}

}  // namespace volvr::app
