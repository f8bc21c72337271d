// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace volvr::bench {

/// The files of the folder's only series in the order of itk::GDCMSeriesFileNames, which reads
/// their headers.
std::vector<std::string> sorted_by_gdcm(const std::filesystem::path& folder);

/// Reads every series under a folder and writes each into `out` as NIfTI of 16-bit values.
/// @param ending  ".nii" or ".nii.gz". Throws itk::ExceptionObject.
void convert_with_gdcm(const std::filesystem::path& folder, const std::filesystem::path& out,
                       const std::string& ending);

/// Makes ITK work on one thread, reading and converting.
void use_one_itk_thread();

}  // namespace volvr::bench
