// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openxr/openxr.h>

#include <memory>

namespace volvr::xr {

/// Whether an OpenGL window can be made at all; VTK ends the program where it cannot.
/// @throws Error no_display
void require_x_display();

/// Checks that the current OpenGL context is one that the runtime takes. OpenXR wants this asked
/// before a session is made. @throws Error unsupported
void require_graphics(XrInstance instance, XrSystemId system);

/// The current GLX context, as xrCreateSession takes it.
class GlBinding {
 public:
  /// @throws Error no_display where no GLX context is current
  GlBinding();
  ~GlBinding();
  GlBinding(const GlBinding&) = delete;
  GlBinding& operator=(const GlBinding&) = delete;

  const void* next() const;  ///< for XrSessionCreateInfo::next

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace volvr::xr
