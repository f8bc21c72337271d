// SPDX-License-Identifier: Apache-2.0
#include "xr/swapchain.h"

#include <algorithm>
#include <utility>

#include "volvr/error.h"
#include "xr/openxr_call.h"

#include <vtk_glew.h>

#define XR_USE_GRAPHICS_API_OPENGL
#include <openxr/openxr_platform.h>

namespace volvr::xr {

namespace {

std::vector<std::int64_t> formats_of(XrSession session) {
  std::uint32_t count = 0;
  check(xrEnumerateSwapchainFormats(session, 0, &count, nullptr), "xrEnumerateSwapchainFormats");
  std::vector<std::int64_t> formats(count);
  check(xrEnumerateSwapchainFormats(session, count, &count, formats.data()),
        "xrEnumerateSwapchainFormats");
  formats.resize(count);
  return formats;
}

std::int64_t srgb_of(XrSession session) {
  const auto formats = formats_of(session);
  if (std::ranges::find(formats, GL_SRGB8_ALPHA8) != formats.end()) return GL_SRGB8_ALPHA8;
  throw Error(
      ErrorCode::unsupported,
      "The headset's runtime has no sRGB picture format, so greys could not be shown right.");
}

bool keeps_depths_alone(std::int64_t format) {
  return format == GL_DEPTH_COMPONENT32F || format == GL_DEPTH_COMPONENT24 ||
         format == GL_DEPTH_COMPONENT16;
}

std::vector<std::uint32_t> textures_of(XrSwapchain swapchain) {
  std::uint32_t count = 0;
  check(xrEnumerateSwapchainImages(swapchain, 0, &count, nullptr), "xrEnumerateSwapchainImages");
  std::vector<XrSwapchainImageOpenGLKHR> images(
      count, typed<XrSwapchainImageOpenGLKHR>(XR_TYPE_SWAPCHAIN_IMAGE_OPENGL_KHR));
  check(xrEnumerateSwapchainImages(swapchain, count, &count,
                                   reinterpret_cast<XrSwapchainImageBaseHeader*>(images.data())),
        "xrEnumerateSwapchainImages");
  std::vector<std::uint32_t> textures;
  for (const auto& image : images) textures.push_back(image.image);
  return textures;
}

}  // namespace

Swapchain::Swapchain(XrSession session, EyeSize size, Watch& watch)
    : Swapchain(session, size, watch, srgb_of(session),
                XR_SWAPCHAIN_USAGE_COLOR_ATTACHMENT_BIT | XR_SWAPCHAIN_USAGE_TRANSFER_DST_BIT) {}

std::optional<Swapchain> Swapchain::of_depths(XrSession session, EyeSize size, Watch& watch) {
  const auto formats = formats_of(session);
  const auto format = std::ranges::find_if(formats, keeps_depths_alone);
  if (format == formats.end()) return std::nullopt;
  return Swapchain(session, size, watch, *format, XR_SWAPCHAIN_USAGE_DEPTH_STENCIL_ATTACHMENT_BIT);
}

Swapchain::Swapchain(XrSession session, EyeSize size, Watch& watch, std::int64_t format,
                     XrSwapchainUsageFlags usage)
    : size_(size), watch_(&watch) {
  auto info = typed<XrSwapchainCreateInfo>(XR_TYPE_SWAPCHAIN_CREATE_INFO);
  info.usageFlags = usage;
  info.format = format;
  info.sampleCount = 1;
  info.width = static_cast<std::uint32_t>(size.width);
  info.height = static_cast<std::uint32_t>(size.height);
  info.faceCount = 1;
  info.arraySize = 1;
  info.mipCount = 1;
  check(xrCreateSwapchain(session, &info, &handle_), "xrCreateSwapchain");
  try {
    textures_ = textures_of(handle_);
  } catch (...) {
    xrDestroySwapchain(handle_);
    throw;
  }
}

Swapchain::Swapchain(Swapchain&& other) noexcept
    : handle_(std::exchange(other.handle_, XR_NULL_HANDLE)),
      size_(other.size_),
      watch_(other.watch_),
      textures_(std::move(other.textures_)) {}

Swapchain::~Swapchain() {
  if (handle_ != XR_NULL_HANDLE) xrDestroySwapchain(handle_);
}

std::uint32_t Swapchain::acquire() {
  const auto acquire_info =
      typed<XrSwapchainImageAcquireInfo>(XR_TYPE_SWAPCHAIN_IMAGE_ACQUIRE_INFO);
  auto wait_info = typed<XrSwapchainImageWaitInfo>(XR_TYPE_SWAPCHAIN_IMAGE_WAIT_INFO);
  wait_info.timeout = XR_INFINITE_DURATION;
  std::uint32_t index = 0;
  watch_->during([&] {
    check(xrAcquireSwapchainImage(handle_, &acquire_info, &index), "xrAcquireSwapchainImage");
    check(xrWaitSwapchainImage(handle_, &wait_info), "xrWaitSwapchainImage");
  });
  return textures_.at(index);
}

void Swapchain::release() {
  const auto info = typed<XrSwapchainImageReleaseInfo>(XR_TYPE_SWAPCHAIN_IMAGE_RELEASE_INFO);
  watch_->during(
      [&] { check(xrReleaseSwapchainImage(handle_, &info), "xrReleaseSwapchainImage"); });
}

XrSwapchainSubImage Swapchain::picture() const {
  return {.swapchain = handle_,
          .imageRect = {{0, 0}, {size_.width, size_.height}},
          .imageArrayIndex = 0};
}

}  // namespace volvr::xr
