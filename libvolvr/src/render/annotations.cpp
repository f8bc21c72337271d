// SPDX-License-Identifier: Apache-2.0
#include "render/annotations.h"

#include <algorithm>
#include <cmath>

#include <vtkTextProperty.h>

namespace volvr::render {

namespace {

constexpr double leaning = 0.38;  // sine of about 22 degrees
constexpr const char* notice = "Not for primary diagnosis";

// In the order of the actors: right, left, top, bottom.
const std::array<Eigen::Vector3d, 4>& edge_directions() {
  static const std::array<Eigen::Vector3d, 4> all{
      Eigen::Vector3d::UnitX(), -Eigen::Vector3d::UnitX(), Eigen::Vector3d::UnitY(),
      -Eigen::Vector3d::UnitY()};
  return all;
}

void make_text(vtkTextActor& actor) {
  actor.GetPositionCoordinate()->SetCoordinateSystemToDisplay();
  vtkTextProperty* text = actor.GetTextProperty();
  text->SetFontFamilyToArial();
  text->SetJustificationToCentered();
  text->SetVerticalJustificationToCentered();
  text->SetColor(0.85, 0.85, 0.85);
  text->ShadowOn();
}

void place(vtkTextActor& actor, double x, double y, int size) {
  actor.SetPosition(x, y);
  actor.GetTextProperty()->SetFontSize(size);
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
  for (auto& actor : edges_) make_text(*actor);
  make_text(*notice_);
  make_text(*remark_);
  notice_->SetInput(notice);
}

void Annotations::add_to(vtkRenderer& renderer) {
  for (auto& actor : edges_) renderer.AddViewProp(actor);
  renderer.AddViewProp(notice_);
  renderer.AddViewProp(remark_);
}

void Annotations::update(const Eigen::Quaterniond& camera_from_patient, int width, int height,
                         const std::string& remark) {
  const Eigen::Quaterniond patient_from_camera = camera_from_patient.conjugate();
  for (std::size_t i = 0; i < edges_.size(); ++i) {
    const Eigen::Vector3d direction = patient_from_camera * edge_directions()[i];
    edges_[i]->SetInput(direction_letters(direction).c_str());
  }
  const int letter = std::max(12, height / 28);
  const int line = std::max(10, height / 50);
  place(*edges_[0], width - letter, 0.5 * height, letter);
  place(*edges_[1], letter, 0.5 * height, letter);
  place(*edges_[2], 0.5 * width, height - 0.9 * letter, letter);
  place(*edges_[3], 0.5 * width, 2.0 * line + 0.7 * letter, letter);
  place(*notice_, 0.5 * width, line, line);
  // Above the letter of the lower edge.
  remark_->SetInput(remark.c_str());
  remark_->SetVisibility(remark.empty() ? 0 : 1);
  place(*remark_, 0.5 * width, 2.5 * line + 1.5 * letter, line);
}

}  // namespace volvr::render
