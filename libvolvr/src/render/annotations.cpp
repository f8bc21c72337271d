// SPDX-License-Identifier: Apache-2.0
#include "render/annotations.h"

#include <algorithm>
#include <cmath>

#include <vtkTextProperty.h>

namespace volvr::render {

namespace {

constexpr double leaning = 0.38;  // sine of about 22 degrees
constexpr const char* notice = "Not for primary diagnosis";

struct Edge {
  Eigen::Vector3d direction_in_scene;
  double x, y;  // of the picture's width and height
};

const std::array<Edge, 4>& edges() {
  static const std::array<Edge, 4> all{{{Eigen::Vector3d::UnitX(), 0.975, 0.5},
                                        {-Eigen::Vector3d::UnitX(), 0.025, 0.5},
                                        {Eigen::Vector3d::UnitY(), 0.5, 0.965},
                                        {-Eigen::Vector3d::UnitY(), 0.5, 0.075}}};
  return all;
}

void place(vtkTextActor& actor, double x, double y) {
  actor.GetPositionCoordinate()->SetCoordinateSystemToNormalizedViewport();
  actor.SetPosition(x, y);
  vtkTextProperty* text = actor.GetTextProperty();
  text->SetFontFamilyToArial();
  text->SetJustificationToCentered();
  text->SetVerticalJustificationToCentered();
  text->SetColor(0.85, 0.85, 0.85);
  text->ShadowOn();
}

}  // namespace

std::string direction_letters(const Eigen::Vector3d& direction_in_patient) {
  constexpr std::array<char, 3> positive{'L', 'P', 'S'};
  constexpr std::array<char, 3> negative{'R', 'A', 'I'};
  std::array<int, 3> axes{0, 1, 2};
  const auto size = [&](int axis) { return std::abs(direction_in_patient[axis]); };
  std::ranges::stable_sort(axes, [&](int a, int b) { return size(a) > size(b); });
  std::string letters;
  for (const int axis : axes) {
    if (!letters.empty() && size(axis) < leaning) break;
    const auto at = static_cast<std::size_t>(axis);
    letters += direction_in_patient[axis] > 0.0 ? positive[at] : negative[at];
  }
  return letters;
}

Annotations::Annotations() {
  for (std::size_t i = 0; i < edges_.size(); ++i) place(*edges_[i], edges()[i].x, edges()[i].y);
  place(*notice_, 0.5, 0.025);
  notice_->SetInput(notice);
}

void Annotations::add_to(vtkRenderer& renderer) {
  for (auto& actor : edges_) renderer.AddViewProp(actor);
  renderer.AddViewProp(notice_);
}

void Annotations::update(const Eigen::Quaterniond& scene_from_patient, int height) {
  const Eigen::Quaterniond patient_from_scene = scene_from_patient.conjugate();
  const int letter_size = std::max(12, height / 28);
  for (std::size_t i = 0; i < edges_.size(); ++i) {
    const Eigen::Vector3d direction = patient_from_scene * edges()[i].direction_in_scene;
    edges_[i]->SetInput(direction_letters(direction).c_str());
    edges_[i]->GetTextProperty()->SetFontSize(letter_size);
  }
  notice_->GetTextProperty()->SetFontSize(std::max(10, height / 50));
}

}  // namespace volvr::render
