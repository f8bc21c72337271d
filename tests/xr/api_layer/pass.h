// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openxr/openxr.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

#include "layer.h"

namespace volvr::layer {

/// A function's name as a template argument.
template <std::size_t length>
struct Name {
  constexpr Name(const char (&name)[length]) { std::copy_n(name, length, text); }
  char text[length]{};
};

/// Whether a call on this handle belongs to a session.
template <class Handle>
inline constexpr bool belongs_to_session =
    std::is_same_v<Handle, XrSession> || std::is_same_v<Handle, XrSpace> ||
    std::is_same_v<Handle, XrSwapchain> || std::is_same_v<Handle, XrHandTrackerEXT>;

template <Name name, class Function>
struct Pass;

/// Calls what lies below, unless a fault was ordered.
template <Name name, class Handle, class... Others>
struct Pass<name, XrResult(XRAPI_PTR*)(Handle, Others...)> {
  using Function = XrResult(XRAPI_PTR*)(Handle, Others...);

  static XrResult XRAPI_CALL call(Handle handle, Others... others) {
    Layer& layer = Layer::get();
    if (const auto failed = layer.fault(name.text, belongs_to_session<Handle>)) return *failed;
    return below(handle, others...);
  }

  /// The same without looking for faults.
  static XrResult below(Handle handle, Others... others) {
    const auto function = Layer::get().next<Function>(name.text);
    return function == nullptr ? XR_ERROR_FUNCTION_UNSUPPORTED : function(handle, others...);
  }
};

/// Answers a call that fills an array whose size it may first be asked for.
template <class Values, class Value>
XrResult answer(const Values& values, std::uint32_t capacity, std::uint32_t* count, Value* out) {
  *count = static_cast<std::uint32_t>(values.size());
  if (capacity == 0) return XR_SUCCESS;
  if (capacity < values.size()) return XR_ERROR_SIZE_INSUFFICIENT;
  std::ranges::copy(values, out);
  return XR_SUCCESS;
}

}  // namespace volvr::layer
