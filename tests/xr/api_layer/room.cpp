// SPDX-License-Identifier: Apache-2.0
//
// The room behind what is drawn, as the extensions of two vendors show it: where an order offers
// one that the runtime lacks, it is answered here, and its layers go no further.
#include <openxr/openxr.h>

#include <array>
#include <cstdint>

#include "functions.h"
#include "names.h"
#include "pass.h"

namespace volvr::layer {

namespace {

template <class Handle>
Handle made() {
  static std::uintptr_t last = 0x7000;
  return reinterpret_cast<Handle>(++last);
}

void write(const char* call) {
  Layer& layer = Layer::get();
  const auto locked = layer.lock();
  layer.journal.write({{"call", call}, {"result", name_of(XR_SUCCESS)}});
}

// A call on a handle of ours: written down, and that is all.
template <Name name, class Function>
struct Answer;

template <Name name, class... Arguments>
struct Answer<name, XrResult(XRAPI_PTR*)(Arguments...)> {
  static XrResult XRAPI_CALL call(Arguments...) {
    if (const auto failed = Layer::get().fault(name.text, true)) return *failed;
    write(name.text);
    return XR_SUCCESS;
  }
};

// The same for one that makes a handle.
template <Name name, class Function>
struct Make;

template <Name name, class Info, class Handle>
struct Make<name, XrResult(XRAPI_PTR*)(XrSession, const Info*, Handle*)> {
  static XrResult XRAPI_CALL call(XrSession, const Info*, Handle* handle) {
    if (const auto failed = Layer::get().fault(name.text, true)) return *failed;
    write(name.text);
    *handle = made<Handle>();
    return XR_SUCCESS;
  }
};

struct Row {
  std::string_view extension;
  std::string_view name;
  PFN_xrVoidFunction function;
};

template <class Function>
PFN_xrVoidFunction plain(Function* function) {
  return reinterpret_cast<PFN_xrVoidFunction>(function);
}

const auto& rows() {
#define VOLVR_ROOM(extension, how, name)                               \
  Row {                                                                \
    extension, "xr" #name, plain(&how<"xr" #name, PFN_xr##name>::call) \
  }
  static const std::array table{
      VOLVR_ROOM("XR_FB_passthrough", Make, CreatePassthroughFB),
      VOLVR_ROOM("XR_FB_passthrough", Answer, DestroyPassthroughFB),
      VOLVR_ROOM("XR_FB_passthrough", Answer, PassthroughStartFB),
      VOLVR_ROOM("XR_FB_passthrough", Answer, PassthroughPauseFB),
      VOLVR_ROOM("XR_FB_passthrough", Make, CreatePassthroughLayerFB),
      VOLVR_ROOM("XR_FB_passthrough", Answer, DestroyPassthroughLayerFB),
      VOLVR_ROOM("XR_FB_passthrough", Answer, PassthroughLayerPauseFB),
      VOLVR_ROOM("XR_FB_passthrough", Answer, PassthroughLayerResumeFB),
      VOLVR_ROOM("XR_HTC_passthrough", Make, CreatePassthroughHTC),
      VOLVR_ROOM("XR_HTC_passthrough", Answer, DestroyPassthroughHTC),
  };
#undef VOLVR_ROOM
  return table;
}

bool is_offered(const Orders& orders, std::string_view extension) {
  return std::ranges::find(orders.offered, extension) != orders.offered.end();
}

}  // namespace

PFN_xrVoidFunction room_function_named(std::string_view name) {
  Layer& layer = Layer::get();
  const auto locked = layer.lock();
  const auto at = std::ranges::find(rows(), name, &Row::name);
  if (at == rows().end() || !is_offered(layer.orders, at->extension)) return nullptr;
  return at->function;
}

bool is_room(const XrCompositionLayerBaseHeader& base) {
  return base.type == XR_TYPE_COMPOSITION_LAYER_PASSTHROUGH_FB ||
         base.type == XR_TYPE_COMPOSITION_LAYER_PASSTHROUGH_HTC;
}

XrResult XRAPI_CALL get_system_properties(XrInstance instance, XrSystemId system,
                                          XrSystemProperties* properties) {
  Layer& layer = Layer::get();
  if (const auto failed = layer.fault("xrGetSystemProperties", false)) return *failed;
  const XrResult result =
      Pass<"xrGetSystemProperties", PFN_xrGetSystemProperties>::below(instance, system, properties);
  const auto locked = layer.lock();
  count_layers(layer.orders, *properties);
  if (!is_offered(layer.orders, "XR_FB_passthrough")) return result;
  for (auto* at = static_cast<XrBaseOutStructure*>(properties->next); at != nullptr;
       at = at->next) {
    if (at->type != XR_TYPE_SYSTEM_PASSTHROUGH_PROPERTIES_FB) continue;
    reinterpret_cast<XrSystemPassthroughPropertiesFB*>(at)->supportsPassthrough = XR_TRUE;
  }
  return result;
}

}  // namespace volvr::layer
