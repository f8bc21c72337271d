// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openxr/openxr.h>

#include <cstdint>
#include <string_view>

#include "orders.h"

namespace volvr::layer {

/// Our function of this name; null for one that we do not know and that must be asked of below.
PFN_xrVoidFunction function_named(std::string_view name);

/// Our function of an extension that an order offers and that shows the room (room.cpp); or null.
PFN_xrVoidFunction room_function_named(std::string_view name);
bool is_room(const XrCompositionLayerBaseHeader& base);

// What is more than passing on, by subject. instance and session: life.cpp; frames: frames.cpp;
// pictures: swapchains.cpp; places of head and hands: places.cpp; haptics, blend modes, visibility mask: features.cpp.
XrResult XRAPI_CALL destroy_instance(XrInstance);
XrResult XRAPI_CALL get_system_properties(XrInstance, XrSystemId, XrSystemProperties*);
XrResult XRAPI_CALL poll_event(XrInstance, XrEventDataBuffer*);
XrResult XRAPI_CALL create_session(XrInstance, const XrSessionCreateInfo*, XrSession*);
XrResult XRAPI_CALL destroy_session(XrSession);
XrResult XRAPI_CALL begin_session(XrSession, const XrSessionBeginInfo*);
XrResult XRAPI_CALL end_session(XrSession);
XrResult XRAPI_CALL request_exit_session(XrSession);

XrResult XRAPI_CALL wait_frame(XrSession, const XrFrameWaitInfo*, XrFrameState*);
XrResult XRAPI_CALL begin_frame(XrSession, const XrFrameBeginInfo*);
XrResult XRAPI_CALL end_frame(XrSession, const XrFrameEndInfo*);

XrResult XRAPI_CALL create_swapchain(XrSession, const XrSwapchainCreateInfo*, XrSwapchain*);
XrResult XRAPI_CALL acquire_image(XrSwapchain, const XrSwapchainImageAcquireInfo*, std::uint32_t*);

/// Where an order says so, the runtime takes no more layers than that.
void count_layers(const Orders& orders, XrSystemProperties& properties);

XrResult XRAPI_CALL enumerate_reference_spaces(XrSession, std::uint32_t, std::uint32_t*,
                                               XrReferenceSpaceType*);
XrResult XRAPI_CALL create_reference_space(XrSession, const XrReferenceSpaceCreateInfo*, XrSpace*);
XrResult XRAPI_CALL create_action(XrActionSet, const XrActionCreateInfo*, XrAction*);
XrResult XRAPI_CALL create_action_space(XrSession, const XrActionSpaceCreateInfo*, XrSpace*);
XrResult XRAPI_CALL destroy_space(XrSpace);
XrResult XRAPI_CALL locate_space(XrSpace, XrSpace, XrTime, XrSpaceLocation*);
XrResult XRAPI_CALL locate_views(XrSession, const XrViewLocateInfo*, XrViewState*, std::uint32_t,
                                 std::uint32_t*, XrView*);
XrResult XRAPI_CALL sync_actions(XrSession, const XrActionsSyncInfo*);
XrResult XRAPI_CALL create_hand_tracker(XrSession, const XrHandTrackerCreateInfoEXT*,
                                        XrHandTrackerEXT*);
XrResult XRAPI_CALL locate_hand_joints(XrHandTrackerEXT, const XrHandJointsLocateInfoEXT*,
                                       XrHandJointLocationsEXT*);

XrResult XRAPI_CALL apply_haptic_feedback(XrSession, const XrHapticActionInfo*,
                                          const XrHapticBaseHeader*);
XrResult XRAPI_CALL stop_haptic_feedback(XrSession, const XrHapticActionInfo*);
XrResult XRAPI_CALL enumerate_blend_modes(XrInstance, XrSystemId, XrViewConfigurationType,
                                          std::uint32_t, std::uint32_t*, XrEnvironmentBlendMode*);
XrResult XRAPI_CALL get_visibility_mask(XrSession, XrViewConfigurationType, std::uint32_t,
                                        XrVisibilityMaskTypeKHR, XrVisibilityMaskKHR*);
XrResult XRAPI_CALL suggest_bindings(XrInstance, const XrInteractionProfileSuggestedBinding*);

}  // namespace volvr::layer
