// SPDX-License-Identifier: Apache-2.0
#include "surface/contour.h"

#include <limits>

#include <vtkCellArray.h>
#include <vtkCellArrayIterator.h>
#include <vtkFlyingEdges3D.h>
#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkSmartPointer.h>
#include <vtkUnsignedCharArray.h>

#include "surface/filter_run.h"
#include "volvr/error.h"

namespace volvr::surface {

namespace {

Mesh taken_from(vtkPolyData& data) {
  Mesh mesh;
  mesh.points.resize(static_cast<std::size_t>(data.GetNumberOfPoints()));
  for (std::size_t i = 0; i < mesh.points.size(); ++i) {
    double point[3];
    data.GetPoint(static_cast<vtkIdType>(i), point);
    mesh.points[i] = Eigen::Vector3d(point[0], point[1], point[2]).cast<float>();
  }
  mesh.triangles.reserve(static_cast<std::size_t>(data.GetNumberOfPolys()));
  const auto cells = vtkSmartPointer<vtkCellArrayIterator>::Take(data.GetPolys()->NewIterator());
  for (cells->GoToFirstCell(); !cells->IsDoneWithTraversal(); cells->GoToNextCell()) {
    vtkIdType count = 0;
    const vtkIdType* corners = nullptr;
    cells->GetCurrentCell(count, corners);
    mesh.triangles.push_back({static_cast<std::uint32_t>(corners[0]),
                              static_cast<std::uint32_t>(corners[1]),
                              static_cast<std::uint32_t>(corners[2])});
  }
  return mesh;
}

}  // namespace

Mesh contour(Mask&& mask, const ProgressSink& progress) {
  vtkNew<vtkUnsignedCharArray> values;
  constexpr int keep_memory = 1;
  values->SetArray(mask.inside.data(), static_cast<vtkIdType>(mask.inside.size()), keep_memory);
  vtkNew<vtkImageData> image;
  image->SetDimensions(mask.size.data());
  image->SetOrigin(-1.0, -1.0, -1.0);  // of the layer around the grid
  image->GetPointData()->SetScalars(values);
  vtkNew<vtkFlyingEdges3D> edges;
  edges->SetInputData(image);
  edges->SetValue(0, 0.5);
  edges->ComputeNormalsOff();
  edges->ComputeGradientsOff();
  edges->ComputeScalarsOff();
  run_filter(*edges, {progress, "extracting", static_cast<std::uint64_t>(mask.size.z()), "slices"});
  vtkPolyData& found = *edges->GetOutput();
  constexpr vtkIdType most = std::numeric_limits<std::int32_t>::max() / 3;
  if (found.GetNumberOfPolys() > most) {
    throw Error(ErrorCode::unsupported,
                "This surface has more triangles than its files could count.");
  }
  mask = {};
  return taken_from(found);
}

}  // namespace volvr::surface
