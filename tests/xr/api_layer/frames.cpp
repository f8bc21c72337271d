// SPDX-License-Identifier: Apache-2.0
//
// Frames: when they are wanted, begun and handed over, and what is in them.
#include <algorithm>
#include <cstdint>
#include <iterator>
#include <utility>
#include <vector>

#include "functions.h"
#include "names.h"
#include "pass.h"

namespace volvr::layer {

namespace {

Json described(const XrPosef& pose) {
  return {
      {"turn", {pose.orientation.x, pose.orientation.y, pose.orientation.z, pose.orientation.w}},
      {"position", {pose.position.x, pose.position.y, pose.position.z}}};
}

Json described(const XrSwapchainSubImage& image) {
  return {{"swapchain", reinterpret_cast<std::uintptr_t>(image.swapchain)},
          {"rect",
           {image.imageRect.offset.x, image.imageRect.offset.y, image.imageRect.extent.width,
            image.imageRect.extent.height}},
          {"array_index", image.imageArrayIndex}};
}

// What hangs on a structure.
std::vector<const XrBaseInStructure*> chain_of(const void* next) {
  std::vector<const XrBaseInStructure*> chain;
  for (const auto* at = static_cast<const XrBaseInStructure*>(next); at != nullptr; at = at->next) {
    chain.push_back(at);
  }
  return chain;
}

Json described(const XrCompositionLayerProjectionView& view) {
  Json json{
      {"pose", described(view.pose)},
      {"fov", {view.fov.angleLeft, view.fov.angleRight, view.fov.angleUp, view.fov.angleDown}},
      {"image", described(view.subImage)}};
  for (const XrBaseInStructure* each : chain_of(view.next)) {
    if (each->type != XR_TYPE_COMPOSITION_LAYER_DEPTH_INFO_KHR) continue;
    const auto& depth = reinterpret_cast<const XrCompositionLayerDepthInfoKHR&>(*each);
    json["depth"] = {{"image", described(depth.subImage)},
                     {"min", depth.minDepth},
                     {"max", depth.maxDepth},
                     {"near", depth.nearZ},
                     {"far", depth.farZ}};
  }
  return json;
}

Json described(Layer& layer, const XrCompositionLayerBaseHeader& base) {
  Json json{
      {"type", name_of(base.type)},
      {"blend_alpha", (base.layerFlags & XR_COMPOSITION_LAYER_BLEND_TEXTURE_SOURCE_ALPHA_BIT) != 0},
      {"unpremultiplied", (base.layerFlags & XR_COMPOSITION_LAYER_UNPREMULTIPLIED_ALPHA_BIT) != 0},
      {"flags", base.layerFlags},
      {"space", layer.spaces[base.space]}};
  if (base.type == XR_TYPE_COMPOSITION_LAYER_PROJECTION) {
    const auto& projection = reinterpret_cast<const XrCompositionLayerProjection&>(base);
    json["views"] = Json::array();
    for (std::uint32_t at = 0; at < projection.viewCount; ++at) {
      json["views"].push_back(described(projection.views[at]));
    }
  } else if (base.type == XR_TYPE_COMPOSITION_LAYER_QUAD) {
    const auto& quad = reinterpret_cast<const XrCompositionLayerQuad&>(base);
    json["pose"] = described(quad.pose);
    json["size"] = {quad.size.width, quad.size.height};
    json["eyes"] = name_of(quad.eyeVisibility);
    json["image"] = described(quad.subImage);
  }
  return json;
}

Json described(Layer& layer, const XrFrameEndInfo& info) {
  Json json{{"call", "xrEndFrame"},
            {"display_time", info.displayTime},
            {"blend_mode", name_of(info.environmentBlendMode)},
            {"layers", Json::array()}};
  for (std::uint32_t at = 0; at < info.layerCount; ++at) {
    if (info.layers[at] != nullptr) json["layers"].push_back(described(layer, *info.layers[at]));
  }
  return json;
}

bool is_off(Layer& layer) {
  const auto locked = layer.lock();
  return layer.worn == Worn::off;
}

// A blend mode or a room of our offering means nothing to the runtime.
XrFrameEndInfo for_the_runtime(Layer& layer, const XrFrameEndInfo& given,
                               std::vector<const XrCompositionLayerBaseHeader*>& layers) {
  XrFrameEndInfo info = given;
  if (!layer.orders.offered.empty()) {
    std::copy_if(given.layers, given.layers + given.layerCount, std::back_inserter(layers),
                 [](const auto* each) { return each == nullptr || !is_room(*each); });
    info.layers = layers.data();
    info.layerCount = static_cast<std::uint32_t>(layers.size());
  }
  const auto& below = layer.blend_modes_below;
  if (!below.empty() && std::ranges::find(below, info.environmentBlendMode) == below.end()) {
    info.environmentBlendMode = below.front();
  }
  if (std::exchange(layer.orders.misuse, false)) info.type = XR_TYPE_FRAME_BEGIN_INFO;
  return info;
}

}  // namespace

XrResult XRAPI_CALL wait_frame(XrSession session, const XrFrameWaitInfo* info,
                               XrFrameState* state) {
  Layer& layer = Layer::get();
  const double asked_at = seconds_now();
  if (const auto failed = layer.fault("xrWaitFrame", true)) return *failed;
  if (is_off(layer)) return XR_ERROR_SESSION_NOT_RUNNING;
  const XrResult result = Pass<"xrWaitFrame", PFN_xrWaitFrame>::below(session, info, state);
  const auto locked = layer.lock();
  if (XR_SUCCEEDED(result)) {
    layer.seen_at = state->predictedDisplayTime;
    if (layer.orders.period > 0) state->predictedDisplayPeriod = layer.orders.period;
    if (!layer.orders.should_render) state->shouldRender = XR_FALSE;
  }
  layer.journal.write({{"call", "xrWaitFrame"},
                       {"result", name_of(result)},
                       {"asked_at", asked_at},
                       {"display_time", state->predictedDisplayTime},
                       {"period", state->predictedDisplayPeriod},
                       {"should_render", state->shouldRender == XR_TRUE}});
  return result;
}

XrResult XRAPI_CALL begin_frame(XrSession session, const XrFrameBeginInfo* info) {
  Layer& layer = Layer::get();
  if (const auto failed = layer.fault("xrBeginFrame", true)) return *failed;
  if (is_off(layer)) return XR_ERROR_SESSION_NOT_RUNNING;
  const XrResult result = Pass<"xrBeginFrame", PFN_xrBeginFrame>::below(session, info);
  const auto locked = layer.lock();
  layer.journal.write({{"call", "xrBeginFrame"}, {"result", name_of(result)}});
  return result;
}

XrResult XRAPI_CALL end_frame(XrSession session, const XrFrameEndInfo* info) {
  Layer& layer = Layer::get();
  if (const auto failed = layer.fault("xrEndFrame", true)) return *failed;
  if (is_off(layer)) return XR_ERROR_SESSION_NOT_RUNNING;
  auto locked = layer.lock();
  Json record = described(layer, *info);
  std::vector<const XrCompositionLayerBaseHeader*> layers;
  const XrFrameEndInfo passed = for_the_runtime(layer, *info, layers);
  locked.unlock();
  const XrResult result = Pass<"xrEndFrame", PFN_xrEndFrame>::below(session, &passed);
  locked.lock();
  record["result"] = name_of(result);
  layer.journal.write(std::move(record));
  return result;
}

}  // namespace volvr::layer
