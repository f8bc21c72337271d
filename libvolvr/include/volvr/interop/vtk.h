// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include <vtkImageData.h>
#include <vtkSmartPointer.h>
#include <vtkVolumeMapper.h>

#include "volvr/volume.h"

namespace volvr::interop {

/// A VTK image over the same voxels, without a copy. It keeps the buffer alive as long as it lives;
/// its voxels must not be written. Origin, spacing and direction are the volume's (LPS millimetres).
/// @throws Error irregular_geometry for a sheared grid, which vtkImageData cannot hold
vtkSmartPointer<vtkImageData> vtk_image(const Volume& volume);

/// How volvr's ray caster draws in a program of VTK's.
struct VolumeMapperOptions {
  double sample_distance = 1.0;  ///< between samples of a ray, in the dataset's units; > 0
  double pixels = 1.0;           ///< side of the square of pixels that one ray stands for; >= 1
  double average_black = 0.0;    ///< average intensity blend: the averages shown as black
  double average_white = 1.0;    ///< and as white, in the image's values
  std::string path = "auto";     ///< as the setting render.path
};

/// volvr's ray caster, for any vtkVolume in any vtkRenderer of an OpenGL window: in the place of a
/// vtkGPUVolumeRayCastMapper, with the same samples at the same sample distance. Input, blend mode,
/// clipping planes and cropping are set as of every vtkVolumeMapper; the look is the volume's
/// vtkVolumeProperty. What it cannot draw, VTK's mapper draws in its place, with a warning.
/// @throws Error invalid_argument
vtkSmartPointer<vtkVolumeMapper> volume_mapper(const VolumeMapperOptions& options = {});

/// @param mapper  one that `volume_mapper` made
/// @throws Error invalid_argument
void set_options(vtkVolumeMapper& mapper, const VolumeMapperOptions& options);

}  // namespace volvr::interop
