// SPDX-License-Identifier: Apache-2.0
#include "support/gdcm_reader.h"

#include <itkGDCMImageIO.h>
#include <itkImage.h>
#include <itkImageSeriesReader.h>

#include <cstdint>
#include <stdexcept>

namespace volvr::test {

namespace {

template <class Value>
GdcmVolume read_as(const std::vector<std::string>& files) {
  using Image = itk::Image<Value, 3>;
  const auto reader = itk::ImageSeriesReader<Image>::New();
  reader->SetImageIO(itk::GDCMImageIO::New());
  reader->SetFileNames(files);
  reader->ForceOrthogonalDirectionOff();
  reader->Update();
  const typename Image::Pointer image = reader->GetOutput();
  GdcmVolume volume;
  for (unsigned int row = 0; row < 3; ++row) {
    volume.size[row] = static_cast<int>(image->GetLargestPossibleRegion().GetSize()[row]);
    for (unsigned int column = 0; column < 3; ++column) {
      volume.patient_from_index[row * 4 + column] =
          image->GetDirection()(row, column) * image->GetSpacing()[column];
    }
    volume.patient_from_index[row * 4 + 3] = image->GetOrigin()[row];
  }
  volume.bytes_per_value = sizeof(Value);
  volume.count = image->GetPixelContainer()->Size();
  volume.values = std::shared_ptr<const void>(image->GetBufferPointer(), [image](const void*) {});
  volume.value_at = [](const void* values, std::size_t index) {
    return static_cast<double>(static_cast<const Value*>(values)[index]);
  };
  return volume;
}

}  // namespace

GdcmVolume read_with_gdcm(const std::vector<std::string>& files) {
  const auto io = itk::GDCMImageIO::New();
  io->SetFileName(files.front());
  io->ReadImageInformation();
  switch (io->GetComponentType()) {
    case itk::IOComponentEnum::UCHAR:
      return read_as<std::uint8_t>(files);
    case itk::IOComponentEnum::CHAR:
      return read_as<std::int8_t>(files);
    case itk::IOComponentEnum::USHORT:
      return read_as<std::uint16_t>(files);
    case itk::IOComponentEnum::SHORT:
      return read_as<std::int16_t>(files);
    case itk::IOComponentEnum::UINT:
      return read_as<std::uint32_t>(files);
    case itk::IOComponentEnum::INT:
      return read_as<std::int32_t>(files);
    case itk::IOComponentEnum::FLOAT:
      return read_as<float>(files);
    case itk::IOComponentEnum::DOUBLE:
      return read_as<double>(files);
    default:
      throw std::runtime_error("GDCM gives a value type that is not expected here");
  }
}

}  // namespace volvr::test
