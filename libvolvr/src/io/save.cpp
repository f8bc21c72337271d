// SPDX-License-Identifier: Apache-2.0
#include "volvr/save.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include "core/atomic_file.h"
#include "core/suggest.h"
#include "io/writers.h"
#include "volvr/error.h"

namespace volvr {

namespace {

struct Format {
  std::string_view ending;
  void (*write)(const io::WriteJob& job);
  bool compressed;  // the space that it needs is not known before
};

constexpr std::array formats = {
    Format{"nii", io::write_nifti, false},
    Format{"nii.gz", io::write_nifti_gz, true},
    Format{"nrrd", io::write_nrrd, false},
    Format{"mha", io::write_metaimage, false},
};

const Format& format_of(const std::filesystem::path& file) {
  std::string name = file.filename().string();
  std::ranges::transform(name, name.begin(), [](unsigned char letter) {
    return static_cast<char>(std::tolower(letter));
  });
  for (const Format& format : formats) {
    if (name.ends_with("." + std::string(format.ending))) return format;
  }
  std::string known;
  for (const Format& format : formats) {
    known += (known.empty() ? "." : ", .") + std::string(format.ending);
  }
  throw Error(
      ErrorCode::unsupported,
      "The ending of " + file.string() + " is none that can be written; known are " + known + ".",
      file.string());
}

}  // namespace

void save(const Volume& volume, const std::filesystem::path& file, const SaveOptions& options) {
  if (volume.empty()) {
    throw Error(ErrorCode::invalid_argument, "An empty volume cannot be saved.", file.string());
  }
  const Format& format = format_of(file);
  AtomicFile output(file, options.overwrite);
  if (!format.compressed) require_space(file, volume.size_bytes());
  format.write({volume, output.temporary(), file, options.progress});
  output.commit();
}

const std::vector<std::string_view>& save_formats() {
  static const std::vector<std::string_view> endings = [] {
    std::vector<std::string_view> names;
    for (const Format& format : formats) names.push_back(format.ending);
    return names;
  }();
  return endings;
}

}  // namespace volvr
