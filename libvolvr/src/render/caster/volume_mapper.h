// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include <vtkDataArray.h>
#include <vtkImageData.h>
#include <vtkMatrix4x4.h>
#include <vtkSmartPointer.h>
#include <vtkVolumeMapper.h>
#include <vtkVolumeProperty.h>

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

  /// Draws up to three more volumes with the input, all in one pass; each has a grid, a value range
  /// and a look of its own. Where several share a place their opacities mix as those of independent
  /// media, a = 1 - (1 - a1)(1 - a2).., and the colour is their mean, each weighed by its opacity;
  /// so the order is without meaning. Clipping planes, cropping and opaque geometry cut all alike,
  /// and a ray goes through the union of all boxes. Pictures with layers or labels are not drawn by
  /// the processors' path, and with the blend modes composite and maximum intensity alone; nothing
  /// else is drawn in their place where that fails.
  /// @param image  one component at the points
  /// @param property  functions, shading and opacity unit distance (in the input's units)
  /// @param input_from_layer  of the datasets' coordinates; null: the same
  /// @param blend_mode  composite, or maximum intensity: its greatest value along the ray, mixed
  ///                    with what the ray has met as if both were in one place
  /// @throws Error invalid_argument, unsupported
  void AddLayer(vtkImageData* image, vtkVolumeProperty* property,
                vtkMatrix4x4* input_from_layer = nullptr,
                int blend_mode = vtkVolumeMapper::COMPOSITE_BLEND);
  void RemoveAllLayers();
  int NumberOfLayers() const;

  /// Multiplies all opacities of a layer. What changes of a layer by this and the next two costs a
  /// table, not an upload of its volume. @throws Error invalid_argument
  void SetLayerOpacity(int layer, double opacity);

  /// Pictures are as if a hidden layer were not there. @throws Error invalid_argument
  void SetLayerVisibility(int layer, bool visible);

  /// As in AddLayer. @throws Error invalid_argument, unsupported
  void SetLayerBlendMode(int layer, int blend_mode);

  /// Draws a map of labels (whole numbers, 0 is none) with the input, on a grid of its own; null
  /// draws none. A label's border lies half way to the voxels of what is not shown.
  /// @param unit_distance  length in the input's units that the labels' opacities are for
  /// @param tint  labels colour the input where that is seen; else they are bodies of their own
  /// @throws Error invalid_argument, unsupported
  void SetLabels(vtkImageData* labels, vtkMatrix4x4* input_from_labels = nullptr,
                 double unit_distance = 1.0, bool tint = false);

  /// How a label is drawn; costs a table, not an upload of the map. Where none is visible, pictures
  /// are as if there were no map.
  void SetLabelStyle(long long label, const double rgb[3], double opacity, bool visible);

  /// How labels without a style are drawn: hidden, unless set.
  void SetOtherLabelsStyle(const double rgb[3], double opacity, bool visible);

  using Superclass::GetBounds;
  /// Of the input, its layers and its labels together.
  double* GetBounds() override;

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
  void draw_fused(vtkRenderer& renderer, vtkVolume& volume, vtkImageData& image,
                  vtkDataArray& values);
  void draw_by_vtk(vtkRenderer& renderer, vtkVolume& volume, vtkImageData& image);

  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace volvr::render
