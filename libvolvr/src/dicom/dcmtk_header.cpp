// SPDX-License-Identifier: Apache-2.0
#include "dicom/dcmtk_header.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

#include <string>

#include "dicom/dcmtk_session.h"
#include "dicom/file_stream.h"
#include "dicom/recognize.h"

namespace volvr::dicom {

namespace {

// Longer values are left in the file; no attribute that is looked at is longer.
constexpr Uint32 longest_value = 4096;

// A transfer syntax that DCMTK does not know makes it guess: the file's own word is kept.
std::string syntax_of(DcmFileFormat& format) {
  OFString uid;
  if (format.getMetaInfo() != nullptr &&
      format.getMetaInfo()->findAndGetOFString(DCM_TransferSyntaxUID, uid).good() && !uid.empty() &&
      DcmXfer(uid.c_str()).getXfer() == EXS_Unknown) {
    return uid.c_str();
  }
  return DcmXfer(format.getDataset()->getOriginalXfer()).getXferID();
}

// The stream stands behind the tag and length of PixelData.
void locate_pixels(const OpenFile& file, FileStream& stream, E_TransferSyntax syntax,
                   RawHeader& header) {
  if (stream.eos()) return;
  const DcmXfer transfer(syntax);
  if (transfer.getStreamCompression() != ESC_none) {
    header.pixels.found = true;  // offsets inside a deflated stream mean nothing
    header.pixels.length = DCM_UndefinedLength;
    return;
  }
  header.pixel_offset = static_cast<std::uint64_t>(stream.tell());
  header.pixels = pixel_element_before(file, header.pixel_offset, transfer.isExplicitVR(),
                                       transfer.getByteOrder() == EBO_BigEndian);
}

}  // namespace

std::variant<RawHeader, FileProblem> dcmtk_header(const OpenFile& file) {
  const FileProblem unreadable{FileProblem::Kind::unreadable, "it cannot be read"};
  FileProducer producer(file);
  const Recognition recognition = recognize(producer.beginning(), file.size());
  if (!producer.good()) return unreadable;
  if (recognition == Recognition::no) return FileProblem{};
  prepare_dcmtk();
  const QuietDcmtk quiet;
  FileStream stream(producer);
  DcmFileFormat format;
  format.transferInit();
  const OFCondition result =
      format.readUntilTag(stream, EXS_Unknown, EGL_noChange, longest_value, DCM_PixelData);
  format.transferEnd();
  if (!producer.good()) return unreadable;
  RawHeader header;
  header.elements = elements_of(*format.getDataset());
  if (recognition == Recognition::perhaps && (!header.elements.has(tag::sop_instance_uid) ||
                                              !header.elements.has(tag::study_instance_uid))) {
    return FileProblem{};
  }
  if (result.bad()) {
    return FileProblem{FileProblem::Kind::malformed,
                       "its header ends too early or contradicts itself"};
  }
  header.transfer_syntax_uid = syntax_of(format);
  locate_pixels(file, stream, format.getDataset()->getOriginalXfer(), header);
  return header;
}

}  // namespace volvr::dicom
