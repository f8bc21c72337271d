// SPDX-License-Identifier: Apache-2.0
// Jitter: rings of coarse steps become noise that an eye, or a filter, averages out.
#include <algorithm>
#include <cmath>
#include <string>

#include <gtest/gtest.h>

#include "render/fields.h"
#include "render/pictures.h"
#include "render/studio.h"

namespace volvr::test {
namespace {

constexpr int side = 160;

StudioOptions options(const std::string& path, bool jitter, const std::string& step) {
  Settings settings;
  settings.set("render.mapper", "volvr");
  settings.set("render.path", path);
  settings.set("render.step", step);
  settings.set("render.jitter", jitter ? "on" : "off");
  return {.size = side, .distance = 0.5, .view_angle = 9.0, .settings = settings};
}

Volume soft_ball() {
  return sampled<std::int16_t>(make_grid({.half = 36}), [](const Eigen::Vector3d& at) {
    return std::clamp(50.0 + 20.0 * (28.0 - at.norm()), 0.0, 100.0);
  });
}

State bands() {
  Appearance appearance = opaque_above(50);
  appearance.opacities = {{10, 0.0}, {30, 0.4}, {60, 0.4}, {61, 0.0}};
  return state_of(appearance);
}

// Mean square of what a picture differs by from a fine one once the pixels of squares of seven are
// averaged: noise within a square is gone, rings that are wider are not.
double ring_energy(const Picture& coarse, const Picture& fine) {
  constexpr int wide = 7;
  double energy = 0.0;
  int squares = 0;
  for (int y = 0; y + wide <= side; y += 3) {
    for (int x = 0; x + wide <= side; x += 3) {
      double sum = 0.0;
      for (int j = 0; j < wide; ++j) {
        for (int i = 0; i < wide; ++i) {
          sum += grey(coarse, x + i, y + j) - grey(fine, x + i, y + j);
        }
      }
      energy += std::pow(sum / (wide * wide), 2);
      ++squares;
    }
  }
  return energy / squares;
}

class Jitter : public Drawing, public testing::WithParamInterface<const char*> {
 protected:
  void SetUp() override { Drawing::SetUp(); }
};

TEST_P(Jitter, TakesTheRingsOfCoarseSteps) {
  const Volume volume = soft_ball();
  Studio fine(options(GetParam(), false, "0.1"));
  Studio plain(options(GetParam(), false, "2.5"));
  Studio jittered(options(GetParam(), true, "2.5"));
  const Picture expected = fine.draw(volume, bands());
  const Picture rings = plain.draw(volume, bands());
  const Picture noise = jittered.draw(volume, bands());
  const double before = ring_energy(rings, expected);
  const double after = ring_energy(noise, expected);
  RecordProperty("ring_energy_plain", std::to_string(before));
  RecordProperty("ring_energy_jittered", std::to_string(after));
  EXPECT_GT(before, 4.0) << saved(rings, "rings");
  EXPECT_LT(after, 0.5 * before) << before << " " << after << saved(noise, "noise");
  EXPECT_EQ(jittered.draw(bands()).rgb, noise.rgb) << "nothing flickers";
}

INSTANTIATE_TEST_SUITE_P(Paths, Jitter, testing::Values("fragments", "processors"),
                         [](const auto& path) { return std::string(path.param); });

TEST_F(Drawing, JitterIsTheSameOnBothPaths) {
  const Volume volume = soft_ball();
  Studio gpu(options("fragments", true, "1.5"));
  Studio cpu(options("processors", true, "1.5"));
  const Picture a = gpu.draw(volume, bands());
  const Picture b = cpu.draw(volume, bands());
  EXPECT_LT(difference(a, b).mean, 0.3) << saved(a, "fragments") << saved(b, "processors");
  EXPECT_LT(difference(a, b).part_beyond_8, 0.01);
}

}  // namespace
}  // namespace volvr::test
