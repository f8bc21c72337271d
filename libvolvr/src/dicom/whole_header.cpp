// SPDX-License-Identifier: Apache-2.0
#include "dicom/whole_header.h"

#include "dicom/for_each_file.h"
#include "volvr/error.h"

namespace volvr::dicom {

namespace {

constexpr Uint32 longest_value = 4096;
const DcmTagKey first_pixel_tag(0x7fe0, 0x0008);

}  // namespace

WholeHeader::WholeHeader(const std::filesystem::path& path)
    : file_(open_any(path, {})), producer_(file_), stream_(producer_) {
  prepare_dcmtk();
  format_.transferInit();
  const OFCondition result =
      format_.readUntilTag(stream_, EXS_Unknown, EGL_noChange, longest_value, first_pixel_tag);
  format_.transferEnd();
  if (result.bad()) {
    throw Error(ErrorCode::malformed, "The header of " + path.string() + " is damaged.",
                path.string(), "DcmFileFormat::readUntilTag");
  }
}

}  // namespace volvr::dicom
