// SPDX-License-Identifier: Apache-2.0
#include "io/nifti_header.h"

#include <nifti1.h>

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>

#include "io/envelope.h"
#include "io/nifti2.h"
#include "volvr/error.h"
#include "volvr/version.h"

namespace volvr::io {

namespace {

constexpr double qform_tolerance = 0.001;  // millimetres at the worst corner
constexpr std::size_t extension_unit = 16;
constexpr std::int32_t comment_extension = 6;  // NIFTI_ECODE_COMMENT of nifti1_io.h

static_assert(sizeof(nifti_1_header) == 348);

short nifti_type(const VolumeShape& shape) {
  if (shape.components == 3 && shape.type == VoxelType::uint8) return NIFTI_TYPE_RGB24;
  if (shape.components != 1) {
    throw Error(ErrorCode::unsupported, "NIfTI holds colours of 8 bits only, not " +
                                            std::string(to_string(shape.type)) +
                                            "; save as nrrd or mha instead.");
  }
  switch (shape.type) {
    case VoxelType::int8:
      return NIFTI_TYPE_INT8;
    case VoxelType::uint8:
      return NIFTI_TYPE_UINT8;
    case VoxelType::int16:
      return NIFTI_TYPE_INT16;
    case VoxelType::uint16:
      return NIFTI_TYPE_UINT16;
    case VoxelType::int32:
      return NIFTI_TYPE_INT32;
    case VoxelType::uint32:
      return NIFTI_TYPE_UINT32;
    case VoxelType::float32:
      return NIFTI_TYPE_FLOAT32;
    case VoxelType::float64:
      break;
  }
  return NIFTI_TYPE_FLOAT64;
}

// Stores a number in a header's field, whatever its type is in this version of the format.
template <class Field, class Value>
void put(Field& field, Value value) {
  field = static_cast<Field>(value);
}

template <class Header>
void set_grid(Header& header, const VolumeFileInfo& info) {
  const GridGeometry& grid = info.shape.geometry;
  put(header.dim[0], info.volumes > 1 ? 4 : 3);
  for (int axis = 0; axis < 3; ++axis) {
    put(header.dim[axis + 1], grid.size[axis]);
    put(header.pixdim[axis + 1], spacing(grid)[axis]);
  }
  put(header.dim[4], info.volumes);
  for (int axis = 5; axis < 8; ++axis) put(header.dim[axis], 1);
  put(header.pixdim[4], info.volumes > 1 ? info.time_step.value_or(1.0) : 0.0);
  const bool timed = info.volumes > 1 && info.time_step;
  put(header.xyzt_units, timed ? NIFTI_UNITS_MM | NIFTI_UNITS_SEC : NIFTI_UNITS_MM);
  put(header.datatype, nifti_type(info.shape));
  put(header.bitpix,
      8 * bytes_per_value(info.shape.type) * static_cast<std::size_t>(info.shape.components));
}

// NIfTI's world is RAS: left and posterior change their signs.
Eigen::Affine3d ras_from_index(const GridGeometry& grid) {
  return Eigen::Affine3d(Eigen::Scaling(-1.0, -1.0, 1.0)) * grid.patient_from_index;
}

template <class Header>
void set_sform(Header& header, const Eigen::Affine3d& ras) {
  for (int column = 0; column < 4; ++column) {
    put(header.srow_x[column], ras(0, column));
    put(header.srow_y[column], ras(1, column));
    put(header.srow_z[column], ras(2, column));
  }
  header.sform_code = NIFTI_XFORM_SCANNER_ANAT;
}

// The transform that a reader makes of the header's quaternion (method 2 of nifti1.h).
template <class Header>
Eigen::Affine3d read_qform(const Header& header) {
  Eigen::Vector3d vector(header.quatern_b, header.quatern_c, header.quatern_d);
  double scalar = 1.0 - vector.squaredNorm();
  if (scalar < 1e-7) {  // readers take so small a remainder for rounding
    vector.normalize();
    scalar = 0.0;
  }
  const Eigen::Quaterniond rotation(std::sqrt(scalar), vector.x(), vector.y(), vector.z());
  Eigen::Affine3d ras = Eigen::Affine3d::Identity();
  ras.translate(Eigen::Vector3d(header.qoffset_x, header.qoffset_y, header.qoffset_z));
  ras.rotate(rotation);
  const double k_sign = header.pixdim[0] < 0 ? -1.0 : 1.0;
  ras.scale(Eigen::Vector3d(header.pixdim[1], header.pixdim[2], k_sign * header.pixdim[3]));
  return ras;
}

double worst_corner_distance(const GridGeometry& grid, const Eigen::Affine3d& a,
                             const Eigen::Affine3d& b) {
  double worst = 0.0;
  const Eigen::Vector3d last = (grid.size.array() - 1).cast<double>();
  for (int corner = 0; corner < 8; ++corner) {
    const Eigen::Vector3d index(corner & 1 ? last.x() : 0.0, corner & 2 ? last.y() : 0.0,
                                corner & 4 ? last.z() : 0.0);
    worst = std::max(worst, (a * index - b * index).norm());
  }
  return worst;
}

template <class Header>
void set_qform(Header& header, const GridGeometry& grid, const Eigen::Affine3d& ras) {
  Eigen::Matrix3d axes = ras.linear().colwise().normalized();
  header.pixdim[0] = axes.determinant() < 0.0 ? -1 : 1;
  axes.col(2) *= static_cast<double>(header.pixdim[0]);
  Eigen::Quaterniond rotation(axes);
  rotation.normalize();
  if (rotation.w() < 0.0) rotation.coeffs() *= -1.0;
  put(header.quatern_b, rotation.x());
  put(header.quatern_c, rotation.y());
  put(header.quatern_d, rotation.z());
  put(header.qoffset_x, ras(0, 3));
  put(header.qoffset_y, ras(1, 3));
  put(header.qoffset_z, ras(2, 3));
  const bool exact = worst_corner_distance(grid, read_qform(header), ras) <= qform_tolerance;
  header.qform_code = exact ? NIFTI_XFORM_SCANNER_ANAT : NIFTI_XFORM_UNKNOWN;
}

// What was done to the voxels, in the few characters that the header has for it.
std::string description(const VolumeFileInfo& info) {
  std::string text = std::string("volvr ") + version;
  for (const Resampling& done : info.resamplings) {
    text += "; resampled: " + one_line({done.reason, done.interpolator, {}});
  }
  return text;
}

// The extension mark and, for resampled voxels, one extension: its size, its code, its text.
std::string extension(const VolumeFileInfo& info) {
  std::string mark(4, '\0');
  if (info.resamplings.empty()) return mark;
  std::string text;
  for (const Resampling& done : info.resamplings) text += "resampled: " + one_line(done) + "\n";
  std::int32_t fields[2] = {0, comment_extension};
  text.resize((sizeof(fields) + text.size() + extension_unit) / extension_unit * extension_unit -
              sizeof(fields));
  fields[0] = static_cast<std::int32_t>(sizeof(fields) + text.size());
  mark[0] = 1;
  mark.append(reinterpret_cast<const char*>(fields), sizeof(fields));
  return mark + text;
}

template <class Header>
std::string filled(Header header, std::size_t length, const VolumeFileInfo& info) {
  const std::string behind = extension(info);
  put(header.sizeof_hdr, length);
  put(header.vox_offset, length + behind.size());
  header.scl_slope = 1;
  std::strncpy(header.descrip, description(info).c_str(), sizeof(header.descrip) - 1);
  const Eigen::Affine3d ras = ras_from_index(info.shape.geometry);
  set_grid(header, info);
  set_sform(header, ras);
  set_qform(header, info.shape.geometry, ras);
  return std::string(reinterpret_cast<const char*>(&header), length) + behind;
}

}  // namespace

std::string nifti_header(const VolumeFileInfo& info) {
  const auto longest = static_cast<std::size_t>(info.shape.geometry.size.maxCoeff());
  constexpr std::size_t most = std::numeric_limits<short>::max();
  if (std::max(longest, info.volumes) > most) {
    Nifti2Header header{};
    std::memcpy(header.magic, nifti_2_magic, sizeof(header.magic));
    return filled(header, nifti_2_header_bytes, info);
  }
  nifti_1_header header{};
  header.regular = 'r';
  std::memcpy(header.magic, "n+1", 4);
  return filled(header, sizeof(header), info);
}

}  // namespace volvr::io
