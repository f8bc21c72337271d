// SPDX-License-Identifier: Apache-2.0
//
// An OpenXR runtime that fails in the way that VOLVR_FAKE_RUNTIME names, for the preflight's tests:
// no-headset, no-opengl, old (refuses the version). It can do nothing else.
#include <openxr/openxr.h>
#include <openxr/openxr_loader_negotiation.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string_view>

namespace {

bool fails_with(std::string_view how) {
  const char* chosen = std::getenv("VOLVR_FAKE_RUNTIME");
  return chosen != nullptr && how == chosen;
}

XrResult XRAPI_CALL list_extensions(const char*, std::uint32_t capacity, std::uint32_t* count,
                                    XrExtensionProperties* extensions) {
  *count = fails_with("no-opengl") ? 0 : 1;
  if (capacity == 0 || *count == 0) return XR_SUCCESS;
  std::strcpy(extensions[0].extensionName, "XR_KHR_opengl_enable");
  return XR_SUCCESS;
}

XrResult XRAPI_CALL create_instance(const XrInstanceCreateInfo*, XrInstance* instance) {
  if (fails_with("old")) return XR_ERROR_API_VERSION_UNSUPPORTED;
  *instance = reinterpret_cast<XrInstance>(1);
  return XR_SUCCESS;
}

XrResult XRAPI_CALL destroy_instance(XrInstance) { return XR_SUCCESS; }

XrResult XRAPI_CALL get_properties(XrInstance, XrInstanceProperties* properties) {
  std::strcpy(properties->runtimeName, "Fake");
  properties->runtimeVersion = XR_MAKE_VERSION(1, 2, 3);
  return XR_SUCCESS;
}

XrResult XRAPI_CALL get_system(XrInstance, const XrSystemGetInfo*, XrSystemId*) {
  return XR_ERROR_FORM_FACTOR_UNAVAILABLE;
}

XrResult XRAPI_CALL unsupported() { return XR_ERROR_FUNCTION_UNSUPPORTED; }

XrResult XRAPI_CALL get_function(XrInstance, const char* name, PFN_xrVoidFunction* function) {
  const std::string_view asked = name;
  if (asked == "xrEnumerateInstanceExtensionProperties") {
    *function = reinterpret_cast<PFN_xrVoidFunction>(&list_extensions);
  } else if (asked == "xrCreateInstance") {
    *function = reinterpret_cast<PFN_xrVoidFunction>(&create_instance);
  } else if (asked == "xrDestroyInstance") {
    *function = reinterpret_cast<PFN_xrVoidFunction>(&destroy_instance);
  } else if (asked == "xrGetInstanceProperties") {
    *function = reinterpret_cast<PFN_xrVoidFunction>(&get_properties);
  } else if (asked == "xrGetSystem") {
    *function = reinterpret_cast<PFN_xrVoidFunction>(&get_system);
  } else {
    *function = reinterpret_cast<PFN_xrVoidFunction>(&unsupported);
  }
  return XR_SUCCESS;
}

}  // namespace

extern "C" XrResult XRAPI_CALL xrNegotiateLoaderRuntimeInterface(
    const XrNegotiateLoaderInfo*, XrNegotiateRuntimeRequest* request) {
  request->runtimeInterfaceVersion = XR_CURRENT_LOADER_RUNTIME_VERSION;
  request->runtimeApiVersion = XR_MAKE_VERSION(1, 0, 0);
  request->getInstanceProcAddr = &get_function;
  return XR_SUCCESS;
}
