// SPDX-License-Identifier: Apache-2.0
#include "render/picture_board.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include <vtkCellArray.h>
#include <vtkFloatArray.h>
#include <vtkPointData.h>
#include <vtkPolyData.h>
#include <vtkPolyDataMapper2D.h>
#include <vtkTexturedActor2D.h>

namespace volvr::render {

namespace {

constexpr std::array<vtkIdType, 4> around{0, 1, 2, 3};

}  // namespace

PictureBoard::PictureBoard() {
  corners_->SetNumberOfPoints(4);
  vtkNew<vtkFloatArray> places;
  places->SetNumberOfComponents(2);
  for (const auto& [u, v] : {std::pair{0.0, 0.0}, {1.0, 0.0}, {1.0, 1.0}, {0.0, 1.0}}) {
    places->InsertNextTuple2(u, v);
  }
  vtkNew<vtkCellArray> face;
  face->InsertNextCell(4, around.data());
  vtkNew<vtkPolyData> quad;
  quad->SetPoints(corners_);
  quad->SetPolys(face);
  quad->GetPointData()->SetTCoords(places);
  vtkNew<vtkPolyDataMapper2D> mapper;
  mapper->SetInputData(quad);
  texture_->SetInputData(image_);
  texture_->InterpolateOn();
  vtkNew<vtkTexturedActor2D> board;
  board->SetMapper(mapper);
  board->SetTexture(texture_);
  renderer_->SetBackground(0.0, 0.0, 0.0);
  renderer_->AddViewProp(board);
  set({.width = 1, .height = 1, .rgb = {0, 0, 0}});
}

void PictureBoard::set(const Picture& picture) {
  image_->SetDimensions(picture.width, picture.height, 1);
  image_->AllocateScalars(VTK_UNSIGNED_CHAR, 3);
  auto* to = static_cast<std::uint8_t*>(image_->GetScalarPointer());
  // VTK's rows begin at the bottom.
  const auto row = static_cast<std::ptrdiff_t>(picture.width) * 3;
  for (int y = picture.height - 1; y >= 0; --y) {
    to = std::copy_n(picture.rgb.begin() + y * row, row, to);
  }
  image_->Modified();
}

void PictureBoard::prepare(int width, int height) {
  const int* size = image_->GetDimensions();
  const double scale =
      std::min(static_cast<double>(width) / size[0], static_cast<double>(height) / size[1]);
  const double across = scale * size[0];
  const double up = scale * size[1];
  const double left = 0.5 * (width - across);
  const double bottom = 0.5 * (height - up);
  corners_->SetPoint(0, left, bottom, 0.0);
  corners_->SetPoint(1, left + across, bottom, 0.0);
  corners_->SetPoint(2, left + across, bottom + up, 0.0);
  corners_->SetPoint(3, left, bottom + up, 0.0);
  corners_->Modified();
}

}  // namespace volvr::render
