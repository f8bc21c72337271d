// SPDX-License-Identifier: Apache-2.0
#include "volvr/error.h"

#include <utility>

namespace volvr {

std::string_view to_string(ErrorCode code) {
  switch (code) {
    case ErrorCode::not_found: return "not-found";
    case ErrorCode::not_readable: return "not-readable";
    case ErrorCode::not_writable: return "not-writable";
    case ErrorCode::no_space: return "no-space";
    case ErrorCode::not_dicom: return "not-dicom";
    case ErrorCode::malformed: return "malformed";
    case ErrorCode::unsupported: return "unsupported";
    case ErrorCode::missing_geometry: return "missing-geometry";
    case ErrorCode::irregular_geometry: return "irregular-geometry";
    case ErrorCode::mixed_patients: return "mixed-patients";
    case ErrorCode::unknown_preset: return "unknown-preset";
    case ErrorCode::unknown_setting: return "unknown-setting";
    case ErrorCode::unknown_command: return "unknown-command";
    case ErrorCode::invalid_argument: return "invalid-argument";
    case ErrorCode::no_display: return "no-display";
    case ErrorCode::no_runtime: return "no-runtime";
    case ErrorCode::no_headset: return "no-headset";
    case ErrorCode::runtime_lost: return "runtime-lost";
    case ErrorCode::out_of_memory: return "out-of-memory";
    case ErrorCode::cancelled: return "cancelled";
    case ErrorCode::internal: break;
  }
  return "internal";
}

Error::Error(ErrorCode code, const std::string& message, std::string subject, std::string call)
    : std::runtime_error(message),
      code_(code),
      subject_(std::move(subject)),
      call_(std::move(call)) {}

}  // namespace volvr
