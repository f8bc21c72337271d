// SPDX-License-Identifier: Apache-2.0
#include "render/egl_context.h"

#include <EGL/egl.h>
#include <EGL/eglext.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>
#include <utility>
#include <vector>

#include "volvr/error.h"

namespace volvr::render {

namespace {

constexpr unsigned int gl_renderer = 0x1F01;  // GL_RENDERER
constexpr unsigned int gl_version = 0x1F02;   // GL_VERSION

template <class F>
F function(const char* name) {
  return reinterpret_cast<F>(eglGetProcAddress(name));
}

bool lists(const char* extensions, std::string_view wanted) {
  return extensions != nullptr &&
         std::string_view(extensions).find(wanted) != std::string_view::npos;
}

std::vector<EGLDeviceEXT> devices() {
  const auto query = function<PFNEGLQUERYDEVICESEXTPROC>("eglQueryDevicesEXT");
  std::array<EGLDeviceEXT, 64> found{};
  EGLint count = 0;
  if (query == nullptr || query(static_cast<EGLint>(found.size()), found.data(), &count) == 0) {
    return {};
  }
  return {found.begin(), found.begin() + count};
}

bool is_software(EGLDeviceEXT device) {
  const auto query = function<PFNEGLQUERYDEVICESTRINGEXTPROC>("eglQueryDeviceStringEXT");
  return query != nullptr && lists(query(device, EGL_EXTENSIONS), "EGL_MESA_device_software");
}

EGLDisplay display_of(EGLenum platform, void* device) {
  const auto get = function<PFNEGLGETPLATFORMDISPLAYEXTPROC>("eglGetPlatformDisplayEXT");
  return get != nullptr ? get(platform, device, nullptr) : EGL_NO_DISPLAY;
}

std::vector<EGLDisplay> displays(int device) {
  const std::vector<EGLDeviceEXT> all = devices();
  if (device >= 0) {
    if (device >= static_cast<int>(all.size())) {
      throw Error(ErrorCode::no_display,
                  "There is no EGL device " + std::to_string(device) + "; this machine has " +
                      std::to_string(all.size()) + ".",
                  "render.device", "eglQueryDevicesEXT");
    }
    return {display_of(EGL_PLATFORM_DEVICE_EXT, all[static_cast<std::size_t>(device)])};
  }
  std::vector<EGLDisplay> hardware;
  std::vector<EGLDisplay> software{display_of(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY)};
  for (EGLDeviceEXT each : all) {
    (is_software(each) ? software : hardware).push_back(display_of(EGL_PLATFORM_DEVICE_EXT, each));
  }
  hardware.insert(hardware.end(), software.begin(), software.end());
  return hardware;
}

EGLContext context_on(EGLDisplay display) {
  EGLint major = 0;
  EGLint minor = 0;
  if (display == EGL_NO_DISPLAY || eglInitialize(display, &major, &minor) == EGL_FALSE) {
    return EGL_NO_CONTEXT;
  }
  if (!lists(eglQueryString(display, EGL_EXTENSIONS), "EGL_KHR_surfaceless_context")) {
    return EGL_NO_CONTEXT;
  }
  if (eglBindAPI(EGL_OPENGL_API) == EGL_FALSE) return EGL_NO_CONTEXT;
  constexpr std::array<EGLint, 5> wanted{EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT, EGL_SURFACE_TYPE,
                                         EGL_PBUFFER_BIT, EGL_NONE};
  EGLConfig config = nullptr;
  EGLint count = 0;
  if (eglChooseConfig(display, wanted.data(), &config, 1, &count) == EGL_FALSE || count == 0) {
    return EGL_NO_CONTEXT;
  }
  constexpr std::array<std::pair<EGLint, EGLint>, 3> versions{{{4, 5}, {4, 1}, {3, 2}}};
  // One that tells when a reset of the GPU has emptied it, where the driver makes such.
  constexpr std::array<EGLint, 2> strategies{EGL_LOSE_CONTEXT_ON_RESET, EGL_NO_RESET_NOTIFICATION};
  for (const auto& [version, revision] : versions) {
    for (const EGLint strategy : strategies) {
      const bool plain = strategy == EGL_NO_RESET_NOTIFICATION;
      const std::array<EGLint, 9> attributes{
          EGL_CONTEXT_MAJOR_VERSION,
          version,
          EGL_CONTEXT_MINOR_VERSION,
          revision,
          EGL_CONTEXT_OPENGL_PROFILE_MASK,
          EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT,
          plain ? EGL_NONE : EGL_CONTEXT_OPENGL_RESET_NOTIFICATION_STRATEGY,
          strategy,
          EGL_NONE};
      EGLContext context = eglCreateContext(display, config, EGL_NO_CONTEXT, attributes.data());
      if (context != EGL_NO_CONTEXT) return context;
    }
  }
  return EGL_NO_CONTEXT;
}

std::string name_of_driver() {
  using GetString = const unsigned char* (*)(unsigned int);
  const auto get = function<GetString>("glGetString");
  if (get == nullptr) return {};
  const auto text = [&](unsigned int name) {
    const auto* found = get(name);
    return found != nullptr ? std::string(reinterpret_cast<const char*>(found)) : std::string();
  };
  return text(gl_renderer) + ", OpenGL " + text(gl_version);
}

}  // namespace

EglContext::EglContext(int device) {
  for (EGLDisplay display : displays(device)) {
    EGLContext context = context_on(display);
    if (context == EGL_NO_CONTEXT) continue;
    if (eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, context) == EGL_FALSE) {
      eglDestroyContext(display, context);
      continue;
    }
    display_ = display;
    context_ = context;
    graphics_ = name_of_driver();
    return;
  }
  throw Error(
      ErrorCode::no_display,
      "No OpenGL context can be made: EGL finds no graphics device and no software renderer "
      "(Debian's is in the package libgl1-mesa-dri).",
      "render.device", "eglCreateContext");
}

// The display stays initialised: all contexts of this process on that device share it.
EglContext::~EglContext() {
  if (is_current()) release();
  eglDestroyContext(display_, context_);
}

void EglContext::make_current() const {
  if (is_current()) return;
  eglBindAPI(EGL_OPENGL_API);
  if (eglMakeCurrent(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, context_) == EGL_TRUE) return;
  throw Error(ErrorCode::no_display,
              "The OpenGL context for pictures cannot be used on this thread.", {},
              "eglMakeCurrent");
}

bool EglContext::is_current() const {
  return context_ != nullptr && eglGetCurrentContext() == context_;
}

void EglContext::release() const {
  eglMakeCurrent(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
}

}  // namespace volvr::render
