// SPDX-License-Identifier: Apache-2.0
// Volumes that are larger than the graphics card: limits are set so low here that small ones are.
#include <array>
#include <cmath>

#include <gtest/gtest.h>

#include "render/caster/volume_mapper.h"
#include "render/fields.h"
#include "render/pictures.h"
#include "render/studio.h"
#include "volvr/render.h"
#include "volvr/voxels_shown.h"

namespace volvr::test {
namespace {

using render::GraphicsLimits;
using render::ShownVoxels;

constexpr int side = 160;
constexpr std::uint64_t all_at_once = std::uint64_t{1} << 40;

// Bodies of several sizes, so that each part of the grid looks different.
template <class T>
Volume bodies(const Eigen::Vector3d& step, bool inverted = false) {
  const Field deep = both(both(ball({14, 3, -6}, 26), ball({-26, 12, 15}, 15)),
                          both(ball({-20, -20, -25}, 9), ball({30, -25, 28}, 12)));
  const Field field = [&](const Eigen::Vector3d& at) {
    const double value = 60.0 + 4.0 * deep(at) + 3.0 * std::sin(at[0]) * std::cos(0.7 * at[2]);
    return std::clamp(inverted ? 120.0 - value : value, 0.0, 120.0);
  };
  return sampled<T>(make_grid({.step = step}), field);
}

Appearance look(Technique technique) {
  Appearance appearance = opaque_above(60, 60);
  appearance.shade = true;
  appearance.technique = technique;
  appearance.colours = {{0, {0.2, 0.1, 0.9}}, {60, {0.9, 0.3, 0.1}}, {120, {1.0, 1.0, 0.8}}};
  appearance.opacities = {{0, 0.0}, {40, 0.0}, {70, 0.1}, {120, 0.9}};
  // Least values are seen best through what is bright.
  if (technique == Technique::minip) appearance.opacities = {{0, 1.0}, {70, 0.6}, {110, 0.0}};
  return appearance;
}

Settings fragments() {
  Settings settings;
  settings.set("render.mapper", "volvr");
  settings.set("render.path", "fragments");
  return settings;
}

render::VolumeMapper& mapper_of(Studio& studio) {
  return *render::VolumeMapper::SafeDownCast(studio.stage().scene().actor()->GetMapper());
}

// A studio that shows a volume under limits from its first picture on.
class Bricked {
 public:
  Bricked(const Volume& volume, const State& state, const GraphicsLimits& limits,
          const StudioOptions& options = {.size = side, .settings = fragments()})
      : studio_(options), state_(state) {
    studio_.stage().show(volume, state);
    limit(limits);
  }

  void limit(const GraphicsLimits& limits) { mapper_of(studio_).SetGraphicsLimits(limits); }
  Picture draw() { return studio_.draw(state_); }
  Picture draw(const State& state) {
    state_ = state;
    return draw();
  }
  ShownVoxels shown() { return mapper_of(studio_).Shown(); }
  std::size_t bytes() { return mapper_of(studio_).GraphicsMemory(); }
  const std::vector<std::string>& messages() const { return studio_.messages(); }

