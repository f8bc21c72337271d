// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openxr/openxr.h>

#include <string>
#include <string_view>

namespace volvr::xr {

/// The connection to the OpenXR runtime. Asks for version 1.0 of the interface, which every runtime
/// has, and for OpenGL.
class Instance {
 public:
  /// @throws Error no_runtime, unsupported (no OpenGL, or the version is refused), each with one
  ///         sentence that says what to do
  Instance();
  ~Instance();
  Instance(const Instance&) = delete;
  Instance& operator=(const Instance&) = delete;

  XrInstance handle() const { return instance_; }

  /// The headset. @throws Error no_headset
  XrSystemId find_headset() const;

  /// Whether this headset can tell where the eyes look (XR_EXT_eye_gaze_interaction).
  bool tracks_eyes(XrSystemId headset) const;

  /// Name and version, "Monado(XRT) by Collabora et al 25.0.0".
  const std::string& runtime_name() const { return runtime_name_; }

  XrPath path(const std::string& text) const;
  std::string text(XrPath path) const;

 private:
  XrInstance instance_ = XR_NULL_HANDLE;
  std::string runtime_name_;
  bool knows_gaze_ = false;  ///< has the extension
};

}  // namespace volvr::xr
