// SPDX-License-Identifier: Apache-2.0
#include "render/offscreen_target.h"

#include <vtkNew.h>
#include <vtkRendererCollection.h>

#include "render/egl_context.h"
#include "render/egl_render_window.h"
#include "render/read_pixels.h"
#include "volvr/error.h"

namespace volvr::render {

struct OffscreenTarget::Impl {
  Impl(int device, int wide, int high, MessageLog& messages)
      : log(messages), width(wide), height(high), context(device) {
    window->SetSize(width, height);
    window->set_context(&context);
    context.release();
  }

  // VTK frees what it made on the GPU while its context is current.
  ~Impl() {
    context.make_current();
    window->Finalize();
    window->GetRenderers()->RemoveAllItems();
  }

  MessageLog& log;
  int width;
  int height;
  EglContext context;
  vtkNew<EglRenderWindow> window;
};

OffscreenTarget::OffscreenTarget(int device, int width, int height, MessageLog& log)
    : impl_(std::make_unique<Impl>(device, width, height, log)) {}

OffscreenTarget::~OffscreenTarget() = default;

void OffscreenTarget::add(vtkRenderer* renderer) {
  impl_->window->AddRenderer(renderer);
}

Picture OffscreenTarget::draw() {
  Picture picture;
  with_context([&] {
    const MessageCapture capture(impl_->log);
    impl_->log.take_error();
    impl_->window->Render();
    picture = read_pixels(*impl_->window, impl_->width, impl_->height);
  });
  throw_if_failed(impl_->log);
  return picture;
}

const std::string& OffscreenTarget::graphics() const {
  return impl_->context.graphics();
}
int OffscreenTarget::width() const {
  return impl_->width;
}
int OffscreenTarget::height() const {
  return impl_->height;
}

void OffscreenTarget::acquire() {
  impl_->context.make_current();
}
void OffscreenTarget::release() {
  impl_->context.release();
}

}  // namespace volvr::render
