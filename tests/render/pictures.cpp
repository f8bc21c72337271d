// SPDX-License-Identifier: Apache-2.0
#include "render/pictures.h"

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkPNGReader.h>

namespace volvr::test {

namespace {

std::size_t at(const Picture& picture, int x, int y) {
  return 3 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.width) +
              static_cast<std::size_t>(x));
}

}  // namespace

int grey(const Picture& picture, int x, int y) {
  const auto* pixel = picture.rgb.data() + at(picture, x, y);
  return std::max({pixel[0], pixel[1], pixel[2]});
}

Lit lit(const Picture& picture, int threshold) {
  Lit result;
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      if (grey(picture, x, y) < threshold) continue;
      ++result.pixels;
      result.centroid += Eigen::Vector2d(x + 0.5, y + 0.5);
    }
  }
  if (result.pixels > 0) result.centroid /= result.pixels;
  return result;
}

Difference difference(const Picture& a, const Picture& b) {
  if (a.rgb.size() != b.rgb.size() || a.width != b.width) {
    throw std::runtime_error("the pictures differ in size");
  }
  Difference result;
  for (std::size_t i = 0; i < a.rgb.size(); ++i) {
    const int apart = std::abs(int{a.rgb[i]} - int{b.rgb[i]});
    result.mean += apart;
    result.largest = std::max(result.largest, apart);
    result.part_beyond_8 += apart > 8 ? 1.0 : 0.0;
  }
  const auto values = static_cast<double>(a.rgb.size());
  result.mean /= values;
  result.part_beyond_8 /= values;
  return result;
}

std::string saved(const Picture& picture, const std::string& name) {
  const auto folder = std::filesystem::current_path() / "failed-pictures";
  std::filesystem::create_directories(folder);
  const auto file = folder / (name + ".png");
  save_png(picture, file);
  return "picture saved as " + file.string();
}

Picture load_png(const std::filesystem::path& file) {
  vtkNew<vtkPNGReader> reader;
  if (reader->CanReadFile(file.c_str()) == 0) throw std::runtime_error("no PNG: " + file.string());
  reader->SetFileName(file.c_str());
  reader->Update();
  vtkImageData* image = reader->GetOutput();
  const int* size = image->GetDimensions();
  const int channels = image->GetNumberOfScalarComponents();
  Picture picture{size[0], size[1], {}};
  for (int y = size[1] - 1; y >= 0; --y) {
    for (int x = 0; x < size[0]; ++x) {
      const auto* pixel = static_cast<const std::uint8_t*>(image->GetScalarPointer(x, y, 0));
      for (int channel = 0; channel < 3; ++channel) {
        picture.rgb.push_back(pixel[std::min(channel, channels - 1)]);
      }
    }
  }
  return picture;
}

}  // namespace volvr::test
