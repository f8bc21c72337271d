// SPDX-License-Identifier: Apache-2.0
#include "render/signs.h"

#include <algorithm>
#include <cmath>

#include <vtkFreeTypeTools.h>
#include <vtkImageData.h>
#include <vtkMatrix4x4.h>
#include <vtkPlaneSource.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>
#include <vtkTextProperty.h>
#include <vtkTransform.h>
#include <vtkTransformFilter.h>

namespace volvr::render {

namespace {

constexpr int font_pixels = 64;
constexpr int dots_an_inch = 72;
constexpr double card_margin = 0.8;  // capitals
constexpr double nearest = 1e-6;

void stand_at(vtkActor* actor, const Eigen::Affine3d& scene_from_sign) {
  const Eigen::Matrix<double, 4, 4, Eigen::RowMajor> rows = scene_from_sign.matrix();
  actor->GetUserMatrix()->DeepCopy(rows.data());
}

void make_sign(vtkActor* actor) {
  actor->SetUserMatrix(vtkNew<vtkMatrix4x4>());
  actor->PickableOff();
  actor->GetProperty()->LightingOff();
}

void describe(vtkTextProperty* text) {
  text->SetFontFamilyToArial();
  text->SetFontSize(font_pixels);
  text->SetColor(0.86, 0.88, 0.9);
  text->SetBackgroundColor(0.07, 0.08, 0.09);
  text->SetBackgroundOpacity(1.0);
  text->SetJustificationToCentered();
}

double capital_pixels() {
  vtkNew<vtkTextProperty> text;
  describe(text);
  int box[4] = {0, 0, 0, 0};
  vtkFreeTypeTools::GetInstance()->GetBoundingBox(text, "H", dots_an_inch, box);
  return std::max(1, box[3] - box[2] + 1);
}

}  // namespace

Eigen::Affine3d scene_from_sign(const Standing& standing) {
  Eigen::Vector3d towards = standing.eyes - standing.place;
  if (towards.norm() < nearest) towards = Eigen::Vector3d::UnitZ();
  Eigen::Vector3d right = Eigen::Vector3d::UnitY().cross(towards);
  if (right.norm() < nearest * towards.norm()) right = Eigen::Vector3d::UnitX();
  Eigen::Matrix3d axes;
  axes.col(0) = right.normalized();
  axes.col(2) = towards.normalized();
  axes.col(1) = axes.col(2).cross(axes.col(0));
  Eigen::Affine3d sign = Eigen::Affine3d::Identity();
  sign.translate(standing.place).rotate(axes).scale(standing.height);
  return sign;
}

Letters::Letters() {
  // VTK's letters are 1 high from the line, beginning at the left.
  vtkNew<vtkPolyDataMapper> mapper;
  mapper->SetInputConnection(text_->GetOutputPort());
  actor_->SetMapper(mapper);
  make_sign(actor_);
  actor_->GetProperty()->SetColor(0.95, 0.85, 0.45);
}

void Letters::set(const std::string& ascii) {
  text_->SetText(ascii.c_str());
  text_->Update();
}

void Letters::stand(const Standing& standing) {
  double box[6];
  text_->GetOutput()->GetBounds(box);
  stand_at(actor_, scene_from_sign(standing) * Eigen::Translation3d(-0.5 * (box[0] + box[1]),
                                                                    -0.5 * (box[2] + box[3]), 0.0));
}

Card::Card() {
  vtkNew<vtkPlaneSource> plane;
  plane->SetOrigin(-0.5, -1.0, 0.0);
  plane->SetPoint1(0.5, -1.0, 0.0);
  plane->SetPoint2(-0.5, 0.0, 0.0);
  vtkNew<vtkPolyDataMapper> mapper;
  mapper->SetInputConnection(plane->GetOutputPort());
  actor_->SetMapper(mapper);
  make_sign(actor_);
  actor_->ForceOpaqueOn();
  texture_->InterpolateOn();
  texture_->MipmapOn();
  actor_->SetTexture(texture_);
  actor_->VisibilityOff();
}

void Card::set(const std::string& lines) {
  if (lines == lines_) return;
  lines_ = lines;
  actor_->SetVisibility(lines.empty() ? 0 : 1);
  if (lines.empty()) return;
  vtkNew<vtkTextProperty> text;
  describe(text);
  vtkNew<vtkImageData> image;
  int used[2] = {0, 0};
  vtkFreeTypeTools* tools = vtkFreeTypeTools::GetInstance();
  const bool scales = tools->GetScaleToPowerTwo();
  tools->ScaleToPowerTwoOff();
  tools->RenderString(text, lines, dots_an_inch, image, used);
  tools->SetScaleToPowerTwo(scales);
  texture_->SetInputData(image);
  size_ = Eigen::Vector2d(image->GetDimensions()[0], image->GetDimensions()[1]) / capital_pixels();
}

void Card::stand(Standing standing) {
  standing.place.y() -= card_margin * standing.height;
  stand_at(actor_,
           scene_from_sign(standing) * Eigen::Affine3d(Eigen::Scaling(size_.x(), size_.y(), 1.0)));
}

}  // namespace volvr::render
