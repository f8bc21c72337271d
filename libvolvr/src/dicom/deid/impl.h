// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "dicom/deid/pixel_rules.h"
#include "dicom/deid/policy.h"
#include "volvr/deidentify.h"

namespace volvr {

struct Deidentifier::Impl {
  dicom::deid::Policy policy;
  std::vector<dicom::deid::PixelRule> rules;
};

}  // namespace volvr
