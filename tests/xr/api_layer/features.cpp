// SPDX-License-Identifier: Apache-2.0
//
// Haptics, bindings, blend modes and the visibility mask.
#include "functions.h"
#include "names.h"
#include "pass.h"

namespace volvr::layer {

XrResult XRAPI_CALL apply_haptic_feedback(XrSession session, const XrHapticActionInfo* info,
                                          const XrHapticBaseHeader* haptic) {
  Layer& layer = Layer::get();
  if (const auto failed = layer.fault("xrApplyHapticFeedback", true)) return *failed;
  const XrResult result =
      Pass<"xrApplyHapticFeedback", PFN_xrApplyHapticFeedback>::below(session, info, haptic);
  const std::string hand = layer.text(info->subactionPath);
  const auto locked = layer.lock();
  Json record{{"call", "xrApplyHapticFeedback"},
              {"hand", hand},
              {"action", layer.actions[info->action]},
              {"type", name_of(haptic->type)},
              {"result", name_of(result)}};
  if (haptic->type == XR_TYPE_HAPTIC_VIBRATION) {
    const auto& vibration = reinterpret_cast<const XrHapticVibration&>(*haptic);
    record["amplitude"] = vibration.amplitude;
    record["seconds"] = static_cast<double>(vibration.duration) * 1e-9;
    record["frequency"] = vibration.frequency;
  }
  layer.journal.write(std::move(record));
  return result;
}

XrResult XRAPI_CALL stop_haptic_feedback(XrSession session, const XrHapticActionInfo* info) {
  Layer& layer = Layer::get();
  if (const auto failed = layer.fault("xrStopHapticFeedback", true)) return *failed;
  const XrResult result =
      Pass<"xrStopHapticFeedback", PFN_xrStopHapticFeedback>::below(session, info);
  const std::string hand = layer.text(info->subactionPath);
  const auto locked = layer.lock();
  layer.journal.write(
      {{"call", "xrStopHapticFeedback"}, {"hand", hand}, {"result", name_of(result)}});
  return result;
}

XrResult XRAPI_CALL enumerate_blend_modes(XrInstance instance, XrSystemId system,
                                          XrViewConfigurationType views, std::uint32_t capacity,
                                          std::uint32_t* count, XrEnvironmentBlendMode* modes) {
  using Below = Pass<"xrEnumerateEnvironmentBlendModes", PFN_xrEnumerateEnvironmentBlendModes>;
  Layer& layer = Layer::get();
  if (const auto failed = layer.fault("xrEnumerateEnvironmentBlendModes", false)) return *failed;
  std::vector<XrEnvironmentBlendMode> below(8);
  std::uint32_t found = 0;
  if (XR_FAILED(Below::below(instance, system, views, 8, &found, below.data()))) found = 0;
  below.resize(found);
  const auto locked = layer.lock();
  layer.blend_modes_below = below;
  if (!layer.orders.blend_modes.empty()) {
    return answer(layer.orders.blend_modes, capacity, count, modes);
  }
  return Below::below(instance, system, views, capacity, count, modes);
}

XrResult XRAPI_CALL get_visibility_mask(XrSession session, XrViewConfigurationType views,
                                        std::uint32_t view, XrVisibilityMaskTypeKHR type,
                                        XrVisibilityMaskKHR* mask) {
  Layer& layer = Layer::get();
  if (const auto failed = layer.fault("xrGetVisibilityMaskKHR", true)) return *failed;
  const auto locked = layer.lock();
  layer.journal.write({{"call", "xrGetVisibilityMaskKHR"},
                       {"view", view},
                       {"type", static_cast<int>(type)},
                       {"with_room", mask->vertexCapacityInput > 0}});
  const auto& hidden = layer.orders.hidden;
  if (hidden.empty()) {
    return Pass<"xrGetVisibilityMaskKHR", PFN_xrGetVisibilityMaskKHR>::below(session, views, view,
                                                                             type, mask);
  }
  if (view >= hidden.size()) return XR_ERROR_VALIDATION_FAILURE;
  const bool is_known = type == XR_VISIBILITY_MASK_TYPE_HIDDEN_TRIANGLE_MESH_KHR;
  const Mask chosen = is_known ? hidden[view] : Mask{};
  const XrResult result =
      answer(chosen.vertices, mask->vertexCapacityInput, &mask->vertexCountOutput, mask->vertices);
  const XrResult other =
      answer(chosen.indices, mask->indexCapacityInput, &mask->indexCountOutput, mask->indices);
  return XR_FAILED(result) ? result : other;
}

XrResult XRAPI_CALL suggest_bindings(XrInstance instance,
                                     const XrInteractionProfileSuggestedBinding* info) {
  using Below =
      Pass<"xrSuggestInteractionProfileBindings", PFN_xrSuggestInteractionProfileBindings>;
  Layer& layer = Layer::get();
  if (const auto failed = layer.fault("xrSuggestInteractionProfileBindings", false)) return *failed;
  const XrResult result = Below::below(instance, info);
  const std::string profile = layer.text(info->interactionProfile);
  const auto locked = layer.lock();
  layer.journal.write({{"call", "xrSuggestInteractionProfileBindings"},
                       {"profile", profile},
                       {"count", info->countSuggestedBindings},
                       {"result", name_of(result)}});
  return result;
}

}  // namespace volvr::layer
