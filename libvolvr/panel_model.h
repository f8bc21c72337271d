// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <future>
#include <memory>
#include <string>

#include "panels/model.h"
#include "volvr/command.h"
#include "volvr/volume.h"

namespace volvr {

/// Who the patient is, in one line: name, birth date, ID; empty for a volume without any.
std::string patient_line(const Volume& volume);

/// The series in one line that holds no identity: "CT, series 3, 512 × 512 × 275, ...".
std::string series_line(const Volume& volume);

/// All that a panel says of a study. Reads every voxel: it takes a while for a large one.
/// @param first  the state in which it is first shown; its preset is offered too
std::shared_ptr<const panels::StudyFacts> study_facts(const Volume& volume, const State& first);

/// What a panel says of layers and labels; null where there are none.
std::shared_ptr<const panels::FusedFacts> fused_facts(const Fused& fused);

/// What panels show, put together from what a viewer knows. The study's facts are gathered on a
/// thread of their own, so that no picture waits for them; until then there is what is known at
/// once.
class PanelModel {
 public:
  void show(const Volume& volume, const State& first, const Fused& fused = {});
  void update(const History& history, const Settings& settings);
  void set_series(std::shared_ptr<const panels::SeriesList> series);
  void set_message(std::string message);

  /// Whether anything has changed since the last call.
  bool take_changes();

  const panels::Model& model() const { return model_; }

 private:
  panels::Model model_;
  std::future<std::shared_ptr<const panels::StudyFacts>> coming_;
  bool has_changed_ = true;
};

}  // namespace volvr
