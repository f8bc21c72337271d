// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "render/caster/volume_mapper.h"
#include "volvr/error.h"
#include "volvr/interop/vtk.h"
#include "volvr/settings.h"

namespace volvr::interop {

namespace {

void require(bool holds, const char* message) {
  if (!holds) throw Error(ErrorCode::invalid_argument, message);
}

void require_valid(const VolumeMapperOptions& options) {
  require(std::isfinite(options.sample_distance) && options.sample_distance > 0.0,
          "The distance between the samples of a ray must be greater than 0.");
  require(std::isfinite(options.pixels) && options.pixels >= 1.0,
          "A ray stands for a square of pixels whose side is at least 1.");
  require(std::isfinite(options.average_black) && std::isfinite(options.average_white),
          "The averages shown as black and as white must be finite.");
}

}  // namespace

vtkSmartPointer<vtkVolumeMapper> volume_mapper(const VolumeMapperOptions& options) {
  const auto mapper = vtkSmartPointer<render::VolumeMapper>::New();
  set_options(*mapper, options);
  return mapper;
}

void set_options(vtkVolumeMapper& mapper, const VolumeMapperOptions& options) {
  auto* ours = dynamic_cast<render::VolumeMapper*>(&mapper);
  require(ours != nullptr, "This volume mapper is not one of volvr's.");
  require_valid(options);
  Settings settings;
  settings.set("render.path", options.path);
  ours->SetPath(render::ray_path(settings.text("render.path")));
  ours->SetSampleDistance(options.sample_distance);
  render::Quality quality;
  quality.pixels = options.pixels;
  ours->SetQuality(quality);
  ours->SetAverageWindow(options.average_black, options.average_white);
}

}  // namespace volvr::interop
