// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openxr/openxr.h>

#include <memory>

#include "xr/instance.h"

namespace volvr::xr {

/// The cameras' picture of the room behind what is drawn, on runtimes that have it as a layer of
/// their own: XR_FB_passthrough (OpenXR 1.1 specification, section 12.74) or XR_HTC_passthrough
/// (12.108). Elsewhere an environment blend mode does the same.
class Passthrough {
 public:
  static bool is_offered(const Instance& instance, XrSystemId headset);

  /// @pre is_offered
  Passthrough(const Instance& instance, XrSystemId headset, XrSession session);
  ~Passthrough();
  Passthrough(const Passthrough&) = delete;
  Passthrough& operator=(const Passthrough&) = delete;

  void set_running(bool on);

  /// To be handed over before the layers that lie over it. @pre running
  const XrCompositionLayerBaseHeader* layer() const;

  /// One vendor's way.
  struct Way;

 private:
  std::unique_ptr<Way> way_;
};

}  // namespace volvr::xr
