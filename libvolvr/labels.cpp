// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "dicom/label_colours.h"
#include "volvr/error.h"
#include "volvr/layers.h"

namespace volvr {

namespace {

// The volumes of a series that hold labels: each alone, and all that do not overlap.
struct LabelVolumes {
  std::vector<std::size_t> alone;
  std::optional<std::size_t> joined;
  bool other_grids = false;  // some lie on another grid than the first, and are left out
};

bool is_same_grid(const GridGeometry& a, const GridGeometry& b) {
  return a.size == b.size && a.patient_from_index.isApprox(b.patient_from_index, 1e-9);
}

LabelVolumes label_volumes(const SeriesInfo& series) {
  LabelVolumes found;
  for (std::size_t at = 0; at < series.volumes.size(); ++at) {
    const VolumeInfo& volume = series.volumes[at];
    if (!volume.label_source || !is_loadable(volume)) continue;
    if (!volume.label_source->joined.empty()) {
      found.joined = at;
    } else if (found.alone.empty() ||
               is_same_grid(series.volumes[found.alone.front()].geometry, volume.geometry)) {
      found.alone.push_back(at);
    } else {
      found.other_grids = true;
    }
  }
  return found;
}

Finding warning(const std::string& message) {
  return {FindingCode::label_volume, Severity::warning, message, {}};
}

int value_of(const LabelSource& source) {
  constexpr int most = 65535;
  return source.number >= 1 && source.number <= most ? source.number : 1;
}

// A map that labels are drawn into, one after the other.
class Map {
 public:
  explicit Map(const Volume& first)
      : geometry_(first.geometry()),
        voxels_(std::make_shared<std::vector<std::uint16_t>>(voxel_count(first.geometry()))),
        provenance_(std::make_shared<Provenance>(first.provenance())) {}

  void take_all(const Volume& volume) {
    visit_values(volume, [&](auto values) {
      std::ranges::transform(values, voxels_->begin(),
                             [](auto value) { return static_cast<std::uint16_t>(value); });
    });
  }

  void lay_over(const Volume& volume, int label, bool fractional) {
    visit_values(volume, [&](auto values) {
      for (std::size_t at = 0; at < values.size(); ++at) {
        const auto value = static_cast<double>(values[at]);
        if (fractional ? value < 0.5 : value == 0.0) continue;
        shared_ += (*voxels_)[at] != 0 ? 1U : 0U;
        (*voxels_)[at] = static_cast<std::uint16_t>(label);
      }
    });
  }

  bool holds(int label) const {
    return std::ranges::find(*voxels_, static_cast<std::uint16_t>(label)) != voxels_->end();
  }

  Provenance& provenance() { return *provenance_; }

  Volume volume() && {
    if (shared_ > 0) {
      provenance_->findings.push_back(
          warning(std::to_string(shared_) +
                  " voxels belong to several labels; the label with the highest number has them."));
    }
    const std::shared_ptr<const void> buffer(voxels_, voxels_->data());
    return {geometry_, VoxelType::uint16, buffer, 1, {}, provenance_};
  }

 private:
  GridGeometry geometry_;
  std::shared_ptr<std::vector<std::uint16_t>> voxels_;
  std::shared_ptr<Provenance> provenance_;
  std::size_t shared_ = 0;
};

// Labels that overlap are left out of a joined map; here they are drawn.
void drop_left_out(std::vector<Finding>& findings) {
  std::erase_if(findings, [](const Finding& finding) {
    return finding.code == FindingCode::label_volume &&
           finding.message.find("left out of this map") != std::string::npos;
  });
}

std::vector<LabelStyle> styles_of(const SeriesInfo& series, const LabelVolumes& found,
                                  const Settings& settings) {
  std::map<std::string, std::map<int, Eigen::Vector3d>> colours;
  std::vector<LabelStyle> styles;
  for (const std::size_t at : found.alone) {
    const LabelSource& source = *series.volumes[at].label_source;
    const std::string file = source.instance.file.string();
    if (!colours.contains(file))
      colours[file] = dicom::label_colours(source.instance.file, settings);
    const int label = value_of(source);
    const auto own = colours[file].find(source.number);
    styles.push_back({.label = label,
                      .name = source.name,
                      .rgb = own != colours[file].end() ? own->second : label_colour(label)});
  }
  return styles;
}

}  // namespace

Labels load_labels(const SeriesInfo& series, const LoadOptions& options) {
  LabelVolumes found = label_volumes(series);
  if (found.alone.empty()) {
    throw Error(ErrorCode::invalid_argument,
                "The series holds no segments or structures that can be drawn.",
                series.series_instance_uid);
  }
  std::ranges::sort(found.alone, {},
                    [&](std::size_t at) { return value_of(*series.volumes[at].label_source); });
  LoadOptions each = options;
  each.volume = found.joined.value_or(found.alone.front());
  const Volume first = load(series, each);
  Map map(first);
  if (found.joined) map.take_all(first);
  bool fractions = false;
  for (const std::size_t at : found.alone) {
    const LabelSource& source = *series.volumes[at].label_source;
    if (found.joined && map.holds(value_of(source))) continue;
    each.volume = at;
    map.lay_over(at == found.alone.front() && !found.joined ? first : load(series, each),
                 value_of(source), source.fractional);
    fractions = fractions || source.fractional;
  }
  std::vector<Finding>& findings = map.provenance().findings;
  drop_left_out(findings);
  if (fractions) {
    findings.push_back(warning("The segments are fractions; a half and more counts as whole."));
  }
  if (found.other_grids) {
    findings.push_back(warning("Some labels lie on another grid than the first and are left out."));
  }
  return {.volume = std::move(map).volume(), .styles = styles_of(series, found, options.settings)};
}

}  // namespace volvr
