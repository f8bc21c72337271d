// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "volvr/deidentify.h"

namespace volvr::dicom::deid {

class Object;

/// Writes the object under its name below the folder, whole or not at all.
/// A file that is there with the same bytes is left alone. The object is spent afterwards.
/// @throws Error not_writable (also where a file with other bytes is there), no_space
DeidentifiedFile place(Object& object, const std::filesystem::path& folder, bool overwrite);

}  // namespace volvr::dicom::deid
