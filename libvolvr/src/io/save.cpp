// SPDX-License-Identifier: Apache-2.0
#include "volvr/save.h"

#include "io/formats.h"
#include "volvr/error.h"
#include "volvr/volume_writer.h"

namespace volvr {

void save(const Volume& volume, const std::filesystem::path& file, const SaveOptions& options) {
  if (volume.empty()) {
    throw Error(ErrorCode::invalid_argument, "An empty volume cannot be saved.", file.string());
  }
  const VolumeFileInfo info{
      .shape = {volume.geometry(), volume.type(), volume.components(), volume.unit()},
      .volumes = 1,
      .time_step = {},
      .resamplings = volume.provenance().resamplings};
  VolumeWriter writer(info, file, options);
  writer.write(volume);
  writer.finish();
}

const std::vector<std::string_view>& save_formats() {
  static const std::vector<std::string_view> endings = [] {
    std::vector<std::string_view> names;
    for (const io::Format& format : io::formats()) names.push_back(format.ending);
    return names;
  }();
  return endings;
}

}  // namespace volvr
