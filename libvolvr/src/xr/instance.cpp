// SPDX-License-Identifier: Apache-2.0
#include "xr/instance.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <iterator>
#include <vector>

#include "volvr/error.h"
#include "xr/openxr_call.h"

namespace volvr::xr {

namespace {

constexpr const char* opengl_extension = "XR_KHR_opengl_enable";

// What is used where the runtime has it.
constexpr std::array welcome_extensions{
    "XR_EXT_eye_gaze_interaction",
    "XR_EXT_hand_tracking",
    "XR_EXT_hand_interaction",
    "XR_MSFT_hand_interaction",
    "XR_EXT_hp_mixed_reality_controller",
    "XR_BD_controller_interaction",
    "XR_HTC_vive_focus3_controller_interaction",
    "XR_EXT_local_floor",
    "XR_KHR_composition_layer_depth",
    "XR_KHR_visibility_mask",
    "XR_FB_passthrough",
    "XR_HTC_passthrough",
};
constexpr std::string_view how_to_get_one =
    "start SteamVR, Monado (monado-service), or WiVRn or ALVR for a standalone headset";

// The loader and Monado's client write pages to stderr unless they are told not to before their
// first call. What a user has set stands.
void quiet_other_peoples_logs() {
  setenv("XR_LOADER_DEBUG", "none", 0);
  setenv("OXR_NO_PRINTING", "1", 0);
}

std::vector<XrExtensionProperties> extensions() {
  std::uint32_t count = 0;
  const auto absent = [](XrResult result) {
    if (XR_SUCCEEDED(result)) return;
    throw Error(ErrorCode::no_runtime,
                "No OpenXR runtime is active: " + std::string(how_to_get_one) + ".", {},
                "xrEnumerateInstanceExtensionProperties: " + std::string(to_text(result)));
  };
  absent(xrEnumerateInstanceExtensionProperties(nullptr, 0, &count, nullptr));
  std::vector<XrExtensionProperties> found(
      count, typed<XrExtensionProperties>(XR_TYPE_EXTENSION_PROPERTIES));
  absent(xrEnumerateInstanceExtensionProperties(nullptr, count, &count, found.data()));
  found.resize(count);
  return found;
}

[[noreturn]] void refuse_instance(XrResult result) {
  const std::string call = "xrCreateInstance: " + std::string(to_text(result));
  if (result == XR_ERROR_API_VERSION_UNSUPPORTED) {
    throw Error(ErrorCode::unsupported,
                "The OpenXR runtime refuses version 1.0 of the interface: bring it up to date.", {},
                call);
  }
  throw Error(
      ErrorCode::no_runtime,
      "An OpenXR runtime is installed but does not answer: " + std::string(how_to_get_one) + ".",
      {}, call);
}

bool offers(const std::vector<XrExtensionProperties>& offered, std::string_view name) {
  return std::ranges::any_of(offered, [&](const XrExtensionProperties& each) {
    return std::string_view(each.extensionName) == name;
  });
}

XrInstance create_instance(const std::vector<const char*>& names) {
  auto info = typed<XrInstanceCreateInfo>(XR_TYPE_INSTANCE_CREATE_INFO);
  std::strncpy(info.applicationInfo.applicationName, "volvr", XR_MAX_APPLICATION_NAME_SIZE - 1);
  std::strncpy(info.applicationInfo.engineName, "volvr", XR_MAX_ENGINE_NAME_SIZE - 1);
  info.applicationInfo.applicationVersion = 1;
  info.applicationInfo.apiVersion = XR_MAKE_VERSION(1, 0, 0);
  info.enabledExtensionCount = static_cast<std::uint32_t>(names.size());
  info.enabledExtensionNames = names.data();
  XrInstance instance = XR_NULL_HANDLE;
  const XrResult result = xrCreateInstance(&info, &instance);
  if (XR_FAILED(result)) refuse_instance(result);
  return instance;
}

std::string name_of(XrInstance instance) {
  auto properties = typed<XrInstanceProperties>(XR_TYPE_INSTANCE_PROPERTIES);
  check(xrGetInstanceProperties(instance, &properties), "xrGetInstanceProperties");
  const XrVersion version = properties.runtimeVersion;
  return std::string(properties.runtimeName) + " " + std::to_string(XR_VERSION_MAJOR(version)) +
         "." + std::to_string(XR_VERSION_MINOR(version)) + "." +
         std::to_string(XR_VERSION_PATCH(version));
}

}  // namespace

Instance::Instance() {
  quiet_other_peoples_logs();
  const auto offered = extensions();
  if (!offers(offered, opengl_extension)) {
    throw Error(ErrorCode::unsupported,
                "The active OpenXR runtime cannot show OpenGL programs (it lacks " +
                    std::string(opengl_extension) + "): make SteamVR or Monado the active one.");
  }
  std::vector<const char*> wanted{opengl_extension};
  std::ranges::copy_if(welcome_extensions, std::back_inserter(wanted),
                       [&](const char* name) { return offers(offered, name); });
  extensions_.assign(wanted.begin(), wanted.end());
  instance_ = create_instance(wanted);
  try {
    runtime_name_ = name_of(instance_);
  } catch (...) {
    xrDestroyInstance(instance_);
    throw;
  }
}

Instance::~Instance() {
  xrDestroyInstance(instance_);
}

XrSystemId Instance::find_headset() const {
  auto info = typed<XrSystemGetInfo>(XR_TYPE_SYSTEM_GET_INFO);
  info.formFactor = XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY;
  XrSystemId system = XR_NULL_SYSTEM_ID;
  const XrResult result = xrGetSystem(instance_, &info, &system);
  if (result == XR_ERROR_FORM_FACTOR_UNAVAILABLE || result == XR_ERROR_FORM_FACTOR_UNSUPPORTED) {
    throw Error(ErrorCode::no_headset,
                runtime_name_ + " finds no headset: connect it, switch it on, and try again.", {},
                "xrGetSystem: " + std::string(to_text(result)));
  }
  check(result, "xrGetSystem");
  return system;
}

bool Instance::has(std::string_view extension) const {
  return std::ranges::find(extensions_, extension) != extensions_.end();
}

bool Instance::tracks_eyes(XrSystemId headset) const {
  if (!has("XR_EXT_eye_gaze_interaction")) return false;
  auto gaze = typed<XrSystemEyeGazeInteractionPropertiesEXT>(
      XR_TYPE_SYSTEM_EYE_GAZE_INTERACTION_PROPERTIES_EXT);
  auto properties = typed<XrSystemProperties>(XR_TYPE_SYSTEM_PROPERTIES);
  properties.next = &gaze;
  check(xrGetSystemProperties(instance_, headset, &properties), "xrGetSystemProperties");
  return gaze.supportsEyeGazeInteraction == XR_TRUE;
}

PFN_xrVoidFunction Instance::find_function(const char* name) const {
  PFN_xrVoidFunction found = nullptr;
  check(xrGetInstanceProcAddr(instance_, name, &found), "xrGetInstanceProcAddr");
  return found;
}

XrPath Instance::path(const std::string& text) const {
  XrPath path = XR_NULL_PATH;
  check(xrStringToPath(instance_, text.c_str(), &path), "xrStringToPath");
  return path;
}

std::string Instance::text(XrPath path) const {
  if (path == XR_NULL_PATH) return {};
  std::array<char, XR_MAX_PATH_LENGTH> buffer{};
  std::uint32_t length = 0;
  check(xrPathToString(instance_, path, XR_MAX_PATH_LENGTH, &length, buffer.data()),
        "xrPathToString");
  return buffer.data();
}

}  // namespace volvr::xr
