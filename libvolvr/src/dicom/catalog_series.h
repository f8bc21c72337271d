// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dicom/group.h"

namespace volvr::dicom {

/// The series of a group: its volumes, sorted and checked, and what there is to say about them.
SeriesInfo series_from(SeriesGroup group);

}  // namespace volvr::dicom
