// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include <vtkVolume.h>
#include <vtkVolumeMapper.h>

#include "render/budget/fovea.h"
#include "render/budget/quality.h"
#include "render/caster/clip_shape.h"
#include "render/caster/shown_voxels.h"
#include "render/display_image.h"
#include "volvr/appearance.h"
#include "volvr/settings.h"

namespace volvr::render {

class VolumeMapper;

/// How a frame's pictures of a volume are drawn: one value for all that it shows, so that both eyes
/// of a headset see equally well.
struct Sampling {
  Quality quality{};
  FoveaAim aim{};
};

/// What draws a volume: the seam between the scene and a ray caster. All of them are VTK volume
/// mappers, so that any VTK renderer, of a window, of pictures or of an eye, can use each.
class RayCaster {
 public:
  virtual ~RayCaster() = default;

  /// For vtkVolume::SetMapper.
  virtual vtkVolumeMapper* mapper() = 0;

  virtual void set_technique(Technique technique) = 0;
  virtual void set_sampling(const Sampling& sampling) = 0;

  /// Cuts the volume; shapes in its dataset frame. What the mapper cannot cut it says once.
  virtual void set_clips(std::vector<ClipShape> clips) = 0;

  /// Strength of soft shadows where the mapper has them, 0 to 1.
  virtual void set_shadows(double) {}

  /// Whether the processors drew the last picture, whatever draws what is around it.
  virtual bool draws_by_processors() const { return false; }

  /// Technique average: the averages shown as black and white, in the volume's units.
  virtual void set_average_range(double black, double white) = 0;

  /// Draws another image of the same grid and type from now on.
  /// @param upcoming  values of those that will be next, the first first
  virtual void set_image(const DisplayImage& image,
                         const std::vector<vtkSmartPointer<vtkDataArray>>& /*upcoming*/) {
    mapper()->SetInputDataObject(image.image);
  }

  /// How coarse the voxels of the last picture were.
  virtual ShownVoxels shown() const { return {}; }

  /// Whether a picture waits for all that it needs of the volume, instead of being drawn at once
  /// with what is there.
  virtual void set_waiting(bool /*on*/) {}

  /// The mapper that takes layers and labels; null where this ray caster cannot draw any.
  virtual VolumeMapper* fusing_mapper() { return nullptr; }

  /// Samples what is drawn with the volume, of this spacing in the dataset, as finely as the volume
  /// itself; infinite: there is nothing.
  virtual void set_spacing_of_others(double /*spacing*/) {}
};

/// VTK's name of a technique (vtkVolumeMapper::BlendModes).
int blend_mode(Technique technique);

/// The ray caster that the setting render.mapper names, drawing `image`.
/// @param volume  the VTK volume that it will draw in
std::unique_ptr<RayCaster> make_ray_caster(const DisplayImage& image, vtkVolume& volume,
                                           const Settings& settings);

/// VTK's own mapper.
/// @param step  between samples at full quality, in the smallest voxel side
std::unique_ptr<RayCaster> make_stock_ray_caster(const DisplayImage& image, vtkVolume& volume,
                                                 double step);

/// VTK's mapper that draws with the processors' threads.
std::unique_ptr<RayCaster> make_stock_cpu_ray_caster(const DisplayImage& image, double step);

}  // namespace volvr::render
