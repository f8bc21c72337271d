// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace volvr::io {

/// The header of NIfTI-2 (nifti2.h, NIfTI Data Format Working Group, 2011), field by field. ITK,
/// which brings the one of NIfTI-1, brings none for it.
struct Nifti2Header {
  std::int32_t sizeof_hdr;
  char magic[8];
  std::int16_t datatype, bitpix;
  std::int64_t dim[8];
  double intent_p1, intent_p2, intent_p3;
  double pixdim[8];
  std::int64_t vox_offset;
  double scl_slope, scl_inter, cal_max, cal_min, slice_duration, toffset;
  std::int64_t slice_start, slice_end;
  char descrip[80];
  char aux_file[24];
  std::int32_t qform_code, sform_code;
  double quatern_b, quatern_c, quatern_d, qoffset_x, qoffset_y, qoffset_z;
  double srow_x[4], srow_y[4], srow_z[4];
  std::int32_t slice_code, xyzt_units, intent_code;
  char intent_name[16];
  char dim_info;
  char unused_str[15];
};
static_assert(sizeof(Nifti2Header) == 544, "540 bytes and the padding of its last eight");

/// Bytes of the header in a file.
inline constexpr std::int32_t nifti_2_header_bytes = 540;

/// "n+2" and the four bytes that a changed line end would spoil.
inline constexpr char nifti_2_magic[8] = {'n', '+', '2', '\0', '\r', '\n', '\032', '\n'};

}  // namespace volvr::io
