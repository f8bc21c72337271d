// SPDX-License-Identifier: Apache-2.0
#include "dicom/data_set.h"

#include <dcmtk/dcmdata/dctk.h>

#include <limits>
#include <string>

#include "dicom/dcmtk_session.h"
#include "dicom/elements.h"
#include "dicom/frames.h"

namespace volvr::dicom {

namespace {

const DcmTagKey behind_pixels(0x7fe0, 0x0011);
constexpr Uint32 any_length = std::numeric_limits<Uint32>::max() - 1;

bool is_as_scanned(const Elements& elements, E_TransferSyntax syntax, const SourceInstance& slice) {
  const PixelLayout& layout = slice.pixels;
  // A tile has a size of its own within its image.
  const int rows = slice.tile ? slice.tile->image_rows : layout.rows;
  const int columns = slice.tile ? slice.tile->image_columns : layout.columns;
  return elements.word(tag::rows) == rows && elements.word(tag::columns) == columns &&
         elements.word(tag::bits_allocated) == layout.bits_allocated &&
         elements.word(tag::samples_per_pixel).value_or(1) == layout.samples_per_pixel &&
         elements.text(tag::sop_instance_uid) == slice.sop_instance_uid &&
         DcmXfer(syntax).getXferID() == layout.transfer_syntax_uid;
}

}  // namespace

DataSet::DataSet(const SourceInstance& slice, const OpenFile& file)
    : slice_(slice), producer_(file), stream_(producer_) {
  prepare_dcmtk();
  format_.transferInit();
  const OFCondition result =
      format_.readUntilTag(stream_, EXS_Unknown, EGL_noChange, any_length, behind_pixels);
  format_.transferEnd();
  if (result.bad()) throw_undecodable(slice, result.text(), "DcmFileFormat::readUntilTag");
  const Elements elements = elements_of(items());
  if (!is_as_scanned(elements, items().getOriginalXfer(), slice)) throw_changed(slice);
}

std::span<const std::byte> DataSet::native_pixels() {
  DcmElement* element = nullptr;
  Uint16* words = nullptr;
  Uint8* bytes = nullptr;
  Float32* reals = nullptr;
  Float64* long_reals = nullptr;
  const void* values = nullptr;
  for (const DcmTagKey& tag : {DCM_PixelData, DCM_FloatPixelData, DCM_DoubleFloatPixelData}) {
    if (items().findAndGetElement(tag, element).bad() || element == nullptr) continue;
    if (element->getUint16Array(words).good()) values = words;
    if (values == nullptr && element->getUint8Array(bytes).good()) values = bytes;
    if (values == nullptr && element->getFloat32Array(reals).good()) values = reals;
    if (values == nullptr && element->getFloat64Array(long_reals).good()) values = long_reals;
    break;
  }
  if (values == nullptr) throw_undecodable(slice_, "there are no plain pixels", "");
  return {static_cast<const std::byte*>(values), element->getLength()};
}

}  // namespace volvr::dicom
