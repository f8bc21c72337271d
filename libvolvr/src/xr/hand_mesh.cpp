// SPDX-License-Identifier: Apache-2.0
#include "xr/hand_mesh.h"

#include <vtkCellArray.h>
#include <vtkPointData.h>

#include <cmath>
#include <numbers>

namespace volvr::xr {

namespace {

constexpr int around = 12;     // points in a ring
constexpr int ball_rings = 7;  // from pole to pole
constexpr int points_of_ball = around * ball_rings;
constexpr int points_of_tube = around * 2;

double angle_around(int i) {
  return 2.0 * std::numbers::pi * i / around;
}

// Joins rings of points, each `around` long and one after the other.
void add_rings(vtkCellArray* faces, vtkIdType first, int rings) {
  for (int ring = 1; ring < rings; ++ring) {
    const vtkIdType below = first + static_cast<vtkIdType>(ring - 1) * around;
    for (vtkIdType i = 0; i < around; ++i) {
      const vtkIdType next = (i + 1) % around;
      faces->InsertNextCell({below + i, below + next, below + around + next, below + around + i});
    }
  }
}

struct Pen {
  vtkPoints* points;
  vtkFloatArray* normals;
  vtkIdType at = 0;

  void put(const Eigen::Vector3d& place, const Eigen::Vector3d& normal) {
    points->SetPoint(at, place.data());
    normals->SetTuple(at, normal.data());
    ++at;
  }
};

void put_ball(Pen& pen, const Eigen::Vector3d& middle, double radius) {
  for (int ring = 0; ring < ball_rings; ++ring) {
    const double polar = std::numbers::pi * ring / (ball_rings - 1);
    for (int i = 0; i < around; ++i) {
      const Eigen::Vector3d normal(std::sin(polar) * std::cos(angle_around(i)), std::cos(polar),
                                   std::sin(polar) * std::sin(angle_around(i)));
      pen.put(middle + radius * normal, normal);
    }
  }
}

void put_tube(Pen& pen, const Eigen::Vector3d& from, double from_radius, const Eigen::Vector3d& to,
              double to_radius) {
  const Eigen::Vector3d way = to - from;
  const Eigen::Vector3d along = way.norm() > 0.0 ? Eigen::Vector3d(way.normalized())
                                                 : Eigen::Vector3d(Eigen::Vector3d::UnitY());
  const Eigen::Vector3d side = along.unitOrthogonal();
  const Eigen::Vector3d up = along.cross(side);
  for (int end = 0; end < 2; ++end) {
    for (int i = 0; i < around; ++i) {
      const Eigen::Vector3d normal =
          std::cos(angle_around(i)) * side + std::sin(angle_around(i)) * up;
      pen.put(end == 0 ? from + from_radius * normal : to + to_radius * normal, normal);
    }
  }
}

}  // namespace

HandMesh::HandMesh() {
  constexpr auto balls = static_cast<vtkIdType>(joint_count);
  constexpr auto tubes = static_cast<vtkIdType>(hand_bones.size());
  constexpr vtkIdType count = balls * points_of_ball + tubes * points_of_tube;
  points_->SetNumberOfPoints(count);
  normals_->SetNumberOfComponents(3);
  normals_->SetNumberOfTuples(count);
  vtkNew<vtkCellArray> faces;
  vtkIdType first = 0;
  for (vtkIdType i = 0; i < balls; ++i, first += points_of_ball) {
    add_rings(faces, first, ball_rings);
  }
  for (vtkIdType i = 0; i < tubes; ++i, first += points_of_tube) add_rings(faces, first, 2);
  mesh_->SetPoints(points_);
  mesh_->SetPolys(faces);
  mesh_->GetPointData()->SetNormals(normals_);
  update({});
}

void HandMesh::update(const HandJoints& joints) {
  Pen pen{points_, normals_};
  for (const Joint& joint : joints.joints) {
    put_ball(pen, joint.scene_from_joint.translation(), joint.radius);
  }
  for (const auto& [from, to] : hand_bones) {
    put_tube(pen, joints.place(from), joints[from].radius, joints.place(to), joints[to].radius);
  }
  points_->Modified();
  normals_->Modified();
  mesh_->Modified();
}

}  // namespace volvr::xr
