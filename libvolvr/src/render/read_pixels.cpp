// SPDX-License-Identifier: Apache-2.0
#include "render/read_pixels.h"

#include <algorithm>

#include <vtkNew.h>
#include <vtkUnsignedCharArray.h>

#include "volvr/error.h"

namespace volvr::render {

Picture read_pixels(vtkRenderWindow& window, int width, int height) {
  vtkNew<vtkUnsignedCharArray> pixels;
  constexpr int from_back_buffer = 0;
  window.GetPixelData(0, 0, width - 1, height - 1, from_back_buffer, pixels);
  Picture picture{width, height, {}};
  const auto row = static_cast<std::size_t>(width) * 3;
  picture.rgb.resize(row * static_cast<std::size_t>(height));
  if (static_cast<std::size_t>(pixels->GetNumberOfValues()) != picture.rgb.size()) return picture;
  // OpenGL's rows begin at the bottom.
  for (int y = 0; y < height; ++y) {
    const auto* from = pixels->GetPointer(static_cast<vtkIdType>(row) * (height - 1 - y));
    std::copy_n(from, row, picture.rgb.data() + row * static_cast<std::size_t>(y));
  }
  return picture;
}

void throw_if_failed(MessageLog& log) {
  const std::string failure = log.take_error();
  if (failure.empty()) return;
  throw Error(ErrorCode::internal, "The graphics library could not draw: " + failure, {},
              "vtkRenderWindow::Render");
}

}  // namespace volvr::render
