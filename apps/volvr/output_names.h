// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <set>
#include <string>

#include "people.h"
#include "volvr/catalog.h"

namespace volvr::app {

/// Names of output files: of series number, description and volume, without patient identity, safe
/// on any file system, and never twice, be it by letter case alone.
class OutputNames {
 public:
  OutputNames(const People& people, std::filesystem::path folder, std::string format)
      : people_(people), folder_(std::move(folder)), format_(std::move(format)) {}

  std::filesystem::path next(const SeriesInfo& series, const VolumeInfo& volume);

 private:
  const People& people_;
  std::filesystem::path folder_;
  std::string format_;
  std::set<std::string> taken_;  // lower case, without ending
};

/// ASCII letters, digits, '-' and '.', everything else one '_'; at most 60 letters; no '.' first.
std::string safe_name(std::string_view text);

}  // namespace volvr::app
