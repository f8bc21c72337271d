// SPDX-License-Identifier: Apache-2.0
#include "surface/smooth.h"

#include <cmath>

#include <vtkCellArray.h>
#include <vtkFloatArray.h>
#include <vtkNew.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkTypeInt32Array.h>
#include <vtkWindowedSincPolyDataFilter.h>

#include "surface/filter_run.h"

namespace volvr::surface {

namespace {

constexpr int keep_memory = 1;

// Reads points and triangles where they are.
vtkSmartPointer<vtkPolyData> aliasing(Mesh& mesh) {
  vtkNew<vtkFloatArray> coordinates;
  coordinates->SetNumberOfComponents(3);
  coordinates->SetArray(mesh.points.front().data(), static_cast<vtkIdType>(3 * mesh.points.size()),
                        keep_memory);
  vtkNew<vtkPoints> points;
  points->SetData(coordinates);
  static_assert(sizeof(Triangle) == 3 * sizeof(vtkTypeInt32));
  vtkNew<vtkTypeInt32Array> corners;
  corners->SetArray(reinterpret_cast<vtkTypeInt32*>(mesh.triangles.data()),
                    static_cast<vtkIdType>(3 * mesh.triangles.size()), keep_memory);
  vtkNew<vtkCellArray> cells;
  cells->SetData(3, corners);
  auto data = vtkSmartPointer<vtkPolyData>::New();
  data->SetPoints(points);
  data->SetPolys(cells);
  return data;
}

}  // namespace

Smoothing smoothing_of(double amount) {
  if (amount <= 0.0) return {};
  return {std::pow(10.0, -2.0 * amount), static_cast<int>(std::lround(20.0 + 60.0 * amount))};
}

void smooth(Mesh& mesh_in_index, const Smoothing& smoothing, const ProgressSink& progress) {
  vtkNew<vtkWindowedSincPolyDataFilter> filter;
  filter->SetInputData(aliasing(mesh_in_index));
  filter->SetPassBand(smoothing.pass_band);
  filter->SetNumberOfIterations(smoothing.iterations);
  filter->NormalizeCoordinatesOn();
  filter->FeatureEdgeSmoothingOff();
  filter->BoundarySmoothingOff();
  filter->NonManifoldSmoothingOn();
  run_filter(*filter, {progress, "smoothing", mesh_in_index.points.size(), "points"});
  constexpr float most = 0.5F;
  for (std::size_t i = 0; i < mesh_in_index.points.size(); ++i) {
    double moved[3];
    filter->GetOutput()->GetPoint(static_cast<vtkIdType>(i), moved);
    Eigen::Vector3f& point = mesh_in_index.points[i];
    const Eigen::Vector3f to = Eigen::Vector3d(moved[0], moved[1], moved[2]).cast<float>();
    point += (to - point).cwiseMax(-most).cwiseMin(most);
  }
}

}  // namespace volvr::surface
