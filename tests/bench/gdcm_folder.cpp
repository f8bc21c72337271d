// SPDX-License-Identifier: Apache-2.0
#include "bench/gdcm_folder.h"

#include <itkGDCMSeriesFileNames.h>
#include <itkMultiThreaderBase.h>

namespace volvr::bench {

std::vector<std::string> sorted_by_gdcm(const std::filesystem::path& folder) {
  const auto names = itk::GDCMSeriesFileNames::New();
  names->SetDirectory(folder.string());
  return names->GetInputFileNames();
}

void use_one_itk_thread() {
  itk::MultiThreaderBase::SetGlobalMaximumNumberOfThreads(1);
  itk::MultiThreaderBase::SetGlobalDefaultNumberOfThreads(1);
}

}  // namespace volvr::bench
