// SPDX-License-Identifier: Apache-2.0
#include <bit>
#include <cmath>
#include <cstring>
#include <vector>

#include "core/text.h"
#include "io/envelope.h"
#include "volvr/error.h"
#include "volvr/version.h"

namespace volvr::io {

namespace {

// The cosine of 89.9 degrees: more than orientations rounded to three decimals are off.
constexpr double most_cosine = 0.0017;

std::string_view type_name(VoxelType type) {
  switch (type) {
    case VoxelType::int8:
      return "Int8";
    case VoxelType::uint8:
      return "UInt8";
    case VoxelType::int16:
      return "Int16";
    case VoxelType::uint16:
      return "UInt16";
    case VoxelType::int32:
      return "Int32";
    case VoxelType::uint32:
      return "UInt32";
    case VoxelType::float32:
      return "Float32";
    case VoxelType::float64:
      break;
  }
  return "Float64";
}

// VTK keeps strings as the numbers of their bytes, each with a zero behind it.
std::string string_array(std::string_view name, const std::vector<std::string>& strings) {
  std::string text = "<Array type=\"String\" Name=\"" + std::string(name) + "\" NumberOfTuples=\"" +
                     std::to_string(strings.size()) + "\" format=\"ascii\">";
  for (const std::string& string : strings) {
    for (const char letter : string) {
      text += std::to_string(static_cast<unsigned char>(letter)) + " ";
    }
    text += "0 ";
  }
  return text + "</Array>\n";
}

std::string field_data(const VolumeFileInfo& info) {
  std::string text = "<FieldData>\n" + string_array("volvr version", {version}) +
                     string_array("frame", {"DICOM patient, LPS, millimetres"});
  if (!info.shape.unit.empty()) text += string_array("unit", {info.shape.unit});
  std::vector<std::string> resamplings;
  for (const Resampling& done : info.resamplings) resamplings.push_back(one_line(done));
  if (!resamplings.empty()) text += string_array("resamplings", resamplings);
  return text + "</FieldData>\n";
}

// `Direction` would hold the shear too, but what reads it takes its axes for orthogonal.
bool is_sheared(const GridGeometry& grid) {
  const Eigen::Matrix3d axes = directions(grid);
  return std::abs(axes.col(0).dot(axes.col(1))) > most_cosine ||
         std::abs(axes.col(0).dot(axes.col(2))) > most_cosine ||
         std::abs(axes.col(1).dot(axes.col(2))) > most_cosine;
}

void check(const VolumeFileInfo& info) {
  if (info.volumes > 1) {
    throw Error(ErrorCode::unsupported,
                "VTI has no place for a sequence of volumes; save as nii, nrrd or mha instead.");
  }
  if (is_sheared(info.shape.geometry)) {
    throw Error(ErrorCode::unsupported,
                "VTI holds right-angled grids only, and this one is sheared; save as nii, nrrd or "
                "mha instead, or straighten the volume.");
  }
}

std::string attribute(std::string_view name, const std::string& value) {
  return " " + std::string(name) + "=\"" + value + "\"";
}

std::string numbers(const double* first, int count) {
  return number_list(first, count, " ");
}

}  // namespace

Envelope vti_envelope(const VolumeFileInfo& info) {
  check(info);
  const GridGeometry& grid = info.shape.geometry;
  std::string extent;
  Eigen::Matrix<double, 3, 3, Eigen::RowMajor> axes;
  for (int axis = 0; axis < 3; ++axis) {
    extent += (axis > 0 ? " 0 " : "0 ") + std::to_string(grid.size[axis] - 1);
    axes.col(axis) = direction(grid, axis);
  }
  const bool big = std::endian::native == std::endian::big;
  std::string text = "<?xml version=\"1.0\"?>\n<VTKFile type=\"ImageData\" version=\"1.0\"";
  text += attribute("byte_order", big ? "BigEndian" : "LittleEndian");
  text += attribute("header_type", "UInt64") + ">\n<ImageData" + attribute("WholeExtent", extent);
  text += attribute("Origin", numbers(origin(grid).data(), 3));
  text += attribute("Spacing", numbers(spacing(grid).data(), 3));
  text += attribute("Direction", numbers(axes.data(), 9)) + ">\n" + field_data(info);
  text += "<Piece" + attribute("Extent", extent) + ">\n<PointData Scalars=\"values\">\n<DataArray";
  text += attribute("type", std::string(type_name(info.shape.type)));
  text += attribute("Name", "values");
  text += attribute("NumberOfComponents", std::to_string(info.shape.components));
  text += attribute("format", "appended") + attribute("offset", "0") + "/>\n</PointData>\n";
  text += "</Piece>\n</ImageData>\n<AppendedData encoding=\"raw\">\n_";
  const std::uint64_t length = size_bytes(info.shape);
  std::string count(sizeof(length), '\0');
  std::memcpy(count.data(), &length, sizeof(length));
  return {text + count, "\n</AppendedData>\n</VTKFile>\n"};
}

}  // namespace volvr::io
