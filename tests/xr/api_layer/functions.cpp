// SPDX-License-Identifier: Apache-2.0
#include "functions.h"

#include <openxr/openxr_reflection.h>

#include <map>
#include <type_traits>

#include "pass.h"

namespace volvr::layer {

namespace {

using Table = std::map<std::string_view, PFN_xrVoidFunction>;

template <class Function>
PFN_xrVoidFunction plain(Function* function) {
  return reinterpret_cast<PFN_xrVoidFunction>(function);
}

// Everything that a session uses; no more than that is done with most of it.
Table passed_on() {
  Table table;
#define VOLVR_PASS(name, unused) table["xr" #name] = plain(&Pass<"xr" #name, PFN_xr##name>::call);
#define VOLVR_PASS_ALL(_)                                                                         \
  _(GetInstanceProperties, 0)                                                                     \
  _(GetSystem, 0)                                                                                 \
  _(GetSystemProperties, 0)                                                                       \
  _(GetReferenceSpaceBoundsRect, 0)                                                               \
  _(EnumerateViewConfigurations, 0) _(GetViewConfigurationProperties, 0)                          \
      _(EnumerateViewConfigurationViews, 0) _(EnumerateSwapchainFormats, 0) _(CreateSwapchain, 0) \
          _(DestroySwapchain, 0) _(EnumerateSwapchainImages, 0) _(AcquireSwapchainImage, 0)       \
              _(WaitSwapchainImage, 0) _(ReleaseSwapchainImage, 0) _(StringToPath, 0)             \
                  _(PathToString, 0) _(CreateActionSet, 0) _(DestroyActionSet, 0)                 \
                      _(DestroyAction, 0) _(AttachSessionActionSets, 0)                           \
                          _(GetCurrentInteractionProfile, 0) _(GetActionStateBoolean, 0)          \
                              _(GetActionStateFloat, 0) _(GetActionStateVector2f, 0)              \
                                  _(GetActionStatePose, 0) _(EnumerateBoundSourcesForAction, 0)   \
                                      _(GetInputSourceLocalizedName, 0)
  VOLVR_PASS_ALL(VOLVR_PASS)
  XR_LIST_FUNCTIONS_XR_EXT_hand_tracking(VOLVR_PASS)
#undef VOLVR_PASS_ALL
#undef VOLVR_PASS
      return table;
}

Table made() {
  Table table = passed_on();
  table["xrDestroyInstance"] = plain(&destroy_instance);
  table["xrGetSystemProperties"] = plain(&get_system_properties);
  table["xrPollEvent"] = plain(&poll_event);
  table["xrCreateSession"] = plain(&create_session);
  table["xrDestroySession"] = plain(&destroy_session);
  table["xrBeginSession"] = plain(&begin_session);
  table["xrEndSession"] = plain(&end_session);
  table["xrRequestExitSession"] = plain(&request_exit_session);
  table["xrWaitFrame"] = plain(&wait_frame);
  table["xrBeginFrame"] = plain(&begin_frame);
  table["xrEndFrame"] = plain(&end_frame);
  table["xrCreateSwapchain"] = plain(&create_swapchain);
  table["xrAcquireSwapchainImage"] = plain(&acquire_image);
  table["xrEnumerateReferenceSpaces"] = plain(&enumerate_reference_spaces);
  table["xrCreateReferenceSpace"] = plain(&create_reference_space);
  table["xrCreateAction"] = plain(&create_action);
  table["xrCreateActionSpace"] = plain(&create_action_space);
  table["xrDestroySpace"] = plain(&destroy_space);
  table["xrLocateSpace"] = plain(&locate_space);
  table["xrLocateViews"] = plain(&locate_views);
  table["xrSyncActions"] = plain(&sync_actions);
  table["xrCreateHandTrackerEXT"] = plain(&create_hand_tracker);
  table["xrLocateHandJointsEXT"] = plain(&locate_hand_joints);
  table["xrApplyHapticFeedback"] = plain(&apply_haptic_feedback);
  table["xrStopHapticFeedback"] = plain(&stop_haptic_feedback);
  table["xrEnumerateEnvironmentBlendModes"] = plain(&enumerate_blend_modes);
  table["xrGetVisibilityMaskKHR"] = plain(&get_visibility_mask);
  table["xrSuggestInteractionProfileBindings"] = plain(&suggest_bindings);
  return table;
}

}  // namespace

PFN_xrVoidFunction function_named(std::string_view name) {
  static const auto* table = new Table(made());
  const auto at = table->find(name);
  return at == table->end() ? nullptr : at->second;
}

}  // namespace volvr::layer
