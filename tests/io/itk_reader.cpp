// SPDX-License-Identifier: Apache-2.0
#include "io/itk_reader.h"

#include <itkMetaDataObject.h>
#include <itkMetaImageIO.h>
#include <itkNiftiImageIO.h>
#include <itkNrrdImageIO.h>

#include <stdexcept>

namespace volvr::test {

namespace {

itk::ImageIOBase::Pointer reader_for(const std::filesystem::path& file) {
  if (file.extension() == ".nrrd") return itk::NrrdImageIO::New().GetPointer();
  if (file.extension() == ".mha") return itk::MetaImageIO::New().GetPointer();
  return itk::NiftiImageIO::New().GetPointer();
}

}  // namespace

ReadByItk read_by_itk(const std::filesystem::path& file) {
  try {
    const auto reader = reader_for(file);
    reader->SetFileName(file.string());
    reader->ReadImageInformation();
    ReadByItk read;
    read.dimensions = reader->GetNumberOfDimensions();
    itk::ImageIORegion whole(read.dimensions);
    for (unsigned int axis = 0; axis < 3; ++axis) {
      read.size[axis] = reader->GetDimensions(axis);
      whole.SetIndex(axis, 0);
      whole.SetSize(axis, read.size[axis]);
      for (unsigned int row = 0; row < 3; ++row) {
        read.patient_from_index[row][axis] =
            reader->GetDirection(axis)[row] * reader->GetSpacing(axis);
      }
      read.patient_from_index[axis][3] = reader->GetOrigin(axis);
    }
    if (read.dimensions == 4) {
      read.volumes = reader->GetDimensions(3);
      read.time_step = reader->GetSpacing(3);
      whole.SetIndex(3, 0);
      whole.SetSize(3, read.volumes);
    }
    for (const std::string& key : reader->GetMetaDataDictionary().GetKeys()) {
      itk::ExposeMetaData<std::string>(reader->GetMetaDataDictionary(), key, read.texts[key]);
    }
    reader->SetIORegion(whole);
    read.component = itk::ImageIOBase::GetComponentTypeAsString(reader->GetComponentType());
    read.components = reader->GetNumberOfComponents();
    read.values.resize(static_cast<std::size_t>(reader->GetImageSizeInBytes()));
    reader->Read(read.values.data());
    return read;
  } catch (const itk::ExceptionObject& error) {
    throw std::runtime_error(error.GetDescription());
  }
}

}  // namespace volvr::test
