// SPDX-License-Identifier: Apache-2.0
#include "volvr/voxels_shown.h"

#include "core/text.h"

namespace volvr {

namespace {

std::string sides(const Eigen::Vector3d& voxel) {
  return short_number(voxel[0]) + " × " + short_number(voxel[1]) + " × " + short_number(voxel[2]) +
         " mm";
}

}  // namespace

std::string to_text(const VoxelsShown& shown) {
  if (shown.exact()) return {};
  std::string text = "Voxels shown: " + sides(shown.finest);
  if (shown.finest != shown.coarsest) text += " to " + sides(shown.coarsest);
  return text + "; the study's own: " + sides(shown.own) + ".";
}

std::string info_text(const VoxelsShown& shown) {
  if (shown.own.isZero()) return "Nothing has been drawn yet.";
  if (!shown.exact()) return to_text(shown);
  return "Voxels shown: " + sides(shown.own) + ", the study's own.";
}

}  // namespace volvr
