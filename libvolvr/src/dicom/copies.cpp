// SPDX-License-Identifier: Apache-2.0
#include "dicom/copies.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "dicom/findings.h"

namespace volvr::dicom {

std::vector<Header> without_copies(std::vector<Header> headers, std::vector<Finding>& findings) {
  std::multimap<std::string, std::size_t> kept_by_uid;
  std::vector<Header> kept;
  std::vector<std::string> dropped;
  for (Header& header : headers) {
    const std::string& uid = header.instance.sop_instance_uid;
    const auto [first, last] = kept_by_uid.equal_range(uid);
    const bool is_copy = !uid.empty() && std::any_of(first, last, [&](const auto& entry) {
      const Header& other = kept[entry.second];
      const PixelLayout& p = header.instance.pixels;
      const PixelLayout& q = other.instance.pixels;
      return header.position == other.position && p.rows == q.rows && p.columns == q.columns &&
             p.bits_stored == q.bits_stored && p.rescale_slope == q.rescale_slope &&
             p.rescale_intercept == q.rescale_intercept && header.traits == other.traits;
    });
    if (is_copy) {
      dropped.push_back(header.instance.file.string());
      continue;
    }
    kept_by_uid.emplace(uid, kept.size());
    kept.push_back(std::move(header));
  }
  if (!dropped.empty()) {
    findings.push_back(about_files(
        FindingCode::duplicate_slices, Severity::warning,
        "The file {file} holds an image that another file holds too; it was left out.",
        "{count} files hold images that other files hold too; they were left out.", dropped));
  }
  return kept;
}

}  // namespace volvr::dicom
