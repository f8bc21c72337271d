// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <span>
#include <string_view>

#include "io/envelope.h"

namespace volvr::io {

/// A file format for volumes, chosen by the ending of a file's name.
struct Format {
  std::string_view ending;  ///< without its first dot
  Envelope (*envelope)(const VolumeFileInfo& info);
  bool compressed;  ///< by gzip: the space that it needs is not known before
};

std::span<const Format> formats();

/// @throws Error unsupported, with the endings that are known
const Format& format_of(const std::filesystem::path& file);

}  // namespace volvr::io
