// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "volvr/appearance.h"
#include "volvr/picture.h"
#include "volvr/volume.h"

namespace volvr {

/// Small pictures of a study from in front, for choosing a preset. Needs no graphics, so that it
/// can be done on any thread: rays run straight from anterior to posterior through a coarse copy of
/// the study, lit from the viewer. Close to what the ray caster draws, but not the same.
class PresetPictures {
 public:
  /// @param side  pixels of the square pictures
  explicit PresetPictures(const Volume& volume, int side = 112);

  /// @param look  resolved for the volume. Precondition: it has points
  Picture draw(const Appearance& look) const;

 private:
  float at(int x, int y, int z) const;
  Eigen::Vector3d composite(const Appearance& look, int x, int z) const;
  Eigen::Vector3d projection(const Appearance& look, int x, int z) const;
  double lit(const Appearance& look, int x, int y, int z) const;

  int side_;                   // along x (towards the patient's left) and z (from the top down)
  int deep_ = 1;               // along y, towards posterior
  double step_ = 1.0;          // millimetres between samples, along every axis
  std::vector<float> values_;  // x fastest, then z, then y; NaN outside of the study
};

}  // namespace volvr
