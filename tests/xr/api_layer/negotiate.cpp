// SPDX-License-Identifier: Apache-2.0
//
// What the loader asks of an API layer (OpenXR loader interface, version 1).
#include <openxr/openxr_loader_negotiation.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "functions.h"
#include "layer.h"
#include "names.h"

namespace volvr::layer {

namespace {

bool is_refused(const Orders& orders, XrVersion asked) {
  if (!orders.highest_version) return false;
  const std::pair<unsigned, unsigned> wanted{XR_VERSION_MAJOR(asked), XR_VERSION_MINOR(asked)};
  return wanted > *orders.highest_version;
}

std::vector<std::string> extensions_of(const XrInstanceCreateInfo& info) {
  return {info.enabledExtensionNames, info.enabledExtensionNames + info.enabledExtensionCount};
}

bool answers_alone(std::string_view name) {
  Layer& layer = Layer::get();
  const auto locked = layer.lock();
  return name == "xrGetVisibilityMaskKHR" && !layer.orders.hidden.empty();
}

XrResult XRAPI_CALL get_function(XrInstance, const char* name, PFN_xrVoidFunction* function) {
  if (std::strcmp(name, "xrGetInstanceProcAddr") == 0) {
    *function = reinterpret_cast<PFN_xrVoidFunction>(&get_function);
    return XR_SUCCESS;
  }
  // What the runtime lacks is not there, unless an order makes us answer it ourselves.
  *function = Layer::get().next<PFN_xrVoidFunction>(name);
  if (const auto room = room_function_named(name); room != nullptr && *function == nullptr) {
    *function = room;
    return XR_SUCCESS;
  }
  const PFN_xrVoidFunction ours = function_named(name);
  if (ours != nullptr && (*function != nullptr || answers_alone(name))) *function = ours;
  return *function == nullptr ? XR_ERROR_FUNCTION_UNSUPPORTED : XR_SUCCESS;
}

XrResult XRAPI_CALL create_instance(const XrInstanceCreateInfo* info,
                                    const XrApiLayerCreateInfo* layer_info, XrInstance* instance) {
  Layer& layer = Layer::get();
  XrResult result = XR_SUCCESS;
  if (const auto failed = layer.fault("xrCreateInstance", false)) result = *failed;
  const XrVersion version = info->applicationInfo.apiVersion;
  if (is_refused(layer.orders, version)) result = XR_ERROR_API_VERSION_UNSUPPORTED;
  const XrApiLayerNextInfo& next = *layer_info->nextInfo;
  if (XR_SUCCEEDED(result)) {
    XrApiLayerCreateInfo below = *layer_info;
    below.nextInfo = next.next;
    result = next.nextCreateApiLayerInstance(info, &below, instance);
  }
  if (XR_SUCCEEDED(result)) layer.on_instance(*instance, next.nextGetInstanceProcAddr);
  const auto locked = layer.lock();
  layer.journal.write({{"call", "xrCreateInstance"},
                       {"version", {XR_VERSION_MAJOR(version), XR_VERSION_MINOR(version)}},
                       {"extensions", extensions_of(*info)},
                       {"result", name_of(result)}});
  return result;
}

}  // namespace

}  // namespace volvr::layer

extern "C" __attribute__((visibility("default"))) XrResult XRAPI_CALL
xrNegotiateLoaderApiLayerInterface(const XrNegotiateLoaderInfo* loader, const char*,
                                   XrNegotiateApiLayerRequest* request) {
  if (loader == nullptr || request == nullptr ||
      loader->structType != XR_LOADER_INTERFACE_STRUCT_LOADER_INFO ||
      request->structType != XR_LOADER_INTERFACE_STRUCT_API_LAYER_REQUEST ||
      loader->minInterfaceVersion > XR_CURRENT_LOADER_API_LAYER_VERSION ||
      loader->maxInterfaceVersion < XR_CURRENT_LOADER_API_LAYER_VERSION) {
    return XR_ERROR_INITIALIZATION_FAILED;
  }
  request->layerInterfaceVersion = XR_CURRENT_LOADER_API_LAYER_VERSION;
  request->layerApiVersion = XR_CURRENT_API_VERSION;
  request->getInstanceProcAddr = &volvr::layer::get_function;
  request->createApiLayerInstance = &volvr::layer::create_instance;
  return XR_SUCCESS;
}
