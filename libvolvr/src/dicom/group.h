// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "dicom/header.h"

namespace volvr::dicom {

/// The headers of one series of one study of one patient, by file.
using SeriesGroup = std::vector<Header>;

/// Puts the headers of each series together. A series belongs to one patient and one study: where
/// the same series UID stands in two patients' files, it makes two groups.
/// The groups come by patient, study, series number, then UID.
std::vector<SeriesGroup> group_by_series(std::vector<Header> headers);

/// What to say of the patients: whether there are several, and whether a series UID is shared.
std::vector<Finding> patient_findings(const std::vector<SeriesGroup>& groups);

}  // namespace volvr::dicom
