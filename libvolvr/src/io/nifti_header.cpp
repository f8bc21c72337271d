// SPDX-License-Identifier: Apache-2.0
#include "io/nifti_header.h"

#include <nifti1.h>

#include <Eigen/Geometry>
#include <cmath>
#include <cstring>
#include <limits>
#include <string>

#include "volvr/error.h"
#include "volvr/version.h"

namespace volvr::io {

namespace {

constexpr double qform_tolerance = 0.001;  // millimetres at the worst corner

static_assert(sizeof(nifti_1_header) == 348);

short nifti_type(const Volume& volume) {
  if (volume.components() == 3 && volume.type() == VoxelType::uint8) return NIFTI_TYPE_RGB24;
  if (volume.components() != 1) {
    throw Error(ErrorCode::unsupported, "NIfTI holds colours of 8 bits only, not " +
                                            std::string(to_string(volume.type())) +
                                            "; save as nrrd or mha instead.");
  }
  switch (volume.type()) {
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

void set_grid(nifti_1_header& header, const Volume& volume) {
  const GridGeometry& grid = volume.geometry();
  header.dim[0] = 3;
  for (int axis = 0; axis < 3; ++axis) {
    if (grid.size[axis] > std::numeric_limits<short>::max()) {
      throw Error(ErrorCode::unsupported,
                  "NIfTI-1 holds at most 32767 voxels a side; save as nrrd or mha instead.");
    }
    header.dim[axis + 1] = static_cast<short>(grid.size[axis]);
    header.pixdim[axis + 1] = static_cast<float>(spacing(grid)[axis]);
  }
  for (int axis = 4; axis < 8; ++axis) header.dim[axis] = 1;
  header.xyzt_units = NIFTI_UNITS_MM;
  header.datatype = nifti_type(volume);
  header.bitpix = static_cast<short>(8 * bytes_per_value(volume.type()) *
                                     static_cast<std::size_t>(volume.components()));
}

// NIfTI's world is RAS: left and posterior change their signs.
Eigen::Affine3d ras_from_index(const GridGeometry& grid) {
  return Eigen::Affine3d(Eigen::Scaling(-1.0, -1.0, 1.0)) * grid.patient_from_index;
}

void set_sform(nifti_1_header& header, const Eigen::Affine3d& ras) {
  float* rows[3] = {header.srow_x, header.srow_y, header.srow_z};
  for (int row = 0; row < 3; ++row) {
    for (int column = 0; column < 4; ++column) {
      rows[row][column] = static_cast<float>(ras(row, column));
    }
  }
  header.sform_code = NIFTI_XFORM_SCANNER_ANAT;
}

// The transform that a reader makes of the header's quaternion (method 2 of nifti1.h).
Eigen::Affine3d read_qform(const nifti_1_header& header) {
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
  const double k_sign = header.pixdim[0] < 0.0F ? -1.0 : 1.0;
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

void set_qform(nifti_1_header& header, const GridGeometry& grid, const Eigen::Affine3d& ras) {
  Eigen::Matrix3d axes = ras.linear().colwise().normalized();
  header.pixdim[0] = axes.determinant() < 0.0 ? -1.0F : 1.0F;
  axes.col(2) *= header.pixdim[0];
  Eigen::Quaterniond rotation(axes);
  rotation.normalize();
  if (rotation.w() < 0.0) rotation.coeffs() *= -1.0;
  header.quatern_b = static_cast<float>(rotation.x());
  header.quatern_c = static_cast<float>(rotation.y());
  header.quatern_d = static_cast<float>(rotation.z());
  header.qoffset_x = static_cast<float>(ras(0, 3));
  header.qoffset_y = static_cast<float>(ras(1, 3));
  header.qoffset_z = static_cast<float>(ras(2, 3));
  const bool exact = worst_corner_distance(grid, read_qform(header), ras) <= qform_tolerance;
  header.qform_code = exact ? NIFTI_XFORM_SCANNER_ANAT : NIFTI_XFORM_UNKNOWN;
}

}  // namespace

NiftiHeader nifti_header(const Volume& volume) {
  nifti_1_header header{};
  header.sizeof_hdr = sizeof(nifti_1_header);
  header.regular = 'r';
  header.vox_offset = static_cast<float>(sizeof(NiftiHeader));
  header.scl_slope = 1.0F;
  std::strncpy(header.descrip, (std::string("volvr ") + version).c_str(),
               sizeof(header.descrip) - 1);
  std::memcpy(header.magic, "n+1", 4);
  set_grid(header, volume);
  const Eigen::Affine3d ras = ras_from_index(volume.geometry());
  set_sform(header, ras);
  set_qform(header, volume.geometry(), ras);
  NiftiHeader bytes{};
  std::memcpy(bytes.data(), &header, sizeof(header));
  return bytes;
}

}  // namespace volvr::io
