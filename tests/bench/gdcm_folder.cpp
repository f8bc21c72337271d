// SPDX-License-Identifier: Apache-2.0
#include "bench/gdcm_folder.h"

#include <itkGDCMImageIO.h>
#include <itkGDCMSeriesFileNames.h>
#include <itkImage.h>
#include <itkImageFileWriter.h>
#include <itkImageSeriesReader.h>
#include <itkMultiThreaderBase.h>
#include <itkNiftiImageIO.h>

namespace volvr::bench {

std::vector<std::string> sorted_by_gdcm(const std::filesystem::path& folder) {
  const auto names = itk::GDCMSeriesFileNames::New();
  names->SetDirectory(folder.string());
  return names->GetInputFileNames();
}

void convert_with_gdcm(const std::filesystem::path& folder, const std::filesystem::path& out,
                       const std::string& ending) {
  using Image = itk::Image<short, 3>;
  const auto names = itk::GDCMSeriesFileNames::New();
  names->RecursiveOn();
  names->SetDirectory(folder.string());
  for (const std::string& uid : names->GetSeriesUIDs()) {
    const auto reader = itk::ImageSeriesReader<Image>::New();
    reader->SetImageIO(itk::GDCMImageIO::New());
    reader->SetFileNames(names->GetFileNames(uid));
    const auto writer = itk::ImageFileWriter<Image>::New();
    writer->SetImageIO(itk::NiftiImageIO::New());
    writer->SetFileName((out / (uid + ending)).string());
    writer->SetUseCompression(ending == ".nii.gz");
    writer->SetInput(reader->GetOutput());
    writer->Update();
  }
}

void use_one_itk_thread() {
  itk::MultiThreaderBase::SetGlobalMaximumNumberOfThreads(1);
  itk::MultiThreaderBase::SetGlobalDefaultNumberOfThreads(1);
}

}  // namespace volvr::bench
