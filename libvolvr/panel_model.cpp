// SPDX-License-Identifier: Apache-2.0
#include "panel_model.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>
#include <vector>

#include "core/text.h"
#include "preset_pictures.h"
#include "volvr/error.h"

namespace volvr {

namespace {

constexpr std::size_t bins = 96;

// DICOM's name: components by carets, in up to three scripts.
std::string readable_name(std::string name) {
  std::ranges::replace(name, '^', ' ');
  return std::string(trim(name));
}

// What is left of a bin's share, so that a large background does not hide the rest.
float height_of(double count, double most) {
  return static_cast<float>(std::log1p(count) / std::log1p(std::max(most, 1.0)));
}

std::vector<float> histogram_of(const Volume& volume, double lowest, double highest) {
  std::vector<double> counts(bins);
  const double scale = static_cast<double>(bins) / std::max(highest - lowest, 1e-12);
  visit_values(volume, [&](auto values) {
    // A million of them tell as much as all.
    const std::size_t step = std::max<std::size_t>(values.size() / 1000000, 1);
    for (std::size_t i = 0; i < values.size(); i += step) {
      const double place = (static_cast<double>(values[i]) - lowest) * scale;
      if (!(place >= 0.0)) continue;
      counts[std::min(bins - 1, static_cast<std::size_t>(place))] += 1.0;
    }
  });
  const double most = *std::ranges::max_element(counts);
  std::vector<float> heights;
  for (const double count : counts) heights.push_back(height_of(count, most));
  return heights;
}

panels::StudyFacts known_at_once(const Volume& volume) {
  panels::StudyFacts facts;
  facts.unit = volume.unit();
  facts.bounds = bounds_in_patient(volume.geometry());
  facts.patient = patient_line(volume);
  facts.series = series_line(volume);
  return facts;
}

std::string series_title(const SeriesInfo& series) {
  std::string title = series.modality.empty() ? std::string("Volume") : series.modality;
  if (series.series_number > 0) title += ", series " + std::to_string(series.series_number);
  return title;
}

// Its own preset, then those that suit it.
panels::LayerEntry entry_of(const Layer& layer) {
  panels::LayerEntry entry{.name = series_title(layer.volume.provenance().series),
                           .unit = layer.volume.unit()};
  const auto offer = [&](const Appearance& preset) {
    const auto known = std::ranges::find(entry.presets, preset.name, &Appearance::name);
    if (known == entry.presets.end() && can_be_fused(preset.technique)) {
      entry.presets.push_back(preset);
    }
  };
  offer(layer.appearance);
  for (const std::string& name : presets_for(layer.volume.provenance().series)) {
    offer(find_preset(name));
  }
  return entry;
}

}  // namespace

std::string patient_line(const Volume& volume) {
  const PatientInfo& patient = volume.provenance().series.patient;
  std::string line = readable_name(patient.patient_name);
  const auto add = [&](const std::string& what, const std::string& text) {
    if (text.empty()) return;
    line += (line.empty() ? "" : ", ") + what + text;
  };
  add("born ", patient.patient_birth_date);
  add("", patient.patient_sex);
  add("ID ", patient.patient_id);
  return line;
}

std::string series_line(const Volume& volume) {
  const SeriesInfo& series = volume.provenance().series;
  const GridGeometry& grid = volume.geometry();
  return series_title(series) + ", " + std::to_string(grid.size[0]) + " × " +
         std::to_string(grid.size[1]) + " × " + std::to_string(grid.size[2]);
}

std::shared_ptr<const panels::StudyFacts> study_facts(const Volume& volume, const State& first) {
  auto facts = std::make_shared<panels::StudyFacts>(known_at_once(volume));
  const ValueStatistics values = statistics(volume);
  facts->lowest = values.minimum;
  facts->highest = values.maximum;
  facts->histogram = histogram_of(volume, values.minimum, values.maximum);
  const std::vector<std::string> names = presets_for(volume.provenance().series);
  if (std::ranges::find(names, first.preset) == names.end()) {
    facts->presets.push_back({first.appearance});
    facts->presets.back().appearance.name = first.preset;
  }
  for (const std::string& name : names) {
    facts->presets.push_back({resolve(find_preset(name), volume)});
  }
  if (volume.components() != 1) return facts;
  const PresetPictures pictures(volume);
  for (panels::PresetEntry& preset : facts->presets) {
    preset.picture = std::make_shared<const Picture>(pictures.draw(preset.appearance));
  }
  return facts;
}

std::shared_ptr<const panels::FusedFacts> fused_facts(const Fused& fused) {
  if (fused.empty()) return {};
  auto facts = std::make_shared<panels::FusedFacts>();
  for (const Layer& layer : fused.layers) facts->layers.push_back(entry_of(layer));
  if (!fused.labels) return facts;
  for (const LabelStyle& style : fused.labels->styles) {
    facts->labels.push_back({style.label, style.name, style.rgb});
  }
  return facts;
}

void PanelModel::show(const Volume& volume, const State& first, const Fused& fused) {
  model_.fused = fused_facts(fused);
  model_.study = std::make_shared<panels::StudyFacts>(known_at_once(volume));
  coming_ = std::async(std::launch::async, [volume, first] { return study_facts(volume, first); });
  has_changed_ = true;
}

void PanelModel::update(const History& history, const Settings& settings) {
  model_.state = history.state();
  model_.can_undo = history.can_undo();
  model_.can_redo = history.can_redo();
  model_.settings = settings;
  has_changed_ = true;
}

void PanelModel::set_series(std::shared_ptr<const panels::SeriesList> series) {
  model_.series = std::move(series);
  has_changed_ = true;
}

void PanelModel::set_message(std::string message) {
  if (message == model_.message) return;
  model_.message = std::move(message);
  has_changed_ = true;
}

bool PanelModel::take_changes() {
  if (coming_.valid() && coming_.wait_for(std::chrono::seconds(0)) == std::future_status::ready) {
    try {
      model_.study = coming_.get();
    } catch (const Error& error) {
      set_message(error.what());
    }
    has_changed_ = true;
  }
  return std::exchange(has_changed_, false);
}

}  // namespace volvr
