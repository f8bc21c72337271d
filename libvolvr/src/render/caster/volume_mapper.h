// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include <vtkDataArray.h>
#include <vtkImageData.h>
#include <vtkSmartPointer.h>
#include <vtkVolumeMapper.h>

#include "render/budget/fovea.h"
#include "render/budget/quality.h"
#include "render/caster/clip_shape.h"
#include "render/caster/graphics_memory.h"
#include "render/caster/ray_path.h"
#include "render/caster/shown_voxels.h"

namespace volvr::render {

/// volvr's ray caster as a VTK volume mapper: for any vtkVolume, in any renderer of an OpenGL
/// window. Input is a vtkImageData of one component of any type, or of four of 8 bits (red, green,
/// blue, and what opacity goes by). Rays leap over what the transfer function hides; at the same
/// SampleDistance it takes the same samples as vtkOpenGLGPUVolumeRayCastMapper.
/// Any number of clipping planes, cropping in all its regions, and shapes of its own cut it; an
/// isosurface is open where it is cut. Where the driver does not take its shaders, or for a blend
/// mode that it does not know, VTK's mapper draws instead, and a warning says so once.
class VolumeMapper : public vtkVolumeMapper {
 public:
  static VolumeMapper* New();
  vtkTypeMacro(VolumeMapper, vtkVolumeMapper);

  /// Distance between two samples of a ray at full quality, in the dataset's units.
  void SetSampleDistance(double distance);

  /// How finely it draws from now on: one value for all of a frame, both eyes of a headset alike.
  void SetQuality(const Quality& quality);

  /// Where a fovea lies, if quality asks for one, and how large it is.
  void SetFoveaAim(const FoveaAim& aim);

  /// Rays cast for the picture drawn last: columns and rows of them.
  Eigen::Array2i Rays() const;

  /// Values outside do not count for an average; all count by default.
  void SetAverageRange(double lowest, double highest);

  /// Average technique: value v is shown as grey (v - black) / (white - black).
  void SetAverageWindow(double black, double white);

  /// What casts the rays; chosen by the graphics driver unless set.
  void SetPath(RayPath path);

  /// Rounds the places of samples as VTK's mapper does, whose steps add up their errors: for
  /// comparing pictures. Off by default.
  void SetStockRounding(bool on);

  /// What it may take of the graphics card; by what the driver says unless set.
  void SetGraphicsLimits(const GraphicsLimits& limits);

  /// How coarse the voxels of the last picture were: coarser than the volume's own where it is
  /// larger than the graphics card, or on its way there.
  ShownVoxels Shown() const;
  /// Strength of soft shadows and of the dark of what is enclosed, 0 (none, as VTK's mapper) to 1;
  /// composite with shading. They come of a lamp over the viewer's left shoulder.
  void SetShadows(double strength);

  /// Has rays start at places that differ from pixel to pixel, within a step, always the same:
  /// noise instead of the rings of coarse steps. Off by default.
  void SetJitter(bool on);

  /// Cuts the volume, besides by clipping planes and cropping. The shapes move with the volume.
  void SetClips(std::vector<ClipShape> clips);

  /// What will be the input's values next, the first first, on the same grid: brought to the
  /// graphics card a part with each picture, so that no picture waits for them when they are due.
  void SetUpcoming(std::vector<vtkSmartPointer<vtkDataArray>> values);

  /// Text at the head of every shader, behind its version: for finding out what a driver does.
  void SetShaderPreamble(const std::string& text);

  /// What cast the rays of the last picture; automatic before there is one.
  RayPath LastPath() const;

  /// How many of the volumes that were upcoming were there when they were due.
  std::size_t UpcomingReady() const;

  /// How many shader programs were built so far.
  std::size_t ProgramsBuilt() const;

  /// Bytes on the graphics card now.
  std::size_t GraphicsMemory() const;

  void Render(vtkRenderer* renderer, vtkVolume* volume) override;
  void ReleaseGraphicsResources(vtkWindow* window) override;

  VolumeMapper(const VolumeMapper&) = delete;
  void operator=(const VolumeMapper&) = delete;

 protected:
  VolumeMapper();
  ~VolumeMapper() override;

 private:
  void draw(vtkRenderer& renderer, vtkVolume& volume, vtkImageData& image, vtkDataArray& values);
  void draw_by_vtk(vtkRenderer& renderer, vtkVolume& volume, vtkImageData& image);

  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace volvr::render
