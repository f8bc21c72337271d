// SPDX-License-Identifier: Apache-2.0
#include "volvr/sidecar.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>

#include "volvr/version.h"

namespace volvr {

namespace {

using Json = nlohmann::ordered_json;

constexpr int format_version = 1;
constexpr std::string_view withheld_name = "a file";

bool is_finite(const ParameterValue& value) {
  if (const auto* number = std::get_if<double>(&value)) return std::isfinite(*number);
  if (const auto* numbers = std::get_if<std::vector<double>>(&value)) {
    return std::ranges::all_of(*numbers, [](double one) { return std::isfinite(one); });
  }
  return true;
}

// Whole numbers are written without a point: JSON knows one kind of number, people two.
Json number_json(double value) {
  constexpr double most = 9.0e15;
  if (std::abs(value) < most && value == std::round(value)) {
    return static_cast<std::int64_t>(value);
  }
  return value;
}

Json value_json(const ParameterValue& value) {
  if (const auto* number = std::get_if<double>(&value)) return number_json(*number);
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* texts = std::get_if<std::vector<std::string>>(&value)) return *texts;
  Json list = Json::array();
  for (const double one : std::get<std::vector<double>>(value)) list.push_back(number_json(one));
  return list;
}

// The value with those texts that the caller lets through; nothing where none is left.
std::optional<ParameterValue> treated(const AcquisitionParameter& parameter,
                                      const SidecarOptions& options) {
  if (!options.term) return parameter.value;
  std::vector<std::string> kept;
  const auto keep = [&](const std::string& text) {
    std::string allowed = options.term(parameter.name, text);
    if (!allowed.empty()) kept.push_back(std::move(allowed));
  };
  if (const auto* text = std::get_if<std::string>(&parameter.value)) {
    keep(*text);
    if (kept.empty()) return std::nullopt;
    return kept.front();
  }
  if (const auto* texts = std::get_if<std::vector<std::string>>(&parameter.value)) {
    for (const std::string& text : *texts) keep(text);
    if (kept.empty()) return std::nullopt;
    return kept;
  }
  return parameter.value;
}

void add_parameters(Json& object, const SidecarContent& content, const SidecarOptions& options) {
  for (const AcquisitionParameter& parameter : content.parameters) {
    if (!is_finite(parameter.value)) continue;
    if (!parameter.is_free_text) {
      if (const auto value = treated(parameter, options)) {
        object[parameter.name] = value_json(*value);
      }
      continue;
    }
    const auto* text = std::get_if<std::string>(&parameter.value);
    if (text == nullptr || !options.free_text) continue;
    const std::string allowed = options.free_text(*text);
    if (!allowed.empty()) object[parameter.name] = allowed;
  }
}

Json grid_json(const GridGeometry& grid) {
  Json rows = Json::array();
  for (int row = 0; row < 4; ++row) {
    Json numbers = Json::array();
    for (int column = 0; column < 4; ++column) {
      numbers.push_back(number_json(grid.patient_from_index.matrix()(row, column)));
    }
    rows.push_back(numbers);
  }
  const Eigen::Vector3d step = spacing(grid);
  return {{"size", {grid.size.x(), grid.size.y(), grid.size.z()}},
          {"spacing_mm", {number_json(step.x()), number_json(step.y()), number_json(step.z())}},
          {"patient_from_index", rows}};
}

Json slices_json(const SidecarVolume& volume, const SidecarOptions& options) {
  Json slices = Json::array();
  for (const SourceInstance& slice : volume.slices) {
    Json one = Json::object();
    const std::string uid =
        options.uid ? options.uid(slice.sop_instance_uid) : slice.sop_instance_uid;
    if (!uid.empty()) one["sop_instance_uid"] = uid;
    if (slice.pixels.number_of_frames > 1 || slice.frame > 0) one["frame"] = slice.frame;
    slices.push_back(one);
  }
  return slices;
}

Json volumes_json(const SidecarContent& content, const SidecarOptions& options) {
  Json volumes = Json::array();
  for (const SidecarVolume& volume : content.volumes) {
    Json one = Json::object();
    if (volume.time && std::isfinite(*volume.time)) one["time_seconds"] = number_json(*volume.time);
    if (volume.diffusion) {
      const Eigen::Vector3d& along = volume.diffusion->gradient;
      one["b_value"] = number_json(volume.diffusion->b_value);
      one["gradient_lps"] = {along.x(), along.y(), along.z()};
    }
    if (options.source_uids) one["slices"] = slices_json(volume, options);
    volumes.push_back(one);
  }
  return volumes;
}

void replace_all(std::string& text, std::string_view what) {
  if (what.empty()) return;
  for (auto at = text.find(what); at != std::string::npos;
       at = text.find(what, at + withheld_name.size())) {
    text.replace(at, what.size(), withheld_name);
  }
}

// The sentence without the files that it names: their names may be the patient's.
std::string without_files(const Finding& finding) {
  std::string sentence = finding.message;
  for (const std::string& file : finding.files) replace_all(sentence, file);
  for (const std::string& file : finding.files) {
    replace_all(sentence, std::filesystem::path(file).filename().string());
  }
  return sentence;
}

Json findings_json(const SidecarContent& content, const SidecarOptions& options) {
  Json findings = Json::array();
  for (const Finding& finding : content.findings) {
    Json one = {{"code", to_string(finding.code)}, {"severity", to_string(finding.severity)}};
    one["message"] = options.file_names ? finding.message : without_files(finding);
    if (options.file_names && !finding.files.empty()) one["files"] = finding.files;
    findings.push_back(one);
  }
  return findings;
}

Json own_block(const SidecarContent& content, const SidecarOptions& options) {
  Json block = {{"version", version}, {"format", format_version}};
  if (!content.file.shape.unit.empty()) block["unit"] = content.file.shape.unit;
  block["grid"] = grid_json(content.file.shape.geometry);
  block["volumes"] = volumes_json(content, options);
  Json resamplings = Json::array();
  for (const Resampling& done : content.file.resamplings) {
    resamplings.push_back(
        {{"reason", done.reason}, {"interpolator", done.interpolator}, {"detail", done.detail}});
  }
  block["resamplings"] = resamplings;
  block["findings"] = findings_json(content, options);
  return block;
}

}  // namespace

std::string sidecar_text(const SidecarContent& content, const SidecarOptions& options) {
  Json object = Json::object();
  add_parameters(object, content, options);
  object["volvr"] = own_block(content, options);
  return object.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

SidecarContent sidecar_content(const Volume& volume) {
  const Provenance& provenance = volume.provenance();
  SidecarContent content;
  content.file.shape = {volume.geometry(), volume.type(), volume.components(), volume.unit()};
  content.file.resamplings = provenance.resamplings;
  content.volumes.push_back({.slices = provenance.slices});
  content.findings = provenance.findings;
  return content;
}

}  // namespace volvr
