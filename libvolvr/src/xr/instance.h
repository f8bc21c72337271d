// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openxr/openxr.h>

#include <string>
#include <string_view>
#include <vector>

namespace volvr::xr {

/// The connection to the OpenXR runtime. Asks for version 1.0 of the interface, which every runtime
/// has, for OpenGL, and for those extensions that volvr can use and the runtime has.
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

  /// Whether an extension is in use.
  bool has(std::string_view extension) const;

  /// A function of an extension in use. @throws Error internal where the runtime lacks it
  template <class Function>
  Function function(const char* name) const {
    return reinterpret_cast<Function>(find_function(name));
  }

  /// Whether this headset can tell where the eyes look (XR_EXT_eye_gaze_interaction).
  bool tracks_eyes(XrSystemId headset) const;

  /// Name and version, "Monado(XRT) by Collabora et al 25.0.0".
  const std::string& runtime_name() const { return runtime_name_; }

  XrPath path(const std::string& text) const;
  std::string text(XrPath path) const;

 private:
  PFN_xrVoidFunction find_function(const char* name) const;

  XrInstance instance_ = XR_NULL_HANDLE;
  std::string runtime_name_;
  std::vector<std::string> extensions_;
};

}  // namespace volvr::xr
