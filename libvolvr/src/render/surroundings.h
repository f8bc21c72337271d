// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Geometry>
#include <array>
#include <optional>
#include <string>

#include <vtkActor.h>
#include <vtkNew.h>
#include <vtkRenderer.h>

#include "render/signs.h"
#include "volvr/state.h"

namespace volvr::render {

/// The longest round length (1, 2 or 5 times a power of ten) up to this one. Precondition: above 0.
double round_length(double longest);

/// What stands around a study in a room: letters at the patient's sides, turned to the reader from
/// wherever they look; a bar of true millimetres below it; a card with lines of text under that;
/// and the table, where there is one. All in the scene frame of state.h.
class Surroundings {
 public:
  Surroundings();

  void add_to(vtkRenderer* renderer);

  /// @param bounds_in_patient  of the study, millimetres
  void update(const State& state, const Eigen::AlignedBox3d& bounds_in_patient);

  void set_text(const std::string& lines) { card_.set(lines); }

  /// Turns everything to these eyes, as large as they can read it. To be called before each frame.
  void face(const Eigen::Vector3d& eyes_in_scene);

 private:
  void place_letters(const Eigen::Vector3d& eyes);
  void place_bar(const Eigen::Vector3d& eyes);
  void place_table(const State& state);
  double lowest() const;

  std::array<Letters, 6> letters_;  // R L A P I S
  vtkNew<vtkActor> bar_;
  Letters bar_text_;
  Card card_;
  vtkNew<vtkActor> table_;
  std::optional<Eigen::Vector3d> table_at_;  // where it was put, and stays
  Eigen::AlignedBox3d bounds_;
  Eigen::Affine3d scene_from_patient_ = Eigen::Affine3d::Identity();
  double metres_per_millimetre_ = 0.001;
  double bar_metres_ = 0.0;
};

}  // namespace volvr::render
