// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <string>

#include "volvr/error.h"
#include "volvr/layers.h"

namespace volvr {

namespace {

constexpr std::size_t most_labels = 65535;

bool is_of_a_study(const Volume& volume) {
  return !volume.provenance().series.series_instance_uid.empty();
}

// Whether both give it and differ in it.
bool differ(const std::string& a, const std::string& b) {
  return !a.empty() && !b.empty() && a != b;
}

bool is_named(const PatientInfo& patient) {
  return !patient.patient_id.empty() || !patient.patient_name.empty();
}

// Of Smith^John and SMITH^JOHN^: what both spell alike.
std::string plain_name(const std::string& name) {
  std::string plain;
  for (const char c : name) {
    if (c == '=') break;  // other alphabets follow
    const bool upper = c >= 'A' && c <= 'Z';
    if (c == '^' || c == ' ' || c == ',') continue;
    plain += upper ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return plain;
}

// Hue in turns to red, green or blue, each 0..1.
double channel(double hue, double offset) {
  const double turn = hue + offset - std::floor(hue + offset);
  return std::clamp(std::abs(6.0 * turn - 3.0) - 1.0, 0.0, 1.0);
}

}  // namespace

Eigen::Vector3d label_colour(std::int64_t label) {
  constexpr double golden_turn = 0.6180339887498949;
  constexpr std::array saturations{0.75, 0.45, 0.95, 0.6};
  constexpr std::array values{0.95, 1.0, 0.75, 0.85};
  const double turns = static_cast<double>(label) * golden_turn;
  const double hue = turns - std::floor(turns);
  const auto kind = static_cast<std::size_t>((label / 3 % 4 + 4) % 4);
  Eigen::Vector3d rgb;
  for (int at = 0; at < 3; ++at) {
    const double pure = channel(hue, (3 - at) % 3 / 3.0);
    rgb[at] = values[kind] * (1.0 - saturations[kind] * (1.0 - pure));
  }
  return rgb;
}

Labels labels_of(const Volume& volume) {
  if (volume.empty() || volume.components() != 1) {
    throw Error(ErrorCode::invalid_argument, "A map of labels has one number a voxel.");
  }
  std::set<std::int64_t> found;
  visit_values(volume, [&](auto values) {
    std::int64_t before = 0;
    for (const auto value : values) {
      constexpr double largest = 9e15;
      const auto number = static_cast<double>(value);
      const std::int64_t label = std::abs(number) < largest ? std::llround(number) : 0;
      if (label == before) continue;
      before = label;
      if (label != 0) found.insert(label);
      if (found.size() > most_labels) {
        throw Error(ErrorCode::unsupported, "A map of more than " + std::to_string(most_labels) +
                                                " labels cannot be drawn.");
      }
    }
  });
  Labels labels{.volume = volume};
  for (const std::int64_t label : found) {
    labels.styles.push_back({.label = label, .rgb = label_colour(label)});
  }
  return labels;
}

void require_same_patient(const Volume& main, const Volume& other) {
  if (!is_of_a_study(main) || !is_of_a_study(other)) return;
  const PatientInfo& a = main.provenance().series.patient;
  const PatientInfo& b = other.provenance().series.patient;
  if (differ(a.patient_id, b.patient_id) ||
      differ(a.issuer_of_patient_id, b.issuer_of_patient_id) ||
      differ(a.patient_birth_date, b.patient_birth_date)) {
    throw Error(ErrorCode::mixed_patients, "The volumes are of different patients.");
  }
  if (a.patient_id.empty() != b.patient_id.empty()) {
    throw Error(ErrorCode::mixed_patients,
                "One of the volumes tells whose it is, and the other does not.");
  }
}

void require_same_patient(const Volume& main, const Fused& fused) {
  if (fused.other_patients) return;
  for (const Layer& layer : fused.layers) require_same_patient(main, layer.volume);
  if (fused.labels) require_same_patient(main, fused.labels->volume);
}

std::vector<std::string> fusion_warnings(const Volume& main, const Volume& other) {
  std::vector<std::string> warnings;
  if (!is_of_a_study(main) || !is_of_a_study(other)) return warnings;
  const SeriesInfo& a = main.provenance().series;
  const SeriesInfo& b = other.provenance().series;
  try {
    require_same_patient(main, other);
    if (!is_named(a.patient) || !is_named(b.patient)) {
      warnings.emplace_back(
          "The files do not tell of whom they are; nothing shows that both are of one patient.");
    } else if (differ(plain_name(a.patient.patient_name), plain_name(b.patient.patient_name))) {
      warnings.emplace_back("The patient's name is written differently in both volumes.");
    }
  } catch (const Error& error) {
    warnings.emplace_back(error.what());
  }
  if (a.study.study_instance_uid != b.study.study_instance_uid) {
    warnings.emplace_back(
        "They are of different studies: the patient may have lain otherwise, and have changed.");
  }
  if (a.frame_of_reference_uid.empty() || b.frame_of_reference_uid.empty()) {
    warnings.emplace_back(
        "A frame of reference is missing; nothing shows that their positions fit together.");
  } else if (a.frame_of_reference_uid != b.frame_of_reference_uid) {
    warnings.emplace_back(
        "Their frames of reference differ: they are laid over each other as their positions say, "
        "and nothing shows that these fit together.");
  }
  return warnings;
}

}  // namespace volvr
