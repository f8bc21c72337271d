// SPDX-License-Identifier: Apache-2.0
#include "xr/wands.h"

#include <vtkAppendPolyData.h>
#include <vtkCylinderSource.h>
#include <vtkMatrix4x4.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>
#include <vtkRenderer.h>
#include <vtkSphereSource.h>
#include <vtkTransform.h>
#include <vtkTransformPolyDataFilter.h>

namespace volvr::xr {

namespace {

constexpr double handle_length = 0.10;  // metres, along the palm's z axis: -z is up from the thumb
constexpr double handle_radius = 0.011;
constexpr double ball_radius = 0.016;
constexpr double diffuse = 0.6;
constexpr double ambient = 0.25;  // a headlight alone leaves what lies along the view dark
constexpr double ambient_holding = 0.55;
constexpr double grab_is_shown_at = 0.5;

vtkNew<vtkPolyDataMapper> make_shape() {
  vtkNew<vtkCylinderSource> cylinder;
  cylinder->SetRadius(handle_radius);
  cylinder->SetHeight(handle_length);
  cylinder->SetResolution(24);
  vtkNew<vtkTransform> upright;
  upright->RotateX(90.0);
  vtkNew<vtkTransformPolyDataFilter> handle;
  handle->SetTransform(upright);
  handle->SetInputConnection(cylinder->GetOutputPort());

  vtkNew<vtkSphereSource> ball;
  ball->SetRadius(ball_radius);
  ball->SetCenter(0.0, 0.0, -handle_length / 2.0 - ball_radius / 2.0);
  ball->SetThetaResolution(24);
  ball->SetPhiResolution(16);

  vtkNew<vtkAppendPolyData> whole;
  whole->AddInputConnection(handle->GetOutputPort());
  whole->AddInputConnection(ball->GetOutputPort());
  vtkNew<vtkPolyDataMapper> mapper;
  mapper->SetInputConnection(whole->GetOutputPort());
  return mapper;
}

}  // namespace

Wands::Wands() {
  const auto mapper = make_shape();
  for (const Hand hand : both_hands) {
    vtkActor* actor = actors_[index_of(hand)];
    actor->SetMapper(mapper);
    actor->PickableOff();
    actor->VisibilityOff();
    vtkProperty* look = actor->GetProperty();
    if (hand == Hand::left) look->SetColor(0.25, 0.55, 1.0);
    else look->SetColor(1.0, 0.55, 0.15);
    look->SetDiffuse(diffuse);
    look->SetSpecular(0.3);
    look->SetSpecularPower(20.0);
  }
}

void Wands::add_to(vtkRenderer* renderer) {
  for (const auto& actor : actors_) renderer->AddActor(actor);
}

void Wands::update(const Input& input) {
  for (const Hand hand : both_hands) {
    const HandInput& now = input.hand(hand);
    vtkActor* actor = actors_[index_of(hand)];
    actor->SetVisibility(now.scene_from_hand.has_value());
    if (!now.scene_from_hand) continue;
    const Eigen::Matrix<double, 4, 4, Eigen::RowMajor> rows = now.scene_from_hand->matrix();
    vtkNew<vtkMatrix4x4> matrix;
    matrix->DeepCopy(rows.data());
    actor->SetUserMatrix(matrix);
    actor->GetProperty()->SetAmbient(now.grab > grab_is_shown_at ? ambient_holding : ambient);
  }
}

}  // namespace volvr::xr
