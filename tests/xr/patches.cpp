// SPDX-License-Identifier: Apache-2.0
#include "xr/patches.h"

#include <vtkActor.h>
#include <vtkNew.h>
#include <vtkPlaneSource.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>
#include <vtkRenderer.h>

#include <array>

namespace volvr::test {

namespace {

constexpr double wall = -2.0;  // metres
constexpr double patch_side = 0.3;
constexpr double eye_height = 1.6;

// From left to right; as in test_session.py.
constexpr std::array<std::array<int, 3>, 8> colours{{{0, 0, 0},
                                                     {16, 16, 16},
                                                     {48, 48, 48},
                                                     {128, 128, 128},
                                                     {200, 200, 200},
                                                     {255, 255, 255},
                                                     {200, 60, 20},
                                                     {20, 90, 210}}};

}  // namespace

Eigen::Vector3d patch_background() { return Eigen::Vector3d(26, 51, 76) / 255.0; }

void add_patches(vtkRenderer* renderer) {
  for (std::size_t i = 0; i < colours.size(); ++i) {
    const double left = (static_cast<double>(i) - 4.0) * patch_side;
    const double bottom = eye_height - patch_side / 2.0;
    vtkNew<vtkPlaneSource> plane;
    plane->SetOrigin(left, bottom, wall);
    plane->SetPoint1(left + patch_side, bottom, wall);
    plane->SetPoint2(left, bottom + patch_side, wall);
    vtkNew<vtkPolyDataMapper> mapper;
    mapper->SetInputConnection(plane->GetOutputPort());
    vtkNew<vtkActor> actor;
    actor->SetMapper(mapper);
    actor->GetProperty()->LightingOff();
    actor->GetProperty()->SetColor(colours[i][0] / 255.0, colours[i][1] / 255.0,
                                   colours[i][2] / 255.0);
    renderer->AddActor(actor);
  }
}

}  // namespace volvr::test
