// SPDX-License-Identifier: Apache-2.0
#include "io/itk_image_io.h"

#include <itkMetaImageIO.h>
#include <itkNrrdImageIO.h>

#include <map>
#include <string_view>
#include <vector>

namespace volvr::io {

namespace {

itk::IOComponentEnum component_of(std::string_view value_type) {
  static const std::map<std::string_view, itk::IOComponentEnum> components = {
      {"int8", itk::IOComponentEnum::CHAR},     {"uint8", itk::IOComponentEnum::UCHAR},
      {"int16", itk::IOComponentEnum::SHORT},   {"uint16", itk::IOComponentEnum::USHORT},
      {"int32", itk::IOComponentEnum::INT},     {"uint32", itk::IOComponentEnum::UINT},
      {"float32", itk::IOComponentEnum::FLOAT}, {"float64", itk::IOComponentEnum::DOUBLE},
  };
  return components.at(value_type);
}

void describe(itk::ImageIOBase& writer, const ItkImage& image) {
  itk::ImageIORegion whole(3);
  writer.SetNumberOfDimensions(3);
  writer.SetComponentType(component_of(image.value_type));
  writer.SetNumberOfComponents(image.components);
  writer.SetPixelType(image.components == 3 ? itk::IOPixelEnum::RGB : itk::IOPixelEnum::SCALAR);
  for (unsigned int axis = 0; axis < 3; ++axis) {
    writer.SetDimensions(axis, image.size[axis]);
    writer.SetSpacing(axis, image.spacing[axis]);
    writer.SetOrigin(axis, image.origin[axis]);
    const auto& along = image.direction[axis];
    writer.SetDirection(axis, std::vector<double>(along.begin(), along.end()));
    whole.SetIndex(axis, 0);
    whole.SetSize(axis, image.size[axis]);
  }
  writer.SetIORegion(whole);
}

std::string write_with(itk::ImageIOBase& writer, const ItkImage& image,
                       const std::filesystem::path& file) {
  try {
    describe(writer, image);
    writer.SetFileName(file.string());
    writer.UseCompressionOff();
    writer.Write(image.values);
  } catch (const itk::ExceptionObject&) {
    return std::string("itk::") + writer.GetNameOfClass() + "::Write";
  }
  return {};
}

}  // namespace

std::string write_nrrd_by_itk(const ItkImage& image, const std::filesystem::path& file) {
  return write_with(*itk::NrrdImageIO::New(), image, file);
}

std::string write_metaimage_by_itk(const ItkImage& image, const std::filesystem::path& file) {
  return write_with(*itk::MetaImageIO::New(), image, file);
}

}  // namespace volvr::io
