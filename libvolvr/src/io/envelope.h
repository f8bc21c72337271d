// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "volvr/volume_writer.h"

namespace volvr::io {

/// What stands before and behind the values, which every format here keeps in the order of a
/// Volume's buffer (volumes one behind the other) and in the machine's byte order.
struct Envelope {
  std::string header;
  std::string tail;
};

/// NRRD0004 with an attached header (teem.sourceforge.net/nrrd/format.html), in LPS millimetres.
/// Several volumes are a fourth axis of kind `time` in a space that has time for its fourth
/// dimension (seconds), or an axis of kind `list` where they are no time course. Resamplings are
/// key/value pairs "volvr resampling N".
Envelope nrrd_envelope(const VolumeFileInfo& info);

/// MetaImage in one file (itk.org/Wiki/MetaIO/Documentation), in LPS millimetres. Resamplings stand
/// in `Comment`. Several volumes are a fourth dimension whose spacing is seconds, or 1 where they
/// are no time course.
Envelope metaimage_envelope(const VolumeFileInfo& info);

/// VTK's XML ImageData with raw appended values, in LPS millimetres with `Direction` (VTK 9).
/// Resamplings are strings of the field data.
/// @throws Error unsupported (a sheared grid, more than one volume)
Envelope vti_envelope(const VolumeFileInfo& info);

/// "gantry-tilt (trilinear): from ... to ...", on one line whatever it is made of.
std::string one_line(const Resampling& resampling);

/// A vector or matrix of numbers that read back exactly, with `separator` between.
std::string number_list(const double* first, int count, std::string_view separator);

/// Direction cosines of the axis: exact to the last bit for axes that lie along the patient's.
Eigen::Vector3d direction(const GridGeometry& grid, int axis);

}  // namespace volvr::io
