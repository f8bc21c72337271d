// SPDX-License-Identifier: Apache-2.0
//
// The same library as the active runtime, before the real one: the loader asks runtimes alone, and
// no layer, which extensions there are, so only here can one be hidden or offered. Everything else
// is the real runtime's, whose library VOLVR_LAYER_FRONT_OF names.
#include <dlfcn.h>
#include <openxr/openxr_loader_negotiation.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "layer.h"
#include "pass.h"

namespace volvr::layer {

namespace {

PFN_xrGetInstanceProcAddr& runtime() {
  static PFN_xrGetInstanceProcAddr function = nullptr;
  return function;
}

template <class Function>
Function of_runtime(XrInstance instance, const char* name) {
  PFN_xrVoidFunction function = nullptr;
  if (XR_FAILED(runtime()(instance, name, &function))) function = nullptr;
  return reinterpret_cast<Function>(function);
}

std::vector<XrExtensionProperties> extensions_below() {
  const auto list = of_runtime<PFN_xrEnumerateInstanceExtensionProperties>(
      XR_NULL_HANDLE, "xrEnumerateInstanceExtensionProperties");
  std::uint32_t count = 0;
  if (list == nullptr || XR_FAILED(list(nullptr, 0, &count, nullptr))) return {};
  std::vector<XrExtensionProperties> found(count, {XR_TYPE_EXTENSION_PROPERTIES, nullptr, "", 0});
  if (XR_FAILED(list(nullptr, count, &count, found.data()))) return {};
  return found;
}

bool has(const std::vector<XrExtensionProperties>& extensions, std::string_view name) {
  return std::ranges::any_of(
      extensions, [&](const XrExtensionProperties& each) { return name == each.extensionName; });
}

XrResult XRAPI_CALL list_extensions(const char*, std::uint32_t capacity, std::uint32_t* count,
                                    XrExtensionProperties* out) {
  Layer& layer = Layer::get();
  layer.obey();
  auto found = extensions_below();
  const auto locked = layer.lock();
  std::erase_if(found, [&](const XrExtensionProperties& each) {
    return layer.orders.hides(each.extensionName);
  });
  for (const std::string& name : layer.orders.offered) {
    if (has(found, name)) continue;
    XrExtensionProperties more{XR_TYPE_EXTENSION_PROPERTIES, nullptr, "", 1};
    std::strncpy(more.extensionName, name.c_str(), XR_MAX_EXTENSION_NAME_SIZE - 1);
    found.push_back(more);
  }
  return answer(found, capacity, count, out);
}

XrResult XRAPI_CALL create_instance(const XrInstanceCreateInfo* info, XrInstance* instance) {
  const auto create = of_runtime<PFN_xrCreateInstance>(XR_NULL_HANDLE, "xrCreateInstance");
  const auto known = extensions_below();
  std::vector<const char*> kept(info->enabledExtensionNames,
                                info->enabledExtensionNames + info->enabledExtensionCount);
  std::erase_if(kept, [&](const char* name) { return !has(known, name); });
  XrInstanceCreateInfo passed = *info;
  passed.enabledExtensionCount = static_cast<std::uint32_t>(kept.size());
  passed.enabledExtensionNames = kept.data();
  return create(&passed, instance);
}

XrResult XRAPI_CALL get_function(XrInstance instance, const char* name,
                                 PFN_xrVoidFunction* function) {
  if (std::strcmp(name, "xrEnumerateInstanceExtensionProperties") == 0) {
    *function = reinterpret_cast<PFN_xrVoidFunction>(&list_extensions);
    return XR_SUCCESS;
  }
  if (std::strcmp(name, "xrCreateInstance") == 0) {
    *function = reinterpret_cast<PFN_xrVoidFunction>(&create_instance);
    return XR_SUCCESS;
  }
  return runtime()(instance, name, function);
}

}  // namespace

}  // namespace volvr::layer

extern "C" __attribute__((visibility("default"))) XrResult XRAPI_CALL
xrNegotiateLoaderRuntimeInterface(const XrNegotiateLoaderInfo* loader,
                                  XrNegotiateRuntimeRequest* request) {
  const char* path = std::getenv("VOLVR_LAYER_FRONT_OF");
  void* library = path == nullptr ? nullptr : dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) return XR_ERROR_INITIALIZATION_FAILED;
  const auto negotiate = reinterpret_cast<PFN_xrNegotiateLoaderRuntimeInterface>(
      dlsym(library, "xrNegotiateLoaderRuntimeInterface"));
  if (negotiate == nullptr) return XR_ERROR_INITIALIZATION_FAILED;
  const XrResult result = negotiate(loader, request);
  if (XR_FAILED(result)) return result;
  volvr::layer::runtime() = request->getInstanceProcAddr;
  request->getInstanceProcAddr = &volvr::layer::get_function;
  return result;
}
