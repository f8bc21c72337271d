// SPDX-License-Identifier: Apache-2.0
#include "render/vtk_image.h"

#include <memory>

#include <vtkCallbackCommand.h>
#include <vtkCommand.h>
#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkPointData.h>

#include "volvr/error.h"
#include "volvr/interop/vtk.h"

namespace volvr {

namespace {

constexpr double most_shear_degrees = 0.01;

int vtk_type(VoxelType type) {
  switch (type) {
    case VoxelType::int8:
      return VTK_SIGNED_CHAR;
    case VoxelType::uint8:
      return VTK_UNSIGNED_CHAR;
    case VoxelType::int16:
      return VTK_SHORT;
    case VoxelType::uint16:
      return VTK_UNSIGNED_SHORT;
    case VoxelType::int32:
      return VTK_INT;
    case VoxelType::uint32:
      return VTK_UNSIGNED_INT;
    case VoxelType::float32:
      return VTK_FLOAT;
    case VoxelType::float64:
      break;
  }
  return VTK_DOUBLE;
}

void drop_share(void* share) {
  delete static_cast<std::shared_ptr<const void>*>(share);
}

// The share goes when the array's observers go: with the array itself.
void hold_share(vtkDataArray& array, const std::shared_ptr<const void>& buffer) {
  vtkNew<vtkCallbackCommand> keeper;
  keeper->SetCallback([](vtkObject*, unsigned long, void*, void*) {});
  keeper->SetClientData(new std::shared_ptr<const void>(buffer));
  keeper->SetClientDataDeleteCallback(drop_share);
  array.AddObserver(vtkCommand::UserEvent, keeper);
}

}  // namespace

namespace render {

vtkSmartPointer<vtkDataArray> aliasing_array(const Volume& volume) {
  const auto array =
      vtkSmartPointer<vtkDataArray>::Take(vtkDataArray::CreateDataArray(vtk_type(volume.type())));
  array->SetName("values");
  array->SetNumberOfComponents(volume.components());
  const auto values = volume.size_bytes() / bytes_per_value(volume.type());
  constexpr int keep_memory = 1;
  array->SetVoidArray(const_cast<void*>(volume.buffer().get()), static_cast<vtkIdType>(values),
                      keep_memory);
  hold_share(*array, volume.buffer());
  return array;
}

}  // namespace render

namespace interop {

vtkSmartPointer<vtkImageData> vtk_image(const Volume& volume) {
  if (volume.empty()) throw Error(ErrorCode::invalid_argument, "An empty volume has no image.");
  const GridGeometry& grid = volume.geometry();
  const Eigen::Matrix3d axes = directions(grid);
  const bool square = std::abs(axes.col(0).dot(axes.col(1))) < 1e-4;
  if (!square || shear_degrees(grid) > most_shear_degrees) {
    throw Error(ErrorCode::irregular_geometry,
                "The grid is sheared; a vtkImageData holds right-angled grids alone.");
  }
  auto image = vtkSmartPointer<vtkImageData>::New();
  const Eigen::Vector3d step = spacing(grid);
  image->SetDimensions(grid.size.data());
  image->SetSpacing(step.data());
  image->SetOrigin(origin(grid).data());
  const Eigen::Matrix<double, 3, 3, Eigen::RowMajor> by_rows = axes;
  image->SetDirectionMatrix(by_rows.data());
  image->GetPointData()->SetScalars(render::aliasing_array(volume));
  return image;
}

}  // namespace interop

}  // namespace volvr
