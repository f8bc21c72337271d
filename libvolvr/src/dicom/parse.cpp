// SPDX-License-Identifier: Apache-2.0
#include "dicom/parse.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

#include "dicom/dcmtk_session.h"
#include "dicom/elements.h"
#include "dicom/file_stream.h"
#include "dicom/header_fields.h"
#include "dicom/recognize.h"
#include "volvr/error.h"

namespace volvr::dicom {

namespace {

// Longer values are left in the file; no attribute that is looked at is longer.
constexpr Uint32 longest_value = 4096;

FileProblem malformed(const std::string& reason) {
  return {FileProblem::Kind::malformed, reason};
}

// Where the pixels lie: the stream stands behind the tag and length of PixelData.
void locate_pixels(const OpenFile& file, std::uint64_t offset, E_TransferSyntax syntax,
                   Header& header) {
  const DcmXfer transfer(syntax);
  if (transfer.getStreamCompression() != ESC_none) {
    header.has_pixels = true;  // offsets inside a deflated stream mean nothing
    return;
  }
  const PixelElement element = pixel_element_before(file, offset, transfer.isExplicitVR(),
                                                    transfer.getByteOrder() == EBO_BigEndian);
  header.has_pixels = element.found;
  if (!element.found || element.length == DCM_UndefinedLength) return;
  header.instance.pixels.data_length = element.length;
  const bool bytes_in_words = transfer.getByteOrder() == EBO_BigEndian && element.words &&
                              header.instance.pixels.bits_allocated != 16;
  if (!bytes_in_words) header.instance.pixels.data_offset = offset;
}

// A transfer syntax that DCMTK does not know makes it guess: the file's own word is kept.
void keep_unknown_syntax(DcmFileFormat& format, Header& header) {
  if (format.getMetaInfo() == nullptr) return;
  const Elements meta(*format.getMetaInfo());
  const std::string uid(meta.text(DCM_TransferSyntaxUID));
  if (!uid.empty() && DcmXfer(uid.c_str()).getXfer() == EXS_Unknown) {
    header.instance.pixels.transfer_syntax_uid = uid;
  }
}

}  // namespace

std::variant<Header, FileProblem> parse_file(const std::filesystem::path& path) {
  const QuietDcmtk quiet;
  try {
    const OpenFile file(path);
    FileProducer producer(file);
    const Recognition recognition = recognize(producer.beginning(), file.size());
    if (!producer.good()) {
      return FileProblem{FileProblem::Kind::unreadable, "it cannot be read"};
    }
    if (recognition == Recognition::no) return FileProblem{};
    FileStream stream(producer);
    DcmFileFormat format;
    format.transferInit();
    const OFCondition result = format.readUntilTag(stream, EXS_Unknown, EGL_noChange, longest_value,
                                                   DCM_PixelData);
    format.transferEnd();
    if (!producer.good()) {
      return FileProblem{FileProblem::Kind::unreadable, "it cannot be read"};
    }
    DcmDataset& data = *format.getDataset();
    const Elements elements(data);
    if (recognition == Recognition::perhaps &&
        (!elements.has(DCM_SOPInstanceUID) || !elements.has(DCM_StudyInstanceUID))) {
      return FileProblem{};
    }
    if (result.bad()) return malformed("its header ends too early or contradicts itself");
    Header header = header_of(elements, path, data.getOriginalXfer());
    header.file_size = file.size();
    keep_unknown_syntax(format, header);
    if (!stream.eos()) {
      locate_pixels(file, static_cast<std::uint64_t>(stream.tell()), data.getOriginalXfer(),
                    header);
    }
    return header;
  } catch (const Error& error) {
    return FileProblem{FileProblem::Kind::unreadable, error.what()};
  }
}

}  // namespace volvr::dicom
