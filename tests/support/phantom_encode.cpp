// SPDX-License-Identifier: Apache-2.0
#include "support/phantom_encode.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>
#include <dcmtk/dcmdata/dcrledrg.h>
#include <dcmtk/dcmdata/dcrleerg.h>
#include <dcmtk/dcmdata/dcrlerp.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmimage/diregist.h>  // the coders for colour need it
#include <dcmtk/dcmjpeg/djdecode.h>
#include <dcmtk/dcmjpeg/djencode.h>
#include <dcmtk/dcmjpeg/djrplol.h>
#include <dcmtk/dcmjpeg/djrploss.h>
#include <dcmtk/dcmjpls/djdecode.h>
#include <dcmtk/dcmjpls/djencode.h>
#include <dcmtk/dcmjpls/djrparam.h>

#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>

#include "support/jpeg2000_encoder.h"

namespace volvr::test {

namespace {

void require(const OFCondition& condition, const std::string& what) {
  if (condition.bad()) throw std::runtime_error(what + ": " + condition.text());
}

void register_codecs() {
  static std::once_flag once;
  std::call_once(once, [] {
    OFLog::configure(OFLogger::WARN_LOG_LEVEL);
    DcmRLEEncoderRegistration::registerCodecs();
    DcmRLEDecoderRegistration::registerCodecs();
    DJEncoderRegistration::registerCodecs();
    DJDecoderRegistration::registerCodecs();
    DJLSEncoderRegistration::registerCodecs();
    DJLSDecoderRegistration::registerCodecs();
  });
}

E_TransferSyntax transfer_syntax(Encoding encoding) {
  switch (encoding) {
    case Encoding::implicit_little:
      return EXS_LittleEndianImplicit;
    case Encoding::explicit_little:
      return EXS_LittleEndianExplicit;
    case Encoding::explicit_big:
      return EXS_BigEndianExplicit;
    case Encoding::deflated:
      return EXS_DeflatedLittleEndianExplicit;
    case Encoding::rle:
      return EXS_RLELossless;
    case Encoding::jpeg_baseline:
      return EXS_JPEGProcess1;
    case Encoding::jpeg_lossless:
      return EXS_JPEGProcess14;
    case Encoding::jpeg_lossless_sv1:
      return EXS_JPEGProcess14SV1;
    case Encoding::jpeg_ls_lossless:
      return EXS_JPEGLSLossless;
    case Encoding::jpeg_ls_near_lossless:
      return EXS_JPEGLSLossy;
    case Encoding::jpeg_2000_lossless:
      break;
  }
  return EXS_JPEG2000LosslessOnly;
}

std::unique_ptr<DcmRepresentationParameter> parameters(Encoding encoding) {
  switch (encoding) {
    case Encoding::rle:
      return std::make_unique<DcmRLERepresentationParameter>();
    case Encoding::jpeg_baseline:
      return std::make_unique<DJ_RPLossy>(95);
    case Encoding::jpeg_lossless:
      return std::make_unique<DJ_RPLossless>(6, 0);
    case Encoding::jpeg_lossless_sv1:
      return std::make_unique<DJ_RPLossless>();
    case Encoding::jpeg_ls_lossless:
      return std::make_unique<DJLSRepresentationParameter>(0, OFTrue);
    case Encoding::jpeg_ls_near_lossless:
      return std::make_unique<DJLSRepresentationParameter>(2, OFFalse);
    default:
      return nullptr;
  }
}

int integer(DcmItem& item, const DcmTagKey& tag) {
  Uint16 value = 0;
  require(item.findAndGetUint16(tag, value), "pixel description");
  return value;
}

void encode_jpeg_2000(DcmDataset& data) {
  Jpeg2000Image image;
  image.columns = integer(data, DCM_Columns);
  image.rows = integer(data, DCM_Rows);
  image.samples = integer(data, DCM_SamplesPerPixel);
  image.bits_allocated = integer(data, DCM_BitsAllocated);
  image.bits_stored = integer(data, DCM_BitsStored);
  image.is_signed = integer(data, DCM_PixelRepresentation) == 1;
  const void* bytes = nullptr;
  if (image.bits_allocated == 8) {
    const Uint8* bytes8 = nullptr;
    require(data.findAndGetUint8Array(DCM_PixelData, bytes8), "pixels");
    bytes = bytes8;
  } else {
    const Uint16* bytes16 = nullptr;
    require(data.findAndGetUint16Array(DCM_PixelData, bytes16), "pixels");
    bytes = bytes16;
  }
  std::vector<std::uint8_t> stream = jpeg2000_codestream(image, bytes);
  auto sequence = std::make_unique<DcmPixelSequence>(DCM_PixelSequenceTag);
  auto table = std::make_unique<DcmPixelItem>(DCM_PixelItemTag);
  require(sequence->insert(table.release()), "offset table");
  DcmOffsetList offsets;
  require(
      sequence->storeCompressedFrame(offsets, stream.data(), static_cast<Uint32>(stream.size()), 0),
      "store frame");
  auto pixels = std::make_unique<DcmPixelData>(DCM_PixelData);
  pixels->putOriginalRepresentation(EXS_JPEG2000LosslessOnly, nullptr, sequence.release());
  require(data.insert(pixels.release(), OFTrue), "insert pixels");
}

}  // namespace

void put_pixels(DcmItem& item, const std::vector<std::uint8_t>& bytes, int bits_allocated) {
  if (bits_allocated == 8) {
    require(item.putAndInsertUint8Array(DCM_PixelData, bytes.data(), bytes.size()), "put pixels");
    return;
  }
  std::vector<Uint16> words(bytes.size() / 2);
  for (std::size_t i = 0; i < words.size(); ++i) {
    words[i] = static_cast<Uint16>(bytes[2 * i] | (bytes[2 * i + 1] << 8));
  }
  require(item.putAndInsertUint16Array(DCM_PixelData, words.data(), words.size()), "put pixels");
}

void save_encoded(DcmFileFormat& file, Encoding encoding, bool meta_header,
                  const std::filesystem::path& path) {
  register_codecs();
  DcmDataset& data = *file.getDataset();
  const E_TransferSyntax syntax = transfer_syntax(encoding);
  if (encoding == Encoding::jpeg_2000_lossless) {
    encode_jpeg_2000(data);
  } else if (const auto parameter = parameters(encoding)) {
    require(data.chooseRepresentation(syntax, parameter.get()), "encode");
    data.removeAllButCurrentRepresentations();
  }
  require(file.saveFile(path.c_str(), syntax, EET_ExplicitLength, EGL_recalcGL, EPD_noChange, 0, 0,
                        meta_header ? EWM_fileformat : EWM_dataset),
          "write " + path.string());
}

void decompress_file(const std::filesystem::path& from, const std::filesystem::path& to) {
  register_codecs();
  DcmFileFormat file;
  require(file.loadFile(from.c_str()), "read " + from.string());
  require(file.getDataset()->chooseRepresentation(EXS_LittleEndianExplicit, nullptr),
          "decode " + from.string());
  require(file.saveFile(to.c_str(), EXS_LittleEndianExplicit), "write " + to.string());
}

}  // namespace volvr::test
