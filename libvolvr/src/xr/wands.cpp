// SPDX-License-Identifier: Apache-2.0
#include "xr/wands.h"

#include <vtkMatrix4x4.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>
#include <vtkRenderer.h>

#include "xr/wand_shape.h"

namespace volvr::xr {

namespace {

constexpr double diffuse = 0.6;
constexpr double ambient = 0.25;  // a headlight alone leaves what lies along the view dark
constexpr double ambient_holding = 0.6;
constexpr double beam_opacity = 0.55;
constexpr std::array<double, 3> grey{0.34, 0.35, 0.38};
constexpr std::array<double, 3> skin{0.62, 0.60, 0.58};
constexpr std::array<std::array<double, 3>, 2> hues{{{0.25, 0.55, 1.0}, {1.0, 0.55, 0.15}}};

void shape_as(vtkActor* actor, vtkPolyData* shape) {
  vtkNew<vtkPolyDataMapper> mapper;
  mapper->SetInputData(shape);
  actor->SetMapper(mapper);
}

void paint(vtkActor* actor, const std::array<double, 3>& colour) {
  vtkProperty* look = actor->GetProperty();
  look->SetColor(colour[0], colour[1], colour[2]);
  look->SetDiffuse(diffuse);
  look->SetAmbient(ambient);
  look->SetSpecular(0.3);
  look->SetSpecularPower(20.0);
}

// Light of its own, and none from elsewhere.
void glow(vtkActor* actor, const std::array<double, 3>& colour) {
  paint(actor, colour);
  actor->GetProperty()->SetAmbient(1.0);
  actor->GetProperty()->SetDiffuse(0.0);
  actor->GetProperty()->SetSpecular(0.0);
}

void put(vtkActor* actor, const Eigen::Affine3d& scene_from_actor) {
  const Eigen::Matrix<double, 4, 4, Eigen::RowMajor> rows = scene_from_actor.matrix();
  vtkNew<vtkMatrix4x4> matrix;
  matrix->DeepCopy(rows.data());
  actor->SetUserMatrix(matrix);
}

}  // namespace

Wands::Wands() {
  for (const Hand hand : both_hands) dress(hand);
}

void Wands::dress(Hand hand) {
  Wand& wand = wands_[index_of(hand)];
  const auto& hue = hues[index_of(hand)];
  shape_as(wand.body, controller_body());
  shape_as(wand.accents, controller_accents());
  shape_as(wand.hand, wand.mesh.mesh());
  shape_as(wand.beam, laser_beam());
  shape_as(wand.dot, laser_dot());
  paint(wand.body, grey);
  paint(wand.accents, hue);
  std::array<double, 3> tinted{};
  for (std::size_t i = 0; i < 3; ++i) tinted[i] = 0.65 * skin[i] + 0.35 * hue[i];
  paint(wand.hand, tinted);
  glow(wand.beam, hue);
  glow(wand.dot, {1.0, 1.0, 1.0});
  for (vtkActor* actor : wand.actors()) {
    actor->PickableOff();
    actor->VisibilityOff();
  }
}

void Wands::add_to(vtkRenderer* renderer) {
  for (const Wand& wand : wands_) {
    for (vtkActor* actor : wand.actors()) renderer->AddActor(actor);
  }
}

void Wands::update(const Input& input, const std::array<bool, 2>& holds) {
  for (const Hand hand : both_hands) {
    const std::size_t i = index_of(hand);
    update_look(wands_[i], input.hands[i].look, holds[i]);
    update_laser(wands_[i], input.hands[i].look, lasers_[i]);
  }
}

void Wands::update_look(Wand& wand, const HandLook& look, bool holds) {
  const bool is_seen = look.opacity > 0.0;
  const bool as_hand = is_seen && look.kind == HandKind::bare && look.joints.has_value();
  // A bare hand that the runtime knows no joints of has to be seen somehow.
  const bool as_controller = is_seen && !as_hand && look.kind != HandKind::none;
  wand.body->SetVisibility(as_controller);
  wand.accents->SetVisibility(as_controller);
  wand.hand->SetVisibility(as_hand);
  if (as_controller) {
    put(wand.body, look.scene_from_hand);
    put(wand.accents, look.scene_from_hand);
  }
  if (as_hand) wand.mesh.update(*look.joints);
  for (vtkActor* actor : {wand.body.Get(), wand.accents.Get(), wand.hand.Get()}) {
    actor->GetProperty()->SetOpacity(look.opacity);
    actor->GetProperty()->SetAmbient(holds ? ambient_holding : ambient);
  }
}

void Wands::update_laser(Wand& wand, const HandLook& look, const std::optional<double>& length) {
  const bool is_seen = length && *length > 0.0 && look.scene_from_aim && look.opacity > 0.0;
  wand.beam->SetVisibility(is_seen);
  wand.dot->SetVisibility(is_seen);
  if (!is_seen) return;
  Eigen::Affine3d beam(*look.scene_from_aim);
  beam.scale(Eigen::Vector3d(1.0, 1.0, *length));
  put(wand.beam, beam);
  Eigen::Affine3d dot(*look.scene_from_aim);
  dot.translate(Eigen::Vector3d(0.0, 0.0, -*length));
  put(wand.dot, dot);
  wand.beam->GetProperty()->SetOpacity(beam_opacity * look.opacity);
  wand.dot->GetProperty()->SetOpacity(look.opacity);
}

}  // namespace volvr::xr
