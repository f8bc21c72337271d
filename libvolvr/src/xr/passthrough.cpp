// SPDX-License-Identifier: Apache-2.0
#include "xr/passthrough.h"

#include "xr/openxr_call.h"

namespace volvr::xr {

struct Passthrough::Way {
  virtual ~Way() = default;
  virtual void set_running(bool on) = 0;
  virtual const XrCompositionLayerBaseHeader* layer() const = 0;
};

namespace {

class OfFb : public Passthrough::Way {
 public:
  OfFb(const Instance& instance, XrSession session)
      : start_(instance.function<PFN_xrPassthroughStartFB>("xrPassthroughStartFB")),
        pause_(instance.function<PFN_xrPassthroughPauseFB>("xrPassthroughPauseFB")),
        destroy_(instance.function<PFN_xrDestroyPassthroughFB>("xrDestroyPassthroughFB")),
        destroy_layer_(
            instance.function<PFN_xrDestroyPassthroughLayerFB>("xrDestroyPassthroughLayerFB")) {
    const auto create = instance.function<PFN_xrCreatePassthroughFB>("xrCreatePassthroughFB");
    const auto create_layer =
        instance.function<PFN_xrCreatePassthroughLayerFB>("xrCreatePassthroughLayerFB");
    // The specification wants a flag, and this is the only one: it runs until it is paused.
    auto info = typed<XrPassthroughCreateInfoFB>(XR_TYPE_PASSTHROUGH_CREATE_INFO_FB);
    info.flags = XR_PASSTHROUGH_IS_RUNNING_AT_CREATION_BIT_FB;
    check(create(session, &info, &passthrough_), "xrCreatePassthroughFB");
    auto layer = typed<XrPassthroughLayerCreateInfoFB>(XR_TYPE_PASSTHROUGH_LAYER_CREATE_INFO_FB);
    layer.passthrough = passthrough_;
    layer.flags = XR_PASSTHROUGH_IS_RUNNING_AT_CREATION_BIT_FB;
    layer.purpose = XR_PASSTHROUGH_LAYER_PURPOSE_RECONSTRUCTION_FB;
    try {
      check(create_layer(session, &layer, &handed_.layerHandle), "xrCreatePassthroughLayerFB");
    } catch (...) {
      destroy_(passthrough_);
      throw;
    }
    pause_(passthrough_);
    handed_.flags = XR_COMPOSITION_LAYER_BLEND_TEXTURE_SOURCE_ALPHA_BIT;
  }

  ~OfFb() override {
    destroy_layer_(handed_.layerHandle);
    destroy_(passthrough_);
  }

  void set_running(bool on) override {
    if (on)
      check(start_(passthrough_), "xrPassthroughStartFB");
    else
      check(pause_(passthrough_), "xrPassthroughPauseFB");
  }

  const XrCompositionLayerBaseHeader* layer() const override {
    return reinterpret_cast<const XrCompositionLayerBaseHeader*>(&handed_);
  }

 private:
  PFN_xrPassthroughStartFB start_;
  PFN_xrPassthroughPauseFB pause_;
  PFN_xrDestroyPassthroughFB destroy_;
  PFN_xrDestroyPassthroughLayerFB destroy_layer_;
  XrPassthroughFB passthrough_ = XR_NULL_HANDLE;
  XrCompositionLayerPassthroughFB handed_ =
      typed<XrCompositionLayerPassthroughFB>(XR_TYPE_COMPOSITION_LAYER_PASSTHROUGH_FB);
};

// It runs as long as it exists.
class OfHtc : public Passthrough::Way {
 public:
  OfHtc(const Instance& instance, XrSession session)
      : session_(session),
        create_(instance.function<PFN_xrCreatePassthroughHTC>("xrCreatePassthroughHTC")),
        destroy_(instance.function<PFN_xrDestroyPassthroughHTC>("xrDestroyPassthroughHTC")) {
    handed_.color = typed<XrPassthroughColorHTC>(XR_TYPE_PASSTHROUGH_COLOR_HTC);
    handed_.color.alpha = 1.0F;
  }

  ~OfHtc() override {
    if (handed_.passthrough != XR_NULL_HANDLE) destroy_(handed_.passthrough);
  }

  void set_running(bool on) override {
    if (on) {
      auto info = typed<XrPassthroughCreateInfoHTC>(XR_TYPE_PASSTHROUGH_CREATE_INFO_HTC);
      info.form = XR_PASSTHROUGH_FORM_PLANAR_HTC;
      check(create_(session_, &info, &handed_.passthrough), "xrCreatePassthroughHTC");
    } else {
      destroy_(handed_.passthrough);
      handed_.passthrough = XR_NULL_HANDLE;
    }
  }

  const XrCompositionLayerBaseHeader* layer() const override {
    return reinterpret_cast<const XrCompositionLayerBaseHeader*>(&handed_);
  }

 private:
  XrSession session_;
  PFN_xrCreatePassthroughHTC create_;
  PFN_xrDestroyPassthroughHTC destroy_;
  XrCompositionLayerPassthroughHTC handed_ =
      typed<XrCompositionLayerPassthroughHTC>(XR_TYPE_COMPOSITION_LAYER_PASSTHROUGH_HTC);
};

bool fb_sees(const Instance& instance, XrSystemId headset) {
  if (!instance.has("XR_FB_passthrough")) return false;
  auto passthrough =
      typed<XrSystemPassthroughPropertiesFB>(XR_TYPE_SYSTEM_PASSTHROUGH_PROPERTIES_FB);
  auto properties = typed<XrSystemProperties>(XR_TYPE_SYSTEM_PROPERTIES);
  properties.next = &passthrough;
  check(xrGetSystemProperties(instance.handle(), headset, &properties), "xrGetSystemProperties");
  return passthrough.supportsPassthrough == XR_TRUE;
}

}  // namespace

bool Passthrough::is_offered(const Instance& instance, XrSystemId headset) {
  return fb_sees(instance, headset) || instance.has("XR_HTC_passthrough");
}

Passthrough::Passthrough(const Instance& instance, XrSystemId headset, XrSession session) {
  if (fb_sees(instance, headset))
    way_ = std::make_unique<OfFb>(instance, session);
  else
    way_ = std::make_unique<OfHtc>(instance, session);
}

Passthrough::~Passthrough() = default;

void Passthrough::set_running(bool on) {
  way_->set_running(on);
}

const XrCompositionLayerBaseHeader* Passthrough::layer() const {
  return way_->layer();
}

}  // namespace volvr::xr
