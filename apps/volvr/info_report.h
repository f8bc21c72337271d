// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <ostream>
#include <string>
#include <vector>

#include "json_text.h"
#include "volvr/catalog.h"
#include "volvr/people.h"

namespace volvr::app {

/// What `volvr info` tells of: a catalog, from where, and whether patients may be named.
struct InfoReport {
  const Catalog& catalog;
  const std::vector<std::filesystem::path>& roots;
  const People& people;
  bool show_identity = false;

  /// The text as it may be shown.
  std::string shown(const std::string& text) const;
  std::string shown(const Finding& finding) const;

  /// A file's path below the root that it was found under, as it may be shown.
  std::string shown_file(const std::string& file) const;
};

void print_info(std::ostream& out, const InfoReport& report);
Json info_json(const InfoReport& report);

}  // namespace volvr::app
