// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace volvr::dicom {

/// Who turns stored pixels into plain ones (transfer syntaxes of PS3.5 annex A).
enum class Coding {
  native,               ///< plain bytes in the file
  encapsulated_native,  ///< plain bytes in fragments
  deflated,             ///< plain bytes in a compressed data set: DCMTK
  rle,                  ///< ours
  jpeg,                 ///< DCMTK
  jpeg_ls,              ///< DCMTK
  jpeg_2000,            ///< OpenJPEG, also for HTJ2K
  unsupported,
};

Coding coding_of(std::string_view transfer_syntax_uid);

/// Whether pixels of this syntax have, or may have, lost something.
bool is_lossy(std::string_view transfer_syntax_uid);

/// Whether the data set is compressed as a whole (PS3.5 A.5), also in syntaxes that are unsupported.
bool is_deflated(std::string_view transfer_syntax_uid);

bool is_big_endian(std::string_view transfer_syntax_uid);

/// Whether the elements carry their value representation.
bool is_explicit(std::string_view transfer_syntax_uid);

/// Its name for people, "JPEG Baseline", or the UID itself.
std::string transfer_syntax_name(const std::string& transfer_syntax_uid);

}  // namespace volvr::dicom
