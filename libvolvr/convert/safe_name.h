// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace volvr::batch {

/// The text as part of a file's name: letters and digits of all scripts, '-' and '.'; each run of
/// anything else (separators, blanks, control and invisible characters, broken UTF-8) is one '_'.
/// No '.', '-' or '_' in front, none of '.' and '_' at the end, at most `most_bytes` bytes, cut
/// between characters.
std::string safe_name(std::string_view text, std::size_t most_bytes = 60);

/// What two names have in common that some file system takes for one: letter case, and how
/// characters beyond ASCII are composed.
std::string folded(std::string_view name);

/// Whether some system keeps the name for a device ("con", "lpt1"), with or without an ending.
bool is_reserved(std::string_view name);

/// The text up to `most_bytes` bytes, cut between characters.
std::string_view cut(std::string_view text, std::size_t most_bytes);

}  // namespace volvr::batch
