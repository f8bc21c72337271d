// SPDX-License-Identifier: Apache-2.0
#include "render/surroundings.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <vtkCubeSource.h>
#include <vtkCylinderSource.h>
#include <vtkMatrix4x4.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>

#include "core/text.h"

namespace volvr::render {

namespace {

constexpr double radians = std::numbers::pi / 180.0;
constexpr double letter_angle = 1.6 * radians;  // of a capital, seen from the eyes
constexpr double text_angle = 1.2 * radians;
constexpr double smallest_capital = 0.006;  // metres
constexpr double largest_capital = 0.08;
constexpr double bar_part = 0.4;  // of the study's longest side, at most
constexpr double bar_thickness = 0.003;
constexpr double gap = 0.02;
constexpr double along_sight = 0.8;  // cosine: a letter of such a side would stand before the study
constexpr double table_radius = 0.45;
constexpr double table_thickness = 0.02;

double capital(const Eigen::Vector3d& place, const Eigen::Vector3d& eyes, double angle) {
  return std::clamp((eyes - place).norm() * std::tan(angle), smallest_capital, largest_capital);
}

void set_shape(vtkActor* actor, vtkPolyDataAlgorithm* source) {
  vtkNew<vtkPolyDataMapper> mapper;
  mapper->SetInputConnection(source->GetOutputPort());
  actor->SetMapper(mapper);
  actor->SetUserMatrix(vtkNew<vtkMatrix4x4>());
  actor->PickableOff();
}

void place_actor(vtkActor* actor, const Eigen::Affine3d& place) {
  const Eigen::Matrix<double, 4, 4, Eigen::RowMajor> rows = place.matrix();
  actor->GetUserMatrix()->DeepCopy(rows.data());
}

}  // namespace

double round_length(double longest) {
  const double ten = std::pow(10.0, std::floor(std::log10(longest)));
  for (const double times : {5.0, 2.0}) {
    if (times * ten <= longest) return times * ten;
  }
  return ten;
}

Surroundings::Surroundings() {
  for (std::size_t i = 0; i < letters_.size(); ++i) letters_[i].set(std::string(1, "RLAPIS"[i]));
  set_shape(bar_, vtkNew<vtkCubeSource>());
  bar_->GetProperty()->LightingOff();
  bar_->GetProperty()->SetColor(0.95, 0.95, 0.95);
  vtkNew<vtkCylinderSource> disc;
  disc->SetRadius(table_radius);
  disc->SetHeight(table_thickness);
  disc->SetResolution(96);
  set_shape(table_, disc);
  table_->GetProperty()->SetColor(0.25, 0.27, 0.29);
  table_->GetProperty()->SetAmbient(0.6);  // the light comes from the eyes, which see it aslant
  table_->GetProperty()->SetDiffuse(0.6);
  table_->VisibilityOff();
}

void Surroundings::add_to(vtkRenderer* renderer) {
  for (Letters& letter : letters_) renderer->AddActor(letter.actor());
  for (vtkActor* actor : {bar_.Get(), bar_text_.actor(), card_.actor(), table_.Get()}) {
    renderer->AddActor(actor);
  }
}

void Surroundings::update(const State& state, const Eigen::AlignedBox3d& bounds_in_patient) {
  bounds_ = bounds_in_patient;
  scene_from_patient_ = scene_from_patient(state.pose, bounds_);
  metres_per_millimetre_ = 0.001 * state.pose.magnification;
  const double millimetres = round_length(bar_part * bounds_.sizes().maxCoeff());
  bar_metres_ = millimetres * metres_per_millimetre_;
  bar_text_.set(number_text(millimetres) + " mm");
  place_table(state);
}

void Surroundings::place_table(const State& state) {
  table_->SetVisibility(state.table ? 1 : 0);
  if (!state.table) {
    table_at_.reset();
    return;
  }
  if (!table_at_) table_at_ = state.pose.position;
  table_at_->y() = *state.table - 0.5 * table_thickness;
  place_actor(table_, Eigen::Affine3d(Eigen::Translation3d(*table_at_)));
}

double Surroundings::lowest() const {
  double lowest = (scene_from_patient_ * bounds_.center()).y();
  for (int i = 0; i < 8; ++i) {
    const auto corner = static_cast<Eigen::AlignedBox3d::CornerType>(i);
    lowest = std::min(lowest, (scene_from_patient_ * bounds_.corner(corner)).y());
  }
  return lowest;
}

void Surroundings::face(const Eigen::Vector3d& eyes_in_scene) {
  place_letters(eyes_in_scene);
  place_bar(eyes_in_scene);
}

// Just outside of the middle of each side, but not where they would hide what is looked at.
void Surroundings::place_letters(const Eigen::Vector3d& eyes) {
  for (std::size_t i = 0; i < letters_.size(); ++i) {
    const auto axis = static_cast<Eigen::Index>(i / 2);
    Eigen::Vector3d side = bounds_.center();
    side[axis] = i % 2 == 0 ? bounds_.min()[axis] : bounds_.max()[axis];
    const Eigen::Vector3d outwards =
        (scene_from_patient_.linear() * (side - bounds_.center())).normalized();
    const Eigen::Vector3d middle = scene_from_patient_ * side;
    const double height = capital(middle, eyes, letter_angle);
    const Eigen::Vector3d place = middle + outwards * height;
    const Eigen::Vector3d sight = (place - eyes).normalized();
    letters_[i].actor()->SetVisibility(std::abs(sight.dot(outwards)) < along_sight ? 1 : 0);
    letters_[i].stand({.place = place, .eyes = eyes, .height = height});
  }
}

// Below the study's middle, at its distance: a length there is as true as one in the study.
void Surroundings::place_bar(const Eigen::Vector3d& eyes) {
  Eigen::Vector3d place = scene_from_patient_ * bounds_.center();
  place.y() = lowest();
  place.y() -= gap + bar_thickness + 1.7 * capital(place, eyes, letter_angle);  // below a letter
  const Eigen::Affine3d level =
      scene_from_sign({.place = place, .eyes = {eyes.x(), place.y(), eyes.z()}, .height = 1.0});
  place_actor(bar_, level * Eigen::Scaling(bar_metres_, bar_thickness, bar_thickness));
  const double height = capital(place, eyes, text_angle);
  place.y() -= 1.2 * height;
  bar_text_.stand({.place = place, .eyes = eyes, .height = height});
  place.y() -= 1.2 * height;
  card_.stand({.place = place, .eyes = eyes, .height = height});
}

}  // namespace volvr::render
