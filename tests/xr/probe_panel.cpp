// SPDX-License-Identifier: Apache-2.0
#include "xr/probe_panel.h"

#include <vtkOpenGLRenderWindow.h>
#include <vtkRenderer.h>
#include <vtkTextureObject.h>

#include <numbers>
#include <vector>

#include "volvr/geometry.h"

namespace volvr::test {

namespace {

constexpr int width = 360;
constexpr int height = 390;

std::vector<std::uint8_t> rising_colours() {
  std::vector<std::uint8_t> rgba;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      rgba.push_back(static_cast<std::uint8_t>(40 + x / 2));
      rgba.push_back(static_cast<std::uint8_t>(40 + y / 2));
      rgba.push_back(120);
      rgba.push_back(255);
    }
  }
  return rgba;
}

}  // namespace

ProbePanel::ProbePanel(xr::Session& session)
    : session_(session),
      texture_(vtkTextureObject::New(), [](vtkTextureObject* object) { object->Delete(); }) {
  surroundings_.add_to(session.renderer());
  surroundings_.set_text("Nobody\nNot for primary diagnosis");
  session.make_current();
  auto* window = vtkOpenGLRenderWindow::SafeDownCast(session.renderer()->GetRenderWindow());
  texture_->SetContext(window);
  texture_->SetMinificationFilter(vtkTextureObject::Linear);
  texture_->SetMagnificationFilter(vtkTextureObject::Linear);
  texture_->SetWrapS(vtkTextureObject::ClampToEdge);
  texture_->SetWrapT(vtkTextureObject::ClampToEdge);
  texture_->Create2DFromRaw(width, height, 4, VTK_UNSIGNED_CHAR, rising_colours().data());
  texture_->SendParameters();
  panel_ = {
      .place = {.scene_from_panel = Eigen::Isometry3d::Identity(), .width = 1.2, .height = 1.3},
      .texture = texture_->GetHandle(),
      .width = width,
      .height = height,
      .drawing = 1};
  panel_.place.scene_from_panel.translate(Eigen::Vector3d(0.0, 1.25, -1.2));
}

ProbePanel::~ProbePanel() {
  session_.show_panel(std::nullopt);
  session_.make_current();
  texture_->ReleaseGraphicsResources(session_.renderer()->GetRenderWindow());
}

void ProbePanel::obey(std::string_view word) {
  if (word == "open") is_open_ = true;
  if (word == "close") is_open_ = false;
  if (word == "redraw") ++panel_.drawing;
  if (word == "turn") {
    panel_.place.scene_from_panel.rotate(
        Eigen::AngleAxisd(std::numbers::pi, Eigen::Vector3d::UnitY()));
  }
}

void ProbePanel::frame(const State& state, const Volume& volume) {
  surroundings_.update(state, bounds_in_patient(volume.geometry()));
  if (const auto head = session_.scene_from_head()) surroundings_.face(head->translation());
  session_.show_panel(is_open_ ? std::optional(panel_) : std::nullopt);
}

}  // namespace volvr::test
