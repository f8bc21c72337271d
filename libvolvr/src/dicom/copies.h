// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "dicom/header.h"

namespace volvr::dicom {

/// Drops every further copy of an instance: the same SOPInstanceUID, place and pixel layout.
/// Instances that share the UID but not the rest are kept.
/// @param settings  `dicom.*`: how much a file may ask for
std::vector<Header> without_copies(std::vector<Header> headers, std::vector<Finding>& findings,
                                   const Settings& settings);

}  // namespace volvr::dicom
