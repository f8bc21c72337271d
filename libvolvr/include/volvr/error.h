// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace volvr {

/// What kind of thing went wrong. The text name (`to_string`) is stable and used in JSON.
enum class ErrorCode {
  not_found,             ///< a path that does not exist
  not_readable,          ///< a file or folder that exists and cannot be read
  not_writable,          ///< an output that cannot be written: permission, missing folder
  no_space,              ///< the disk is full
  not_dicom,             ///< nothing DICOM where DICOM was asked for
  malformed,             ///< a file that contradicts itself or ends too early
  unsupported,           ///< valid, but not something this build can do
  missing_geometry,      ///< no ImagePositionPatient, ImageOrientationPatient or PixelSpacing
  irregular_geometry,    ///< slices that do not form a regular grid
  mixed_patients,        ///< more than one patient where one is expected
  unknown_preset,
  unknown_setting,
  unknown_command,       ///< a command that is not in the vocabulary, or with wrong arguments
  invalid_argument,      ///< a value outside of its documented range
  no_display,            ///< no OpenGL context could be made
  no_runtime,            ///< no OpenXR runtime is active
  no_headset,            ///< an OpenXR runtime without a headset
  runtime_lost,          ///< the OpenXR runtime died under the running program
  out_of_memory,
  cancelled,             ///< a progress sink asked to stop
  internal,              ///< a failure of a library below, or of volvr itself
};

/// Stable lower-case name with hyphens, for example `missing-geometry`.
std::string_view to_string(ErrorCode code);

/// The one exception root. `what()` is one plain sentence for a user.
class Error : public std::runtime_error {
 public:
  /// @param code     what kind of failure
  /// @param message  one sentence, without patient identity
  /// @param subject  the file, series UID or setting concerned; may be empty
  /// @param call     the call of a library that failed, for a developer; may be empty
  Error(ErrorCode code, const std::string& message, std::string subject = {},
        std::string call = {});

  ErrorCode code() const noexcept { return code_; }
  const std::string& subject() const noexcept { return subject_; }
  const std::string& call() const noexcept { return call_; }

 private:
  ErrorCode code_;
  std::string subject_;
  std::string call_;
};

}  // namespace volvr
