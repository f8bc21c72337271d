// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace volvr::test {

/// What stands for identity in the objects below: no program knows these letters, and every place
/// has its own number behind them, so that nothing can find one by having seen another.
inline constexpr const char* canary = "ZQXVJ";

/// A CT image in which a canary stands in every attribute of the data dictionary whose VR can hold
/// one, in private blocks (with creators known and unknown), overlays, curves, sequences to depth 8
/// at each level, elements of unknown and of wrong VR, numbers of the wrong length, the preamble,
/// the meta header, behind the pixels and behind the data set. `PixelData` is a plain image.
/// @return the number of canaries planted
std::size_t write_canary_object(const std::filesystem::path& file, bool explicit_vr);

/// Every place at which one of the folder's files, or a file's name, holds a canary, in any case,
/// in one or two bytes a letter.
std::vector<std::string> canaries_in(const std::filesystem::path& folder);
bool holds_canary(const std::string& bytes);

std::string bytes_of(const std::filesystem::path& file);

}  // namespace volvr::test
