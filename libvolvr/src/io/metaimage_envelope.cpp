// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <bit>
#include <vector>

#include "core/text.h"
#include "io/envelope.h"
#include "volvr/version.h"

namespace volvr::io {

namespace {

// MetaIO, which most programs read these files with, keeps a comment in 255 characters.
constexpr std::size_t longest_comment = 200;

std::string_view element_type(VoxelType type) {
  switch (type) {
    case VoxelType::int8:
      return "MET_CHAR";
    case VoxelType::uint8:
      return "MET_UCHAR";
    case VoxelType::int16:
      return "MET_SHORT";
    case VoxelType::uint16:
      return "MET_USHORT";
    case VoxelType::int32:
      return "MET_INT";
    case VoxelType::uint32:
      return "MET_UINT";
    case VoxelType::float32:
      return "MET_FLOAT";
    case VoxelType::float64:
      break;
  }
  return "MET_DOUBLE";
}

std::string comment(const VolumeFileInfo& info) {
  std::string text = std::string("volvr ") + version;
  for (const Resampling& done : info.resamplings) text += "; resampled: " + one_line(done);
  if (text.size() <= longest_comment) return text;
  text = std::string("volvr ") + version;  // what was done goes before how
  for (const Resampling& done : info.resamplings) {
    text += "; resampled: " + one_line({done.reason, done.interpolator, {}});
  }
  return text.substr(0, longest_comment);
}

std::string line(std::string_view name, const std::vector<double>& values) {
  return std::string(name) + " = " +
         number_list(values.data(), static_cast<int>(values.size()), " ") + "\n";
}

}  // namespace

Envelope metaimage_envelope(const VolumeFileInfo& info) {
  const GridGeometry& grid = info.shape.geometry;
  const std::size_t dimension = info.volumes > 1 ? 4 : 3;
  std::vector<double> offset(dimension, 0.0), spacings(dimension, info.time_step.value_or(1.0));
  std::vector<double> sizes(dimension, static_cast<double>(info.volumes));
  std::vector<double> matrix(dimension * dimension, 0.0);  // an axis after the other
  matrix.back() = 1.0;
  for (int axis = 0; axis < 3; ++axis) {
    const auto at = static_cast<std::size_t>(axis);
    offset[at] = origin(grid)[axis];
    spacings[at] = spacing(grid)[axis];
    sizes[at] = grid.size[axis];
    const Eigen::Vector3d along = direction(grid, axis);
    std::copy_n(along.data(), 3, matrix.begin() + static_cast<std::ptrdiff_t>(at * dimension));
  }
  const bool big = std::endian::native == std::endian::big;
  std::string text = "ObjectType = Image\nNDims = " + std::to_string(dimension) + "\n";
  text += "Comment = " + comment(info) + "\n";
  text += std::string("BinaryData = True\nBinaryDataByteOrderMSB = ") + (big ? "True" : "False");
  text += "\nCompressedData = False\n";
  text += line("TransformMatrix", matrix) + line("Offset", offset);
  text += line("CenterOfRotation", std::vector<double>(dimension, 0.0));
  text += line("ElementSpacing", spacings) + line("DimSize", sizes);
  if (info.shape.components != 1) {
    text += "ElementNumberOfChannels = " + std::to_string(info.shape.components) + "\n";
  }
  text += "ElementType = " + std::string(element_type(info.shape.type)) + "\n";
  return {text + "ElementDataFile = LOCAL\n", {}};
}

}  // namespace volvr::io
