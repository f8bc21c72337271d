// SPDX-License-Identifier: Apache-2.0
#include "dicom/findings.h"

#include <algorithm>
#include <filesystem>

#include "core/text.h"

namespace volvr::dicom {

namespace {

constexpr std::size_t most_files_named = 16;

std::string filled(std::string_view text, std::string_view placeholder, std::string_view value) {
  std::string result(text);
  if (const auto at = result.find(placeholder); at != std::string::npos) {
    result.replace(at, placeholder.size(), value);
  }
  return result;
}

}  // namespace

Finding about_files(FindingCode code, Severity severity, std::string_view one,
                    std::string_view many, const std::vector<std::string>& files) {
  const std::string first =
      files.empty() ? std::string() : std::filesystem::path(files.front()).filename().string();
  Finding finding;
  finding.code = code;
  finding.severity = severity;
  finding.message = filled(filled(files.size() == 1 ? one : many, "{file}", first), "{count}",
                           std::to_string(files.size()));
  finding.files.assign(files.begin(), files.begin() + static_cast<std::ptrdiff_t>(std::min(
                                                          files.size(), most_files_named)));
  return finding;
}

std::string count_of(std::size_t count, std::string_view thing) {
  return std::to_string(count) + " " + std::string(thing) + (count == 1 ? "" : "s");
}

std::string millimetres(double value) {
  return short_number(value, 4);
}

}  // namespace volvr::dicom
