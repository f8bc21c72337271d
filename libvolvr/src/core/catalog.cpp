// SPDX-License-Identifier: Apache-2.0
#include "volvr/catalog.h"

#include <algorithm>

#include "core/text.h"

namespace volvr {

bool is_loadable(const VolumeInfo& volume) {
  return !volume.slices.empty() && std::ranges::none_of(volume.findings, [](const Finding& f) {
    return f.severity == Severity::error;
  });
}

std::string describe(const SeriesInfo& series) {
  std::string text = series.modality.empty() ? "unknown modality" : series.modality;
  text += ", series " + std::to_string(series.series_number);
  if (series.volumes.empty()) return text + ", no volume";
  if (series.volumes.size() > 1) text += ", " + std::to_string(series.volumes.size()) + " volumes";
  const auto shown = std::ranges::find_if(series.volumes, is_loadable);
  if (shown == series.volumes.end()) return text + ", cannot be loaded";
  const GridGeometry& grid = shown->geometry;
  const Eigen::Vector3d voxel = spacing(grid);
  text += ", " + std::to_string(grid.size[0]) + " × " + std::to_string(grid.size[1]) + " × " +
          std::to_string(grid.size[2]);
  text += ", " + short_number(voxel[0]) + " × " + short_number(voxel[1]) + " × " +
          short_number(voxel[2]) + " mm";
  return text;
}

}  // namespace volvr
