// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "volvr/appearance.h"
#include "volvr/convert.h"
#include "volvr/settings.h"

namespace volvr::app {

/// Pixels of a picture or a window.
struct PictureSize {
  int width = 0;
  int height = 0;
};

/// "1024x768". @throws Error invalid_argument unless both are from 16 to 16384
PictureSize picture_size(const std::string& text);

/// "400,1500": centre and width. @throws Error invalid_argument
Window window_of(const std::string& text);

/// "2/8": the second of eight. @throws Error invalid_argument
Shard shard_of(const std::string& text);

/// "512M", "1.5G", "2000000": bytes, with K, M, G and T as powers of 1024.
/// @throws Error invalid_argument
std::uint64_t bytes_of(const std::string& text);

/// Settings from NAME=VALUE pairs. @throws Error unknown_setting, invalid_argument
Settings settings_of(const std::vector<std::string>& pairs);

/// The table of settings, as lines for people.
std::string settings_help();

}  // namespace volvr::app
