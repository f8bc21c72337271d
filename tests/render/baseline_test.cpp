// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <cstdlib>

#include "render/fields.h"
#include "render/pictures.h"
#include "render/studio.h"
#include "volvr/render.h"

namespace volvr::test {
namespace {

// Bodies of bone and flesh, in air, in Hounsfield units, without any symmetry.
Volume manikin() {
  const Field flesh = both(ball({0, 0, -8}, 30), ball({0, 0, 26}, 16));
  const Field bone =
      both(ball({0, 4, 26}, 11), both(ball({12, -8, -4}, 8), ball({-10, 2, -20}, 6)));
  return sampled<std::int16_t>(make_grid({.step = {1.5, 1.5, 2}, .half = 48}),
                               [=](const Eigen::Vector3d& point) {
                                 const double soft = std::clamp(flesh(point), -1.0, 1.0);
                                 const double hard = std::clamp(bone(point), -1.0, 1.0);
                                 return hard > 0 ? 60 + 840 * hard : -470 + 530 * soft;
                               });
}

/// Compares with a picture drawn by llvmpipe and looked at. To renew them set VOLVR_NEW_BASELINES
/// to a folder, run this test, and look at every picture before it is taken over.
class Baseline : public Drawing {
 protected:
  static void compare(const Picture& picture, const std::string& name) {
    if (const char* folder = std::getenv("VOLVR_NEW_BASELINES")) {
      save_png(picture, std::filesystem::path(folder) / (name + ".png"));
    }
    const Picture expected = load_png(std::filesystem::path(VOLVR_BASELINES) / (name + ".png"));
    const Difference apart = difference(picture, expected);
    EXPECT_LT(apart.mean, 1.0) << saved(picture, name);
    EXPECT_LT(apart.part_beyond_8, 0.02) << saved(picture, name);
  }
};

TEST_F(Baseline, Bone) {
  compare(
      render_picture(manikin(), find_preset("ct-bone"), {.width = 128, .height = 128, .yaw = 20}),
      "bone");
}

TEST_F(Baseline, SkinFromTheLeftWithLetters) {
  RenderOptions options{.width = 128, .height = 128, .view = View::left};
  options.settings.set("render.picture_annotations", "on");
  compare(render_picture(manikin(), find_preset("ct-skin"), options), "skin-left");
}

TEST_F(Baseline, MaximumFromAbove) {
  compare(render_picture(manikin(), find_preset("ct-mip"),
                         {.width = 128, .height = 96, .view = View::superior}),
          "mip-superior");
}

}  // namespace
}  // namespace volvr::test
