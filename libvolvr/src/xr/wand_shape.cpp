// SPDX-License-Identifier: Apache-2.0
#include "xr/wand_shape.h"

#include <vtkAppendPolyData.h>
#include <vtkCellArray.h>
#include <vtkNew.h>
#include <vtkPoints.h>
#include <vtkPolyDataNormals.h>
#include <vtkSphereSource.h>
#include <vtkTransform.h>
#include <vtkTransformPolyDataFilter.h>

#include <cmath>
#include <numbers>
#include <vector>

namespace volvr::xr {

namespace {

constexpr int around = 32;  // sides of a round thing

struct Ring {
  double z;       // metres
  double radius;  // metres
};

// A round thing about the z axis; the first and the last ring are closed where their radius is 0.
vtkSmartPointer<vtkPolyData> lathe(const std::vector<Ring>& rings) {
  vtkNew<vtkPoints> points;
  vtkNew<vtkCellArray> faces;
  for (const Ring& ring : rings) {
    for (int i = 0; i < around; ++i) {
      const double angle = 2.0 * std::numbers::pi * i / around;
      points->InsertNextPoint(ring.radius * std::cos(angle), ring.radius * std::sin(angle), ring.z);
    }
  }
  for (std::size_t row = 1; row < rings.size(); ++row) {
    const auto below = static_cast<vtkIdType>(row - 1) * around;
    const auto above = static_cast<vtkIdType>(row) * around;
    for (vtkIdType i = 0; i < around; ++i) {
      const vtkIdType next = (i + 1) % around;
      faces->InsertNextCell({below + i, below + next, above + next, above + i});
    }
  }
  vtkNew<vtkPolyData> shape;
  shape->SetPoints(points);
  shape->SetPolys(faces);
  vtkNew<vtkPolyDataNormals> normals;
  normals->SetInputData(shape);
  normals->SetFeatureAngle(40.0);
  normals->Update();
  return normals->GetOutput();
}

// Of a circle of this radius in the plane of axis and radius: a rounded end.
std::vector<Ring> rounded(double from_z, double to_z, double radius, double edge) {
  std::vector<Ring> rings;
  constexpr int steps = 6;
  const double towards = to_z > from_z ? 1.0 : -1.0;
  rings.push_back({from_z, 0.0});
  for (int i = 0; i <= steps; ++i) {
    const double angle = 0.5 * std::numbers::pi * i / steps;
    rings.push_back({from_z + towards * edge * (1.0 - std::cos(angle)),
                     radius - edge * (1.0 - std::sin(angle))});
  }
  for (int i = steps; i >= 0; --i) {
    const double angle = 0.5 * std::numbers::pi * i / steps;
    rings.push_back(
        {to_z - towards * edge * (1.0 - std::cos(angle)), radius - edge * (1.0 - std::sin(angle))});
  }
  rings.push_back({to_z, 0.0});
  return rings;
}

// The head leans towards the back of the hand, so that the thumb lies flat on it.
vtkSmartPointer<vtkPolyData> on_head(vtkPolyData* shape) {
  vtkNew<vtkTransform> place;
  place->Translate(0.0, -0.006, -0.056);
  place->RotateX(50.0);
  vtkNew<vtkTransformPolyDataFilter> moved;
  moved->SetTransform(place);
  moved->SetInputData(shape);
  moved->Update();
  return moved->GetOutput();
}

vtkSmartPointer<vtkPolyData> together(const std::vector<vtkSmartPointer<vtkPolyData>>& shapes) {
  vtkNew<vtkAppendPolyData> whole;
  for (const auto& shape : shapes) whole->AddInputData(shape);
  whole->Update();
  return whole->GetOutput();
}

}  // namespace

vtkSmartPointer<vtkPolyData> controller_body() {
  return together({lathe(rounded(0.058, -0.052, 0.0145, 0.009)),
                   on_head(lathe(rounded(0.009, -0.007, 0.025, 0.006)))});
}

vtkSmartPointer<vtkPolyData> controller_accents() {
  vtkNew<vtkSphereSource> thumb_rest;
  thumb_rest->SetRadius(0.0065);
  thumb_rest->SetCenter(0.0, 0.0, -0.009);
  thumb_rest->SetThetaResolution(20);
  thumb_rest->SetPhiResolution(12);
  thumb_rest->Update();
  return together({lathe(rounded(0.044, 0.038, 0.0158, 0.0015)),
                   on_head(lathe(rounded(0.0025, -0.0005, 0.0262, 0.0012))),
                   on_head(thumb_rest->GetOutput())});
}

vtkSmartPointer<vtkPolyData> laser_beam() {
  return lathe({{0.0, 0.0}, {0.0, 0.0012}, {-1.0, 0.0006}, {-1.0, 0.0}});
}

vtkSmartPointer<vtkPolyData> laser_dot() {
  vtkNew<vtkSphereSource> dot;
  dot->SetRadius(0.006);
  dot->SetThetaResolution(20);
  dot->SetPhiResolution(14);
  dot->Update();
  return dot->GetOutput();
}

}  // namespace volvr::xr
