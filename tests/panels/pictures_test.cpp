// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>
#include <filesystem>
#include <set>

#include "panels/canvas_test_base.h"
#include "panels/user.h"
#include "volvr/picture.h"

namespace volvr::test {
namespace {

namespace fs = std::filesystem;

using PanelPictures = OnCanvas;

// Each page is drawn as in a headset and as in a window. With VOLVR_PANEL_PICTURES naming a folder
// the pictures are left there, to be looked at.
TEST_F(PanelPictures, EveryPageIsFullOfWhatItSays) {
  const char* folder = std::getenv("VOLVR_PANEL_PICTURES");
  const panels::Measures headset = panels::headset_panel({.pixels_per_degree = 22}).measures;
  for (const auto& [name, measures] :
       {std::pair{"headset", headset}, std::pair{"window", panels::window_measures(458, 960)}}) {
    User user(fused_model(117), measures);
    for (const panels::Page& page : panels::pages()) {
      if (!page.is_there(user.model())) continue;
      user.open(page.name);
      user.look_away();
      user.panel().draw();
      const Picture picture = user.panel().picture();
      if (folder != nullptr) {
        fs::create_directories(folder);
        save_png(picture,
                 fs::path(folder) / (std::string(name) + "-" + std::string(page.name) + ".png"));
      }
      std::set<std::uint8_t> values(picture.rgb.begin(), picture.rgb.end());
      EXPECT_GT(values.size(), 60u) << page.name;
      std::size_t dark = 0;
      for (const std::uint8_t value : picture.rgb) dark += value < 70 ? 1 : 0;
      EXPECT_GT(dark, picture.rgb.size() / 2) << page.name << ": calm and dark";
    }
    user.panel().release_graphics();
  }
}

}  // namespace
}  // namespace volvr::test
