// SPDX-License-Identifier: Apache-2.0
#include "dicom/encoding.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcuid.h>
#include <dcmtk/dcmdata/dcxfer.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace volvr::dicom {

namespace {

using Row = std::pair<std::string_view, Coding>;

constexpr std::array codings{
    Row{UID_LittleEndianImplicitTransferSyntax, Coding::native},
    Row{UID_LittleEndianExplicitTransferSyntax, Coding::native},
    Row{UID_BigEndianExplicitTransferSyntax, Coding::native},
    Row{UID_DeflatedExplicitVRLittleEndianTransferSyntax, Coding::deflated},
    Row{UID_RLELosslessTransferSyntax, Coding::rle},
    Row{UID_JPEGProcess1TransferSyntax, Coding::jpeg},
    Row{UID_JPEGProcess2_4TransferSyntax, Coding::jpeg},
    Row{UID_JPEGProcess14TransferSyntax, Coding::jpeg},
    Row{UID_JPEGProcess14SV1TransferSyntax, Coding::jpeg},
    Row{UID_JPEGLSLosslessTransferSyntax, Coding::jpeg_ls},
    Row{UID_JPEGLSLossyTransferSyntax, Coding::jpeg_ls},
    Row{UID_JPEG2000LosslessOnlyTransferSyntax, Coding::jpeg_2000},
    Row{UID_JPEG2000TransferSyntax, Coding::jpeg_2000},
    Row{"1.2.840.10008.1.2.4.201", Coding::jpeg_2000},  // HTJ2K, lossless
    Row{"1.2.840.10008.1.2.4.202", Coding::jpeg_2000},  // HTJ2K, lossless, by resolutions
    Row{"1.2.840.10008.1.2.4.203", Coding::jpeg_2000},  // HTJ2K
    Row{UID_JPEGProcess6_8TransferSyntax, Coding::jpeg},
    Row{UID_JPEGProcess10_12TransferSyntax, Coding::jpeg},
    Row{"1.2.840.10008.1.2.1.98", Coding::encapsulated_native},
};

}  // namespace

Coding coding_of(std::string_view transfer_syntax_uid) {
  const auto* const row = std::ranges::find(codings, transfer_syntax_uid, &Row::first);
  return row == codings.end() ? Coding::unsupported : row->second;
}

bool is_lossy(std::string_view transfer_syntax_uid) {
  constexpr std::array<std::string_view, 7> lossy{
      UID_JPEGProcess1TransferSyntax,   UID_JPEGProcess2_4TransferSyntax,
      UID_JPEGProcess6_8TransferSyntax, UID_JPEGProcess10_12TransferSyntax,
      UID_JPEGLSLossyTransferSyntax,    UID_JPEG2000TransferSyntax,
      "1.2.840.10008.1.2.4.203"};
  return std::ranges::find(lossy, transfer_syntax_uid) != lossy.end();
}

bool is_deflated(std::string_view transfer_syntax_uid) {
  const DcmXfer syntax(std::string(transfer_syntax_uid).c_str());
  return syntax.getXfer() != EXS_Unknown && syntax.getStreamCompression() != ESC_none;
}

bool is_big_endian(std::string_view transfer_syntax_uid) {
  return transfer_syntax_uid == UID_BigEndianExplicitTransferSyntax;
}

bool is_explicit(std::string_view transfer_syntax_uid) {
  return transfer_syntax_uid != UID_LittleEndianImplicitTransferSyntax;
}

std::string transfer_syntax_name(const std::string& transfer_syntax_uid) {
  const DcmXfer known(transfer_syntax_uid.c_str());
  return known.getXfer() == EXS_Unknown ? transfer_syntax_uid : known.getXferName();
}

}  // namespace volvr::dicom