 private:
  Studio studio_;
  State state_;
};

class Bricks : public Drawing {
 protected:
  static double beyond_one(const Picture& a, const Picture& b) {
    std::size_t beyond = 0;
    for (std::size_t at = 0; at < a.rgb.size(); ++at) {
      beyond += std::abs(int{a.rgb[at]} - int{b.rgb[at]}) > 1 ? 1U : 0U;
    }
    return static_cast<double>(beyond) / static_cast<double>(a.rgb.size());
  }
};

constexpr std::array techniques{Technique::composite, Technique::mip, Technique::minip,
                                Technique::average, Technique::isosurface};

const Eigen::Vector3d long_grid{0.25, 1.6, 2.0};   // 401 x 63 x 51 voxels
const Eigen::Vector3d large_grid{0.55, 0.6, 0.7};  // 182 x 167 x 143

TEST_F(Bricks, ALongSideIsDrawnAsInOneTexture) {
  for (const Technique technique : techniques) {
    const Volume volume = bodies<std::int16_t>(long_grid, technique == Technique::minip);
    const State state = state_of(look(technique), View::left);
    const Picture whole = Bricked(volume, state, {}).draw();
    ASSERT_GT(lit(whole, 30).pixels, 300);
    Bricked bricked(volume, state, {.side = 192, .upload = all_at_once});
    const Picture picture = bricked.draw();
    const std::string name(to_string(technique));
    EXPECT_LE(beyond_one(picture, whole), 0.001)
        << name << saved(picture, "bricks-" + name) << saved(whole, "whole-" + name);
    EXPECT_TRUE(bricked.shown().exact()) << name;
    EXPECT_TRUE(bricked.shown().settled) << name;
  }
}

// With the stock mapper's rounding gradients are taken from further apart the fewer voxels there are.
TEST_F(Bricks, OfFewVoxelsAreLitAsInOneTexture) {
  const Field sheets = [](const Eigen::Vector3d& at) {
    const double place = at.dot(Eigen::Vector3d(0.4, 2, 1).normalized()) / 17.0;
    return 120.0 - 90.0 * std::abs(place - std::round(place)) +
           5.0 * std::sin(at[0] * 0.7) * std::cos(at[1] * 0.3 + at[2] * 0.9);
  };
  const Volume volume = sampled<std::int16_t>(make_grid({.step = {0.25, 6.0, 8.0}}), sheets);
  const State state = state_of(look(Technique::composite));
  StudioOptions options{.size = side, .settings = fragments()};
  options.settings.set("render.rounding", "stock");
  const Picture whole = Bricked(volume, state, {}, options).draw();
  ASSERT_GT(lit(whole, 30).pixels, 300);
  Bricked bricked(volume, state, {.side = 192, .upload = all_at_once}, options);
  const Picture picture = bricked.draw();
  EXPECT_TRUE(bricked.shown().exact());
  EXPECT_LE(beyond_one(picture, whole), 0.002) << saved(picture, "bricks") << saved(whole, "whole");
}

template <class T>
void expect_same_in_bricks(double allowed) {
  const Volume volume = bodies<T>(long_grid);
  const State state = state_of(look(Technique::composite));
  const Picture whole = Bricked(volume, state, {}).draw();
  EXPECT_GT(lit(whole, 30).pixels, 300);
  Bricked bricked(volume, state, {.side = 192, .upload = all_at_once});
  const Picture picture = bricked.draw();
  const std::string name(to_string(voxel_type_of<T>()));
  EXPECT_TRUE(bricked.shown().exact()) << name;
  EXPECT_LE(difference(whole, picture).mean, allowed) << name << saved(picture, "bricks-" + name);
}

TEST_F(Bricks, EveryTypeIsDrawnAsInOneTexture) {
  expect_same_in_bricks<std::int8_t>(0.02);
  expect_same_in_bricks<std::uint8_t>(0.1);  // interpolated with 8 bits by the software renderer
  expect_same_in_bricks<std::uint16_t>(0.02);
  expect_same_in_bricks<std::int32_t>(0.02);
  expect_same_in_bricks<float>(0.02);
  expect_same_in_bricks<double>(0.02);
}

// What the transfer function hides is not loaded, and takes no room from what it shows.
TEST_F(Bricks, WhatIsVisibleIsExactInLessMemoryThanTheVolume) {
  const Volume volume = bodies<std::int16_t>(large_grid);
  Appearance bones = look(Technique::composite);
  bones.opacities = {{0, 0.0}, {100, 0.0}, {110, 0.5}, {120, 0.9}};
  const State state = state_of(bones);
  const Picture whole = Bricked(volume, state, {}).draw();
  const std::uint64_t less = volume.size_bytes() * 4 / 5;
  Bricked bricked(volume, state, {.bytes = less, .upload = all_at_once});
  const Picture picture = bricked.draw();
  EXPECT_LE(beyond_one(picture, whole), 0.001) << saved(picture, "bricks") << saved(whole, "whole");
  EXPECT_TRUE(bricked.shown().exact());
  EXPECT_TRUE(bricked.messages().empty());
  const double block_bytes = static_cast<double>(volume.size_bytes()) / 64.0;  // and the picture's
  EXPECT_LT(static_cast<double>(bricked.bytes()),
            static_cast<double>(less) + block_bytes + 8.0 * side * side + 30000.0);
}

TEST_F(Bricks, ThePictureIsThereAtOnceAndBecomesExactWithinTheUploadOfEachFrame) {
  const Volume volume = bodies<std::int16_t>(long_grid);
  const State state = state_of(look(Technique::composite));
  const Picture whole = Bricked(volume, state, {}).draw();
  constexpr std::uint64_t brick = 64 * 64 * 64 * 2;
  Bricked bricked(volume, state, {.side = 192, .upload = 2 * brick});
  double before = 255.0;
  int pictures = 0;
  do {
    const Picture picture = bricked.draw();
    ++pictures;
    const double apart = difference(picture, whole).mean;
    EXPECT_GT(lit(picture, 30).pixels, 0.8 * lit(whole, 30).pixels) << "never blank";
    EXPECT_LE(apart, before + 0.2) << "never worse";
    EXPECT_EQ(bricked.shown().settled, bricked.shown().exact());
    if (pictures == 1) {
      EXPECT_GT(apart, 0.2) << "the test's volume must look coarse when it is";
      EXPECT_GT(bricked.shown().coarsest, 1);
    }
    before = apart;
  } while (!bricked.shown().settled && pictures < 100);
  EXPECT_LT(before, 0.02);
  EXPECT_GE(pictures, 3) << "of 14 bricks most are visible, and two come a picture";
  EXPECT_LE(pictures, 7);
}

TEST_F(Bricks, WithTooLittleMemoryThePictureIsCoarseWhereItMattersLeastAndSaysSo) {
  const Volume volume = bodies<std::int16_t>(large_grid);
  const State state = state_of(look(Technique::average));
  const Picture whole = Bricked(volume, state, {}).draw();
  double before = 255.0;
  int coarsest = 99;
  for (const std::uint64_t megabytes : {2, 4, 6, 8}) {
    Bricked bricked(volume, state, {.bytes = megabytes << 20, .upload = all_at_once});
    const Picture picture = bricked.draw();
    const ShownVoxels shown = bricked.shown();
    EXPECT_TRUE(shown.settled);
    EXPECT_LT(shown.finest, shown.coarsest + 1);
    EXPECT_FALSE(shown.exact());
    EXPECT_LE(shown.coarsest, coarsest);
    EXPECT_LE(bricked.bytes(), std::max<std::uint64_t>(megabytes << 20, 5U << 20) + 600000);
    const double apart = difference(picture, whole).mean;
    EXPECT_LT(apart, before + 0.05) << megabytes;
    EXPECT_GT(lit(picture, 30).pixels, 0.9 * lit(whole, 30).pixels);
    before = apart;
    coarsest = shown.coarsest;
  }
  EXPECT_LT(before, 3.0);
}

TEST_F(Bricks, OtherLooksAndViewsLoadWhatTheyNeed) {
  const Volume volume = bodies<std::int16_t>(large_grid);
  Appearance few = look(Technique::composite);
  few.opacities = {{0, 0.0}, {112, 0.0}, {120, 0.9}};
  Bricked bricked(volume, state_of(few), {.bytes = 9 << 20, .upload = all_at_once});
  bricked.draw();
  EXPECT_TRUE(bricked.shown().exact());
  for (const View view : {View::anterior, View::superior, View::left}) {
    for (const double threshold : {110.0, 118.0}) {
      few.opacities = {{0, 0.0}, {threshold, 0.0}, {120, 0.9}};
      const State state = state_of(few, view);
      const Picture whole = Bricked(volume, state, {}).draw();
      const Picture picture = bricked.draw(state);
      if (!bricked.shown().exact()) continue;
      EXPECT_LE(beyond_one(picture, whole), 0.001) << threshold << saved(picture, "bricks");
    }
  }
  EXPECT_TRUE(bricked.shown().exact());
}

TEST_F(Bricks, APictureSaysWhatItWasDrawnFrom) {
  const Volume volume = bodies<std::int16_t>(large_grid);
  RenderOptions options{.width = side, .height = side, .settings = fragments()};
  const auto drawn = [&](const char* megabytes, const char* annotations) {
    options.settings.set("render.gpu_memory", megabytes);
    options.settings.set("render.picture_annotations", annotations);
    OffscreenRenderer renderer(volume, look(Technique::average), options);
    Picture picture = renderer.draw(View::anterior);
    return std::pair(picture, renderer.shown());
  };
  const auto [fine, fine_voxels] = drawn("64", "off");
  EXPECT_TRUE(fine_voxels.exact());
  EXPECT_EQ(to_text(fine_voxels), "");
  EXPECT_EQ(info_text(fine_voxels), "Voxels shown: 0.55 × 0.6 × 0.7 mm, the study's own.");
  const auto [coarse, coarse_voxels] = drawn("1", "off");
  EXPECT_FALSE(coarse_voxels.exact());
  EXPECT_EQ(to_text(coarse_voxels),
            "Voxels shown: 1.1 × 1.2 × 1.4 mm; the study's own: 0.55 × 0.6 × 0.7 mm.");
  EXPECT_EQ(info_text(coarse_voxels), to_text(coarse_voxels));
  EXPECT_EQ(info_text({}), "Nothing has been drawn yet.");
  // The line stands above the lower edge's letter, from the first picture on.
  const auto [fine_said, same] = drawn("64", "on");
  const auto [coarse_said, also] = drawn("1", "on");
  const auto changed = [](const Picture& a, const Picture& b) {
    int pixels = 0;
    for (int y = side * 7 / 10; y < side; ++y) {
      for (int x = 0; x < side; ++x) pixels += std::abs(grey(a, x, y) - grey(b, x, y)) > 60 ? 1 : 0;
    }
    return pixels;
  };
  EXPECT_GT(changed(coarse_said, coarse), changed(fine_said, fine) + 100)
      << saved(coarse_said, "coarse-said");
}

}  // namespace
}  // namespace volvr::test
