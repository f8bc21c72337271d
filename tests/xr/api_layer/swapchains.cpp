// SPDX-License-Identifier: Apache-2.0
//
// Pictures that the program gets from the runtime, and how many layers it may hand over.
#include <cstdint>

#include "functions.h"
#include "names.h"
#include "pass.h"

namespace volvr::layer {

XrResult XRAPI_CALL create_swapchain(XrSession session, const XrSwapchainCreateInfo* info,
                                     XrSwapchain* swapchain) {
  Layer& layer = Layer::get();
  if (const auto failed = layer.fault("xrCreateSwapchain", true)) return *failed;
  const XrResult result =
      Pass<"xrCreateSwapchain", PFN_xrCreateSwapchain>::below(session, info, swapchain);
  const auto locked = layer.lock();
  layer.journal.write({{"call", "xrCreateSwapchain"},
                       {"swapchain", reinterpret_cast<std::uintptr_t>(*swapchain)},
                       {"size", {info->width, info->height}},
                       {"result", name_of(result)}});
  return result;
}

XrResult XRAPI_CALL acquire_image(XrSwapchain swapchain, const XrSwapchainImageAcquireInfo* info,
                                  std::uint32_t* index) {
  Layer& layer = Layer::get();
  if (const auto failed = layer.fault("xrAcquireSwapchainImage", true)) return *failed;
  const XrResult result =
      Pass<"xrAcquireSwapchainImage", PFN_xrAcquireSwapchainImage>::below(swapchain, info, index);
  const auto locked = layer.lock();
  layer.journal.write({{"call", "xrAcquireSwapchainImage"},
                       {"swapchain", reinterpret_cast<std::uintptr_t>(swapchain)},
                       {"result", name_of(result)}});
  return result;
}

void count_layers(const Orders& orders, XrSystemProperties& properties) {
  if (orders.most_layers) properties.graphicsProperties.maxLayerCount = *orders.most_layers;
}

}  // namespace volvr::layer
