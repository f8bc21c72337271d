// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace volvr::render {

/// An OpenGL context without a window, a surface or an X server.
class EglContext {
 public:
  /// @param device  number of the EGL device (in the order of EGL_EXT_device_enumeration), or -1
  /// for
  ///                the first that works: devices with hardware, then Mesa's surfaceless platform,
  ///                then devices in software
  /// @throws Error no_display
  explicit EglContext(int device = -1);
  ~EglContext();
  EglContext(const EglContext&) = delete;
  EglContext& operator=(const EglContext&) = delete;

  /// @throws Error no_display, where another window system's context holds the thread
  void make_current() const;
  bool is_current() const;

  /// Leaves the thread without a context, so that a window may draw.
  void release() const;

  /// OpenGL renderer and version, as the driver names them.
  const std::string& graphics() const { return graphics_; }

 private:
  void* display_ = nullptr;
  void* context_ = nullptr;
  std::string graphics_;
};

}  // namespace volvr::render
