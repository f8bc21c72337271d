// SPDX-License-Identifier: Apache-2.0
#include "render/caster/stock_clips.h"

#include <Eigen/LU>
#include <limits>
#include <vector>

#include <vtkMatrix4x4.h>
#include <vtkNew.h>
#include <vtkPlane.h>
#include <vtkPlaneCollection.h>

namespace volvr::render {

namespace {

constexpr double endless = std::numeric_limits<double>::infinity();

// Kept where dot(head<3>, place) + [3] >= 0, in the dataset.
void add_sides(const ClipShape& shape, std::vector<Eigen::Vector4d>& planes) {
  for (int axis = 0; axis < 3; ++axis) {
    const Eigen::Vector4d row = shape.unit_from_dataset.matrix().row(axis);
    if (shape.low[axis] > -endless) {
      planes.emplace_back(row - shape.low[axis] * Eigen::Vector4d::UnitW());
    }
    if (shape.high[axis] < endless) {
      planes.emplace_back(shape.high[axis] * Eigen::Vector4d::UnitW() - row);
    }
  }
}

bool same(vtkPlaneCollection* planes, vtkPlaneCollection* others) {
  const int count = others == nullptr ? 0 : others->GetNumberOfItems();
  if (planes->GetNumberOfItems() != count) return false;
  for (int at = 0; at < count; ++at) {
    vtkPlane* one = planes->GetItem(at);
    vtkPlane* other = others->GetItem(at);
    if (Eigen::Vector3d(one->GetNormal()) != Eigen::Vector3d(other->GetNormal()) ||
        Eigen::Vector3d(one->GetOrigin()) != Eigen::Vector3d(other->GetOrigin())) {
      return false;
    }
  }
  return true;
}

}  // namespace

bool set_stock_clips(std::span<const ClipShape> shapes, vtkPlaneCollection* own, vtkVolume& volume,
                     vtkVolumeMapper& mapper) {
  std::vector<Eigen::Vector4d> planes;
  bool all = true;
  for (const ClipShape& shape : shapes) {
    if (shape.kind == ClipShape::Kind::box && shape.keep) {
      add_sides(shape, planes);
    } else {
      all = false;
    }
  }
  vtkNew<vtkMatrix4x4> model;
  volume.GetModelToWorldMatrix(model);
  const Eigen::Matrix4d world_from_dataset =
      Eigen::Map<const Eigen::Matrix<double, 4, 4, Eigen::RowMajor>>(model->GetData());
  const Eigen::Matrix4d turn = world_from_dataset.inverse().transpose();
  vtkNew<vtkPlaneCollection> together;
  const auto add = [&](vtkPlane* plane) {
    if (together->GetNumberOfItems() < most_stock_planes) {
      together->AddItem(plane);
    } else {
      all = false;
    }
  };
  for (int at = 0; own != nullptr && at < own->GetNumberOfItems(); ++at) add(own->GetItem(at));
  for (const Eigen::Vector4d& in_dataset : planes) {
    const Eigen::Vector4d in_world = turn * in_dataset;
    const double length = in_world.head<3>().norm();
    if (length <= 0.0) continue;
    const Eigen::Vector3d normal = in_world.head<3>() / length;
    const Eigen::Vector3d origin = -in_world[3] / length * normal;
    vtkNew<vtkPlane> plane;
    plane->SetNormal(normal.data());
    plane->SetOrigin(origin.data());
    add(plane);
  }
  // The mapper builds its program anew where it is given planes.
  if (!same(together, mapper.GetClippingPlanes())) {
    mapper.SetClippingPlanes(together->GetNumberOfItems() > 0 ? together.Get() : nullptr);
  }
  return all;
}

}  // namespace volvr::render
