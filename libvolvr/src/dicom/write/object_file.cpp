// SPDX-License-Identifier: Apache-2.0
#include "dicom/write/object_file.h"

#include <dcmtk/dcmdata/dcrleerg.h>
#include <dcmtk/dcmdata/dcrlerp.h>
#include <dcmtk/dcmjpls/djencode.h>
#include <dcmtk/dcmjpls/djrparam.h>

#include <cerrno>
#include <limits>
#include <memory>
#include <mutex>

#include "core/atomic_file.h"
#include "core/parallel.h"
#include "dicom/dcmtk_session.h"
#include "dicom/write/put.h"
#include "volvr/error.h"

namespace volvr::dicom {

namespace {

void prepare_encoders() {
  static std::once_flag once;
  std::call_once(once, [] {
    DcmRLEEncoderRegistration::registerCodecs();
    DJLSEncoderRegistration::registerCodecs();
  });
}

E_TransferSyntax syntax_of(DicomEncoding encoding) {
  switch (encoding) {
    case DicomEncoding::explicit_little_endian:
      return EXS_LittleEndianExplicit;
    case DicomEncoding::rle_lossless:
      return EXS_RLELossless;
    case DicomEncoding::jpeg_ls_lossless:
      break;
  }
  return EXS_JPEGLSLossless;
}

void encode(DcmDataset& items, DicomEncoding encoding) {
  if (encoding == DicomEncoding::explicit_little_endian) return;
  prepare_encoders();
  const DcmRLERepresentationParameter rle;
  const DJLSRepresentationParameter jpeg_ls(0, OFTrue);
  const DcmRepresentationParameter* parameter = &rle;
  if (encoding == DicomEncoding::jpeg_ls_lossless) parameter = &jpeg_ls;
  const OFCondition done = items.chooseRepresentation(syntax_of(encoding), parameter);
  if (done.bad() || !items.canWriteXfer(syntax_of(encoding))) {
    throw Error(ErrorCode::internal, "The pixels could not be compressed.", {}, done.text());
  }
  items.removeAllButCurrentRepresentations();
}

}  // namespace

void put_pixels(DcmItem& items, const Derivation& derivation, std::size_t first,
                std::size_t count) {
  const Eigen::Vector3i size = derivation.volume.geometry().size;
  const auto pixels = static_cast<std::uint64_t>(size.x()) * static_cast<std::uint64_t>(size.y());
  if (2 * pixels * count >= std::numeric_limits<Uint32>::max() - 1) {
    throw Error(ErrorCode::unsupported,
                "One DICOM object holds at most 4 GB of pixels; write single frames.");
  }
  auto element = std::make_unique<DcmPixelData>(DcmTag(DCM_PixelData, EVR_OW));
  Uint16* words = nullptr;
  if (element->createUint16Array(static_cast<Uint32>(pixels * count), words).bad()) {
    throw Error(ErrorCode::out_of_memory, "There is not enough memory for the pixels.");
  }
  for (std::size_t k = 0; k < count; ++k) {
    store_slice(derivation.volume, derivation.form, first + k, {words + k * pixels, pixels});
  }
  items.insert(element.release(), OFTrue);
}

void write_object(DcmFileFormat& object, DicomEncoding encoding, const std::filesystem::path& file,
                  const std::filesystem::path& final_name) {
  const QuietDcmtk quiet;
  DcmDataset& items = *object.getDataset();
  encode(items, encoding);
  const E_TransferSyntax syntax = syntax_of(encoding);
  errno = 0;
  const OFCondition saved = object.saveFile(file.c_str(), syntax, EET_ExplicitLength, EGL_recalcGL,
                                            EPD_noChange, 0, 0, EWM_fileformat);
  const int error = errno;
  const std::uint64_t least = items.calcElementLength(syntax, EET_ExplicitLength);
  std::error_code unknown;
  const auto written = std::filesystem::file_size(file, unknown);
  // DCMTK does not look at every write: a file that is too short tells.
  if (saved.bad() || unknown || written < least) {
    throw_write_error(final_name, "DcmFileFormat::saveFile", error, least);
  }
}

}  // namespace volvr::dicom
