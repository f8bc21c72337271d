// SPDX-License-Identifier: Apache-2.0
#include <bit>

#include "core/text.h"
#include "io/envelope.h"
#include "volvr/version.h"

namespace volvr::io {

namespace {

// Unlike other text formats, NRRD names its types by C's words.
std::string_view type_name(VoxelType type) {
  switch (type) {
    case VoxelType::float32:
      return "float";
    case VoxelType::float64:
      return "double";
    default:
      return to_string(type);
  }
}

// Values of key/value pairs keep backslashes and line ends by escapes.
std::string escaped(std::string_view text) {
  std::string result;
  for (const char letter : text) {
    if (letter == '\\') result += '\\';
    result += letter;
  }
  return result;
}

// One line "NAME: ..." for fields that have an entry for every axis, colours first, volumes last.
struct AxisFields {
  std::string sizes = "sizes:";
  std::string directions = "space directions:";
  std::string kinds = "kinds:";
  int dimension = 0;

  void add(std::size_t size, const std::string& along, std::string_view kind) {
    sizes += " " + std::to_string(size);
    directions += " " + along;
    kinds.append(" ").append(kind);
    ++dimension;
  }
};

bool is_time_course(const VolumeFileInfo& info) {
  return info.volumes > 1 && info.time_step.has_value();
}

// A direction or place in the file's space, which has time for its fourth dimension or has not.
std::string vector_text(const Eigen::Vector3d& vector, double time, const VolumeFileInfo& info) {
  const std::string fourth = is_time_course(info) ? "," + number_text(time) : "";
  return "(" + number_list(vector.data(), 3, ",") + fourth + ")";
}

AxisFields axis_fields(const VolumeFileInfo& info) {
  const GridGeometry& grid = info.shape.geometry;
  AxisFields fields;
  if (info.shape.components == 3) fields.add(3, "none", "RGB-color");
  for (int axis = 0; axis < 3; ++axis) {
    const Eigen::Vector3d step = grid.patient_from_index.linear().col(axis);
    fields.add(static_cast<std::size_t>(grid.size[axis]), vector_text(step, 0.0, info), "domain");
  }
  if (is_time_course(info)) {
    fields.add(info.volumes, vector_text(Eigen::Vector3d::Zero(), *info.time_step, info), "time");
  } else if (info.volumes > 1) {
    fields.add(info.volumes, "none", "list");
  }
  return fields;
}

}  // namespace

Envelope nrrd_envelope(const VolumeFileInfo& info) {
  const AxisFields fields = axis_fields(info);
  const bool timed = is_time_course(info);
  std::string text = "NRRD0004\n# Complete NRRD file format specification at:\n";
  text += "# http://teem.sourceforge.net/nrrd/format.html\n";
  text += "type: " + std::string(type_name(info.shape.type)) + "\n";
  text += "dimension: " + std::to_string(fields.dimension) + "\n";
  text += std::string("space: left-posterior-superior") + (timed ? "-time" : "") + "\n";
  for (const std::string& line : {fields.sizes, fields.directions, fields.kinds}) {
    text += line + "\n";
  }
  if (bytes_per_value(info.shape.type) > 1) {
    text += std::string("endian: ") +
            (std::endian::native == std::endian::little ? "little" : "big") + "\n";
  }
  text +=
      "encoding: raw\nspace units: \"mm\" \"mm\" \"mm\"" + std::string(timed ? " \"s\"\n" : "\n");
  text += "space origin: " + vector_text(origin(info.shape.geometry), 0.0, info) + "\n";
  text += std::string("volvr version:=") + version + "\n";
  if (!info.shape.unit.empty()) text += "volvr unit:=" + escaped(info.shape.unit) + "\n";
  for (std::size_t i = 0; i < info.resamplings.size(); ++i) {
    text += "volvr resampling " + std::to_string(i + 1) +
            ":=" + escaped(one_line(info.resamplings[i])) + "\n";
  }
  return {text + "\n", {}};
}

}  // namespace volvr::io
