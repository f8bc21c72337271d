// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "render/pictures.h"
#include "render/studio.h"
#include "support/data.h"
#include "volvr/load.h"
#include "volvr/render.h"

namespace volvr::test {
namespace {

constexpr int side = 160;

Volume load_sample(std::string_view name) {
  return load(scan(sample(name)).series.at(0));
}

// What any good picture of a patient has, whatever the preset.
void expect_sensible(const Picture& picture, const std::string& name) {
  const double covered = lit(picture, 24).pixels / static_cast<double>(side * side);
  const double burnt_out = lit(picture, 252).pixels / static_cast<double>(side * side);
  std::set<int> greys;
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) greys.insert(grey(picture, x, y));
  }
  EXPECT_GT(covered, 0.12) << name << saved(picture, name);
  EXPECT_LT(covered, 0.90) << name << saved(picture, name);
  EXPECT_LT(burnt_out, 0.4 * covered) << name << saved(picture, name);
  EXPECT_GT(greys.size(), 100U) << name << saved(picture, name);
  EXPECT_NEAR(lit(picture, 24).centroid[0], 0.5 * side, 0.12 * side) << name;
  EXPECT_NEAR(lit(picture, 24).centroid[1], 0.5 * side, 0.12 * side) << name;
}

void expect_sensible_presets(const Volume& volume, const std::string& modality) {
  for (const std::string& name : presets_for(modality)) {
    const RenderOptions options{.width = side, .height = side};
    expect_sensible(render_picture(volume, find_preset(name), options), name);
  }
}

// Pixels of the lung preset's blue in each half of the picture.
std::pair<int, int> lung_pixels(const Picture& picture) {
  std::pair<int, int> halves;
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      const auto* pixel = picture.rgb.data() + 3 * (y * picture.width + x);
      const bool blue = pixel[2] > 90 && pixel[2] > pixel[0] + 30;
      if (blue) ++(x < picture.width / 2 ? halves.first : halves.second);
    }
  }
  return halves;
}

class Samples : public Drawing {};

TEST_F(Samples, EveryCtPresetDrawsTheChest) {
  const Volume chest = load_sample("ct-chest");
  expect_sensible_presets(chest, "CT");
  // This patient's right lung is the small one, with the tumour: seen from in front it is on the
  // picture's left, from behind on its right.
  OffscreenRenderer lungs(chest, find_preset("ct-lung"), {.width = side, .height = side});
  const Picture front = lungs.draw(View::anterior);
  const auto [front_left, front_right] = lung_pixels(front);
  EXPECT_GT(front_right, 1.4 * front_left) << saved(front, "lungs-front");
  EXPECT_GT(front_left, 200) << saved(front, "lungs-front");
  const Picture back = lungs.draw(View::posterior);
  const auto [back_left, back_right] = lung_pixels(back);
  EXPECT_GT(back_left, 1.4 * back_right) << saved(back, "lungs-back");
}

TEST_F(Samples, EveryMrPresetDrawsTheHead) {
  const Volume head = load_sample("mr-head");
  expect_sensible_presets(head, "MR");
  // The face was cut off: from the left, with the front at the picture's left, the lower front
  // quarter is the emptiest.
  const Picture left = render_picture(head, find_preset("mr-t1"),
                                      {.width = side, .height = side, .view = View::left});
  const auto covered = [&](int x0, int y0) {
    int count = 0;
    for (int y = y0; y < y0 + side / 2; ++y) {
      for (int x = x0; x < x0 + side / 2; ++x) count += grey(left, x, y) > 40 ? 1 : 0;
    }
    return count;
  };
  const int front_top = covered(0, 0);
  const int front_bottom = covered(0, side / 2);
  const int back_top = covered(side / 2, 0);
  EXPECT_LT(front_bottom, front_top) << saved(left, "head-left");
  EXPECT_LT(front_bottom, 0.8 * back_top) << saved(left, "head-left");
}

TEST_F(Samples, ThePetPresetDrawsAWholeBody) {
  VOLVR_SHARED_SET_OR_SKIP(folder, "pet_qin_headneck");
  const Volume body = load(scan(folder).series.at(0));
  const Picture picture =
      render_picture(body, find_preset("pet-hot"), {.width = side, .height = side});
  const Lit hot = lit(picture, 200);
  EXPECT_GT(hot.pixels, 150) << saved(picture, "pet");
  EXPECT_LT(lit(picture, 24).pixels, side * side / 2) << saved(picture, "pet");
}

}  // namespace
}  // namespace volvr::test
