// SPDX-License-Identifier: Apache-2.0
#include "xr/gl_binding.h"

#include <array>
#include <string>

#include "volvr/error.h"
#include "xr/openxr_call.h"

// GLEW must see OpenGL first, and X11's macros (Success, None) come after everything of ours.
#include <vtk_glew.h>

#include <GL/glx.h>
#include <X11/Xlib.h>
#define XR_USE_PLATFORM_XLIB
#define XR_USE_GRAPHICS_API_OPENGL
#include <openxr/openxr_platform.h>

namespace volvr::xr {

struct GlBinding::Impl {
  XrGraphicsBindingOpenGLXlibKHR binding{};
};

namespace {

std::string text(XrVersion version) {
  return std::to_string(XR_VERSION_MAJOR(version)) + "." +
         std::to_string(XR_VERSION_MINOR(version));
}

GLXFBConfig config_of(Display* display, GLXContext context) {
  int id = 0;
  int screen = 0;
  glXQueryContext(display, context, GLX_FBCONFIG_ID, &id);
  glXQueryContext(display, context, GLX_SCREEN, &screen);
  const std::array attributes{GLX_FBCONFIG_ID, id, static_cast<int>(None)};
  int count = 0;
  GLXFBConfig* configs = glXChooseFBConfig(display, screen, attributes.data(), &count);
  GLXFBConfig config = count > 0 ? configs[0] : nullptr;
  if (configs != nullptr) XFree(configs);
  return config;
}

std::uint32_t visual_of(Display* display, GLXFBConfig config) {
  XVisualInfo* visual = glXGetVisualFromFBConfig(display, config);
  if (visual == nullptr) return 0;
  const auto id = static_cast<std::uint32_t>(visual->visualid);
  XFree(visual);
  return id;
}

}  // namespace

void require_x_display() {
  Display* display = XOpenDisplay(nullptr);
  if (display == nullptr) {
    throw Error(ErrorCode::no_display,
                "The headset needs an X server for its OpenGL context: set DISPLAY.", {},
                "XOpenDisplay");
  }
  const bool has_glx = glXQueryExtension(display, nullptr, nullptr) != 0;
  XCloseDisplay(display);
  if (!has_glx) {
    throw Error(ErrorCode::no_display,
                "The X server has no OpenGL: the headset needs its GLX extension.", {},
                "glXQueryExtension");
  }
}

void require_graphics(XrInstance instance, XrSystemId system) {
  PFN_xrGetOpenGLGraphicsRequirementsKHR get = nullptr;
  check(xrGetInstanceProcAddr(instance, "xrGetOpenGLGraphicsRequirementsKHR",
                              reinterpret_cast<PFN_xrVoidFunction*>(&get)),
        "xrGetInstanceProcAddr");
  auto wanted =
      typed<XrGraphicsRequirementsOpenGLKHR>(XR_TYPE_GRAPHICS_REQUIREMENTS_OPENGL_KHR);
  check(get(instance, system, &wanted), "xrGetOpenGLGraphicsRequirementsKHR");
  GLint major = 0;
  GLint minor = 0;
  glGetIntegerv(GL_MAJOR_VERSION, &major);
  glGetIntegerv(GL_MINOR_VERSION, &minor);
  const XrVersion ours = XR_MAKE_VERSION(major, minor, 0);
  if (ours < wanted.minApiVersionSupported) {
    throw Error(ErrorCode::unsupported,
                "The headset's runtime needs OpenGL " + text(wanted.minApiVersionSupported) +
                    ", and the graphics driver has " + text(ours) + ".");
  }
}

GlBinding::GlBinding() : impl_(std::make_unique<Impl>()) {
  Display* display = glXGetCurrentDisplay();
  GLXContext context = glXGetCurrentContext();
  if (display == nullptr || context == nullptr) {
    throw Error(ErrorCode::no_display,
                "The headset needs an OpenGL context of an X server, and none is current.", {},
                "glXGetCurrentContext");
  }
  auto& binding = impl_->binding;
  binding.type = XR_TYPE_GRAPHICS_BINDING_OPENGL_XLIB_KHR;
  binding.xDisplay = display;
  binding.glxContext = context;
  binding.glxDrawable = glXGetCurrentDrawable();
  binding.glxFBConfig = config_of(display, context);
  binding.visualid = visual_of(display, binding.glxFBConfig);
}

GlBinding::~GlBinding() = default;

const void* GlBinding::next() const { return &impl_->binding; }

}  // namespace volvr::xr
