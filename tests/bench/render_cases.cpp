// SPDX-License-Identifier: Apache-2.0
#include "bench/render_cases.h"

#include <filesystem>

#include "support/data.h"
#include "volvr/load.h"

namespace volvr::bench {

std::vector<RenderCase> render_cases(const std::vector<std::string>& studies) {
  std::vector<std::filesystem::path> folders(studies.begin(), studies.end());
  if (folders.empty()) folders = {test::sample("ct-chest"), test::sample("mr-head")};
  std::vector<RenderCase> cases;
  for (const auto& folder : folders) {
    const Catalog catalog = scan(folder);
    const SeriesInfo& series = catalog.series.at(0);
    const auto volume = std::make_shared<const Volume>(load(series));
    for (const std::string& preset : presets_for(series.modality)) {
      const std::string name = folder.filename().string() + ", " + preset;
      cases.push_back({name + ", front", volume, preset});
      cases.push_back({name + ", oblique", volume, preset, View::anterior, 35.0, 20.0});
    }
  }
  return cases;
}

}  // namespace volvr::bench
