// SPDX-License-Identifier: Apache-2.0
#include "dicom/data_set.h"

#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>
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
  return elements.word(tag::rows) == layout.rows && elements.word(tag::columns) == layout.columns &&
         elements.word(tag::bits_allocated) == layout.bits_allocated &&
         elements.word(tag::samples_per_pixel).value_or(1) == layout.samples_per_pixel &&
         elements.text(tag::sop_instance_uid) == slice.sop_instance_uid &&
         DcmXfer(syntax).getXferID() == layout.transfer_syntax_uid;
}

}  // namespace

DataSet::DataSet(const SourceInstance& slice)
    : slice_(slice), file_(slice.file), producer_(file_), stream_(producer_) {
  prepare_dcmtk();
  format_.transferInit();
  const OFCondition result =
      format_.readUntilTag(stream_, EXS_Unknown, EGL_noChange, any_length, behind_pixels);
  format_.transferEnd();
  if (result.bad()) throw_undecodable(slice, result.text(), "DcmFileFormat::readUntilTag");
  const Elements elements = elements_of(items());
  if (!is_as_scanned(elements, items().getOriginalXfer(), slice)) throw_changed(slice);
  DcmElement* element = nullptr;
  if (items().findAndGetElement(DCM_PixelData, element).bad() ||
      (pixels_ = dynamic_cast<DcmPixelData*>(element)) == nullptr) {
    throw_undecodable(slice, "there is no PixelData", "DcmItem::findAndGetElement");
  }
}

std::vector<std::span<const std::uint8_t>> DataSet::fragments() {
  E_TransferSyntax syntax = EXS_Unknown;
  const DcmRepresentationParameter* parameter = nullptr;
  pixels_->getOriginalRepresentationKey(syntax, parameter);
  DcmPixelSequence* sequence = nullptr;
  if (pixels_->getEncapsulatedRepresentation(syntax, parameter, sequence).bad() ||
      sequence == nullptr) {
    throw_undecodable(slice_, "its pixels are not encapsulated",
                      "DcmPixelData::getEncapsulatedRepresentation");
  }
  std::vector<std::span<const std::uint8_t>> parts;
  for (unsigned long i = 1; i < sequence->card(); ++i) {
    DcmPixelItem* item = nullptr;
    Uint8* bytes = nullptr;
    if (sequence->getItem(item, i).bad() || item->getUint8Array(bytes).bad()) {
      throw_undecodable(slice_, "a fragment cannot be read", "DcmPixelItem::getUint8Array");
    }
    if (bytes != nullptr) parts.emplace_back(bytes, item->getLength());
  }
  return parts;
}

}  // namespace volvr::dicom
