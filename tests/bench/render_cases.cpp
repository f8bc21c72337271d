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
