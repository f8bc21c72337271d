// SPDX-License-Identifier: Apache-2.0
#include "xr/hidden_parts.h"

#include <vtkCellArray.h>
#include <vtkMatrix4x4.h>
#include <vtkPoints.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>
#include <vtkRenderer.h>

#include <Eigen/Geometry>

namespace volvr::xr {

namespace {

constexpr double behind_near_plane = 1.01;

}  // namespace

HiddenParts::HiddenParts() {
  for (std::size_t eye = 0; eye < 2; ++eye) {
    vtkNew<vtkPolyDataMapper> mapper;
    mapper->SetInputData(shapes_[eye]);
    vtkActor* actor = actors_[eye];
    actor->SetMapper(mapper);
    actor->SetUserMatrix(vtkNew<vtkMatrix4x4>());
    actor->PickableOff();
    actor->UseBoundsOff();
    actor->GetProperty()->LightingOff();
    actor->GetProperty()->SetColor(0.0, 0.0, 0.0);
  }
}

void HiddenParts::add_to(vtkRenderer* renderer, EyeCamera* camera) {
  for (std::size_t eye = 0; eye < 2; ++eye) {
    // Before everything else, so that the rest is cut away early.
    renderer->AddActor(actors_[eye]);
    camera->add_seen_by(eye, actors_[eye]);
  }
}

void HiddenParts::set(std::size_t eye, const std::vector<Eigen::Vector2f>& triangles) {
  vtkNew<vtkPoints> points;
  vtkNew<vtkCellArray> faces;
  for (std::size_t corner = 0; corner + 2 < triangles.size(); corner += 3) {
    faces->InsertNextCell(3);
    for (std::size_t i = corner; i < corner + 3; ++i) {
      faces->InsertCellPoint(points->InsertNextPoint(triangles[i].x(), triangles[i].y(), -1.0));
    }
  }
  shapes_[eye]->SetPoints(points);
  shapes_[eye]->SetPolys(faces);
}

void HiddenParts::place(const EyeViews& views, double near) {
  for (std::size_t eye = 0; eye < 2; ++eye) {
    const Eigen::Affine3d place =
        views[eye].scene_from_eye * Eigen::Scaling(near * behind_near_plane);
    const Eigen::Matrix<double, 4, 4, Eigen::RowMajor> rows = place.matrix();
    actors_[eye]->GetUserMatrix()->DeepCopy(rows.data());
  }
}

}  // namespace volvr::xr
