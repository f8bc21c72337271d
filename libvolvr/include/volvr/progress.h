// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

namespace volvr {

/// How far a long piece of work is. `total` is 0 where it is not known yet.
struct Progress {
  std::string_view stage;   ///< "scanning", "loading", "writing", ...
  std::uint64_t done = 0;   ///< units finished: files, slices or bytes, as `unit` says
  std::uint64_t total = 0;
  std::string_view unit;    ///< "files", "slices", "bytes"
};

/// Called from one thread at a time, at most some tens of times a second. Returning false asks the
/// work to stop; it then throws Error with ErrorCode::cancelled and leaves nothing half-written.
using ProgressSink = std::function<bool(const Progress&)>;

}  // namespace volvr
