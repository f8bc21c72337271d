// SPDX-License-Identifier: Apache-2.0
#include "bench/render_cases.h"

#include <filesystem>

#include "bench/render_volumes.h"
#include "support/data.h"
#include "volvr/load.h"

namespace volvr::bench {

namespace {

struct Study {
  std::string name;
  std::string modality;
  std::shared_ptr<const Volume> volume;
};

std::vector<Study> loaded(const std::vector<std::string>& studies) {
  std::vector<std::filesystem::path> folders(studies.begin(), studies.end());
  if (folders.empty()) folders = {test::sample("ct-chest"), test::sample("mr-head")};
  std::vector<Study> result;
  for (const auto& folder : folders) {
    const Catalog catalog = scan(folder);
    const SeriesInfo& series = catalog.series.at(0);
    result.push_back({folder.filename().string(), series.modality,
                      std::make_shared<const Volume>(load(series))});
  }
  return result;
}

// The same opacity at every value: nothing can be leapt over, and no ray ends early.
Appearance dense(const Study& study) {
  Appearance appearance = find_preset(presets_for(study.modality).front());
  for (OpacityPoint& point : appearance.opacities) point.opacity = 0.002;
  return appearance;
}

// 1 where a CT has bone, 2 where it has lung or air.
Volume bone_and_lung(const Volume& volume) {
  const std::uint64_t count = voxel_count(volume.geometry());
  const auto buffer = allocate_voxels(count);
  auto* to = static_cast<std::uint8_t*>(buffer.get());
  const auto from = volume.values<std::int16_t>();
  for (std::uint64_t at = 0; at < count; ++at) {
    const double value = from[at];
    to[at] = value > 250.0 ? 1 : value < -600.0 ? 2 : 0;
  }
  return {volume.geometry(), VoxelType::uint8, buffer};
}

}  // namespace

std::vector<RenderCase> preset_cases(const std::vector<std::string>& studies) {
  std::vector<RenderCase> cases;
  for (const Study& study : loaded(studies)) {
    for (const std::string& preset : presets_for(study.modality)) {
      const std::string name = study.name + ", " + preset;
      cases.push_back({name + ", front", study.volume, find_preset(preset)});
      cases.push_back(
          {name + ", oblique", study.volume, find_preset(preset), View::anterior, 35.0, 20.0});
    }
  }
  return cases;
}

std::vector<RenderCase> worst_cases(const std::vector<std::string>& studies) {
  std::vector<RenderCase> cases;
  for (const Study& study : loaded(studies)) {
    for (const std::string& preset : presets_for(study.modality)) {
      RenderCase inside{study.name + ", " + preset + ", inside", study.volume, find_preset(preset)};
      inside.inside = true;
      cases.push_back(inside);
    }
    cases.push_back({study.name + ", dense translucent, front", study.volume, dense(study)});
    RenderCase inside{study.name + ", dense translucent, inside", study.volume, dense(study)};
    inside.inside = true;
    cases.push_back(inside);
  }
  return cases;
}

std::vector<RenderCase> fused_cases() {
  const std::vector<Study> studies = loaded({});
  const Study& ct = studies.at(0);
  const Study& mr = studies.at(1);
  std::vector<RenderCase> cases;
  const auto add = [&](const Study& study, const std::string& preset, const std::string& with,
                       const Fused& fused) {
    cases.push_back({study.name + ", " + preset + " with " + with, study.volume,
                     find_preset(preset), View::anterior, 35.0, 20.0, false, fused});
  };
  const auto layer = [](const Volume& volume, const std::string& preset) {
    return Fused{.layers = {{.volume = volume, .appearance = find_preset(preset)}}};
  };
  add(ct, "ct-bone", "ct-lung", layer(*ct.volume, "ct-lung"));
  add(ct, "ct-skin", "ct-bone", layer(*ct.volume, "ct-bone"));
  add(mr, "mr-t1", "mr-brain", layer(*mr.volume, "mr-brain"));
  const Volume coarse = resized(*ct.volume, Eigen::Vector3i::Constant(128));
  add(ct, "ct-bone", "coarse greatest", layer(coarse, "ct-mip"));
  add(ct, "ct-soft-tissue", "labels",
      {.labels = Labels{.volume = bone_and_lung(*ct.volume),
                        .styles = {{.label = 1, .rgb = {0.9, 0.8, 0.6}, .opacity = 0.9},
                                   {.label = 2, .rgb = {0.4, 0.6, 0.9}, .opacity = 0.5}}}});
  return cases;
}

std::vector<RenderCase> drag_cases(int side) {
  const Study study = loaded({test::sample("ct-chest").string()}).front();
  const auto volume =
      std::make_shared<const Volume>(resized(*study.volume, Eigen::Vector3i::Constant(side)));
  std::vector<RenderCase> cases;
  for (const std::string preset : {"ct-bone", "ct-soft-tissue", "ct-lung", "ct-angiography"}) {
    cases.push_back({study.name + ", " + preset + ", " + std::to_string(side) + " cubed", volume,
                     find_preset(preset), View::anterior, 35.0, 20.0});
  }
  return cases;
}

std::vector<RenderCase> size_cases(int largest) {
  const Study study = loaded({test::sample("ct-chest").string()}).front();
  std::vector<RenderCase> cases;
  for (int side = 128; side <= largest; side *= 2) {
    const auto volume =
        std::make_shared<const Volume>(resized(*study.volume, Eigen::Vector3i::Constant(side)));
    cases.push_back({study.name + ", ct-bone, " + std::to_string(side) + " cubed", volume,
                     find_preset("ct-bone"), View::anterior, 35.0, 20.0});
  }
  return cases;
}

}  // namespace volvr::bench
