// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcitem.h>

#include <vector>

#include "volvr/deidentify.h"

namespace volvr::dicom::deid {

/// Writes down what was done: PatientIdentityRemoved, DeidentificationMethod and its codes (PS3.16
/// CID 7050), LongitudinalTemporalInformationModified, and BurnedInAnnotation where pixels were
/// cleaned. What stood there before goes.
void write_method(DcmItem& data_set, const DeidentifyOptions& options, bool pixels_cleaned,
                  std::vector<ElementChange>& changes);

}  // namespace volvr::dicom::deid
