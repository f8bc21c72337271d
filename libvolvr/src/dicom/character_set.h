// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace volvr::dicom {

/// Text of a data set as UTF-8 (PS3.5 chapter 6.1 and annexes H to K).
///
/// @param text           as it stands in the file
/// @param character_set  value of SpecificCharacterSet, with backslashes; empty where absent
/// Text without a declared character set that is valid UTF-8 is taken as it is; otherwise, and
/// where the declared set cannot be converted, its bytes are taken as Latin-1, so that no text is
/// lost.
std::string to_utf8(std::string_view text, std::string_view character_set);

}  // namespace volvr::dicom
