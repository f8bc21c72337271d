// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openxr/openxr.h>

#include <cstdint>
#include <optional>
#include <vector>

#include "xr/watch.h"

namespace volvr::xr {

struct EyeSize {
  int width = 0;  ///< pixels
  int height = 0;
  bool operator==(const EyeSize&) const = default;
};

/// The pictures of one eye, or of a panel, made by the runtime: OpenGL textures of 8-bit sRGB.
/// Values written to them without conversion are shown as they are written (a linear format would
/// wash greys out). Or depths, of the format that the runtime likes best.
class Swapchain {
 public:
  /// @param watch  of the runtime's answers; outlives this
  /// @throws Error unsupported where the runtime has no sRGB format
  Swapchain(XrSession session, EyeSize size, Watch& watch);

  /// Depths; nothing where the runtime has no format for them.
  static std::optional<Swapchain> of_depths(XrSession session, EyeSize size, Watch& watch);

  ~Swapchain();
  Swapchain(Swapchain&& other) noexcept;
  Swapchain& operator=(Swapchain&&) = delete;

  /// Waits for the next texture and returns its OpenGL name.
  std::uint32_t acquire();
  void release();

  XrSwapchainSubImage picture() const;  ///< all of it, for a layer
  EyeSize size() const { return size_; }

 private:
  Swapchain(XrSession session, EyeSize size, Watch& watch, std::int64_t format,
            XrSwapchainUsageFlags usage);

  XrSwapchain handle_ = XR_NULL_HANDLE;
  EyeSize size_;
  Watch* watch_;
  std::vector<std::uint32_t> textures_;
};

}  // namespace volvr::xr
