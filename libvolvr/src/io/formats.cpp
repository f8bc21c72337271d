// SPDX-License-Identifier: Apache-2.0
#include "io/formats.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include "io/nifti_header.h"
#include "volvr/error.h"

namespace volvr::io {

namespace {

// ITK's own NIfTI writer is passed by: it bends a sheared grid until it is orthogonal, and ends as
// if all were well when the disk is full (ITK 5.4); none of its writers takes a file piece by
// piece.
Envelope nifti_envelope(const VolumeFileInfo& info) {
  return {nifti_header(info), {}};
}

constexpr std::array all_formats = {
    Format{"nii", nifti_envelope, false}, Format{"nii.gz", nifti_envelope, true},
    Format{"nrrd", nrrd_envelope, false}, Format{"mha", metaimage_envelope, false},
    Format{"vti", vti_envelope, false},
};

}  // namespace

std::span<const Format> formats() {
  return all_formats;
}

const Format& format_of(const std::filesystem::path& file) {
  std::string name = file.filename().string();
  std::ranges::transform(name, name.begin(), [](unsigned char letter) {
    return static_cast<char>(std::tolower(letter));
  });
  std::string known;
  for (const Format& format : all_formats) {
    if (name.ends_with("." + std::string(format.ending))) return format;
    known += (known.empty() ? "." : ", .") + std::string(format.ending);
  }
  throw Error(
      ErrorCode::unsupported,
      "The ending of " + file.string() + " is none that can be written; known are " + known + ".",
      file.string());
}

}  // namespace volvr::io
