// SPDX-License-Identifier: Apache-2.0
#include "dicom/copies.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "dicom/findings.h"
#include "dicom/for_each_file.h"
#include "dicom/frame_reader.h"
#include "dicom/pixel_format.h"
#include "volvr/error.h"

namespace volvr::dicom {

namespace {

// The stored values of the slice's whole frame; empty where they cannot be read.
std::vector<std::byte> pixels_of(const SourceInstance& slice, const Settings& settings) {
  constexpr std::uint64_t most_memory = std::uint64_t{1} << 30;
  Limits limits = limits_of(settings);
  limits.memory = std::min(limits.memory, most_memory);
  const std::uint64_t bytes = bytes_per_frame(image_layout(slice));
  if (bytes == 0 || bytes > limits.memory) return {};
  try {
    std::vector<std::byte> raw(static_cast<std::size_t>(bytes));
    FrameReader(slice, open_any(slice.file, settings), limits).read(slice, raw);
    return raw;
  } catch (const Error&) {
    return {};  // the series' own checks and `load` say so
  }
}

// Whether two instances that call themselves the same hold the same image. One that cannot be read
// is no reason to keep it beside the other.
bool same_pixels(const SourceInstance& a, const SourceInstance& b, const Settings& settings) {
  const auto x = pixels_of(a, settings);
  const auto y = pixels_of(b, settings);
  return x.empty() || y.empty() || x == y;
}

}  // namespace

std::vector<Header> without_copies(std::vector<Header> headers, std::vector<Finding>& findings,
                                   const Settings& settings) {
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
      return header.instance.frame == other.instance.frame &&
             header.instance.file != other.instance.file && header.position == other.position &&
             p.rows == q.rows && p.columns == q.columns && p.bits_stored == q.bits_stored &&
             p.rescale_slope == q.rescale_slope && p.rescale_intercept == q.rescale_intercept &&
             header.traits == other.traits && same_pixels(header.instance, other.instance, settings);
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
