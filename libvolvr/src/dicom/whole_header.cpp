// SPDX-License-Identifier: Apache-2.0
#include "dicom/whole_header.h"

#include "dicom/for_each_file.h"
#include "dicom/skeleton.h"
#include "volvr/error.h"

namespace volvr::dicom {

namespace {

// Longer values are left in the file; no attribute of an image that is looked at is longer.
constexpr Uint32 longest_value = 4096;

// FloatPixelData, DoubleFloatPixelData and PixelData stand behind each other.
const DcmTagKey first_pixel_tag(0x7fe0, 0x0008);

}  // namespace

HeaderReading::HeaderReading(const OpenFile& file) : producer_(file), stream_(producer_) {
  prepare_dcmtk();
}

OFCondition HeaderReading::read() {
  format_.transferInit();
  const OFCondition result =
      format_.readUntilTag(stream_, EXS_Unknown, EGL_noChange, longest_value, first_pixel_tag);
  format_.transferEnd();
  return result;
}

WholeHeader::WholeHeader(const std::filesystem::path& path, const Settings& settings)
    : file_(open_any(path, settings)), reading_(file_) {
  require_within(limits_of(settings), file_);
  if (reading_.read().bad()) {
    throw Error(ErrorCode::malformed, "The header of " + path.string() + " is damaged.",
                path.string(), "DcmFileFormat::readUntilTag");
  }
}

}  // namespace volvr::dicom
