// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cerrno>
#include <cstdio>

#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkPNGWriter.h>
#include <vtkUnsignedCharArray.h>

#include "core/atomic_file.h"
#include "volvr/error.h"
#include "volvr/picture.h"

namespace volvr {

namespace {

vtkSmartPointer<vtkUnsignedCharArray> encode(const Picture& picture) {
  vtkNew<vtkImageData> image;
  image->SetDimensions(picture.width, picture.height, 1);
  image->AllocateScalars(VTK_UNSIGNED_CHAR, 3);
  auto* to = static_cast<std::uint8_t*>(image->GetScalarPointer());
  const auto row = static_cast<std::size_t>(picture.width) * 3;
  // VTK's rows begin at the bottom.
  for (int y = picture.height - 1; y >= 0; --y) {
    to = std::copy_n(picture.rgb.data() + row * static_cast<std::size_t>(y), row, to);
  }
  vtkNew<vtkPNGWriter> writer;
  writer->SetInputData(image);
  writer->WriteToMemoryOn();
  writer->Write();
  return writer->GetResult();
}

}  // namespace

void save_png(const Picture& picture, const std::filesystem::path& file) {
  const auto pixels = static_cast<std::size_t>(std::max(picture.width, 0)) *
                      static_cast<std::size_t>(std::max(picture.height, 0));
  if (pixels == 0 || picture.rgb.size() != 3 * pixels) {
    throw Error(ErrorCode::invalid_argument, "This picture has no pixels.", file.string());
  }
  AtomicFile output(file, true);
  const auto encoded = encode(picture);
  const auto bytes = static_cast<std::size_t>(encoded->GetNumberOfValues());
  std::FILE* stream = std::fopen(output.temporary().c_str(), "wb");
  if (stream == nullptr) throw_write_error(file, "fopen", errno);
  const bool written = std::fwrite(encoded->GetPointer(0), 1, bytes, stream) == bytes;
  const int write_error = errno;
  const bool closed = std::fclose(stream) == 0;
  if (!written) throw_write_error(file, "fwrite", write_error, bytes);
  if (!closed) throw_write_error(file, "fclose", errno, bytes);
  output.commit();
}

}  // namespace volvr
