// SPDX-License-Identifier: Apache-2.0
#include "render/offscreen_target.h"

#include <vector>

#include <vtkRendererCollection.h>
#include <vtkSmartPointer.h>

#include "render/caster/gl_context.h"
#include "render/egl_context.h"
#include "render/egl_render_window.h"
#include "render/read_pixels.h"
#include "volvr/error.h"

namespace volvr::render {

struct OffscreenTarget::Impl {
  Impl(int egl_device, int wide, int high, MessageLog& messages)
      : log(messages), device(egl_device), width(wide), height(high) {
    open();
  }
  ~Impl() { close(); }

  void open() {
    context = std::make_unique<EglContext>(device);
    window = vtkSmartPointer<EglRenderWindow>::New();
    window->SetSize(width, height);
    window->set_context(context.get());
    context->release();
  }

  // VTK frees what it made on the GPU while its context is current.
  void close() {
    context->make_current();
    window->Finalize();
    window->GetRenderers()->RemoveAllItems();
  }

  void renew_if_lost();

  MessageLog& log;
  int device;
  int width;
  int height;
  std::unique_ptr<EglContext> context;
  vtkSmartPointer<EglRenderWindow> window;
};

// What a reset of the GPU took away is made anew.
void OffscreenTarget::Impl::renew_if_lost() {
  if (!window->IsInitialized()) return;  // OpenGL's functions are not loaded yet
  context->make_current();
  const bool lost = context_is_lost();
  context->release();
  if (!lost) return;
  log.warn("The graphics driver lost what it drew with; it is made anew.");
  std::vector<vtkSmartPointer<vtkRenderer>> renderers;
  vtkCollectionSimpleIterator at = nullptr;
  window->GetRenderers()->InitTraversal(at);
  while (vtkRenderer* renderer = window->GetRenderers()->GetNextRenderer(at)) {
    renderers.emplace_back(renderer);
  }
  close();
  window = nullptr;
  open();
  for (vtkRenderer* renderer : renderers) window->AddRenderer(renderer);
}

OffscreenTarget::OffscreenTarget(int device, int width, int height, MessageLog& log)
    : impl_(std::make_unique<Impl>(device, width, height, log)) {}

OffscreenTarget::~OffscreenTarget() = default;

void OffscreenTarget::add(vtkRenderer* renderer) {
  impl_->window->AddRenderer(renderer);
}

Picture OffscreenTarget::draw() {
  impl_->renew_if_lost();
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
  return impl_->context->graphics();
}
int OffscreenTarget::width() const {
  return impl_->width;
}
int OffscreenTarget::height() const {
  return impl_->height;
}

void OffscreenTarget::acquire() {
  impl_->context->make_current();
}
void OffscreenTarget::release() {
  impl_->context->release();
}

}  // namespace volvr::render
