// SPDX-License-Identifier: Apache-2.0
// Rays by processors are compiled for several sets of instructions; a machine has one best.
#include <hwy/targets.h>

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "render/fields.h"
#include "render/pictures.h"
#include "render/studio.h"

namespace volvr::test {
namespace {

StudioOptions by_processors() {
  return by_path("processors", {.size = 110, .view_angle = 14.0});
}

// A ball with a skin of its own in mist that lets light through.
Volume ball_in_mist() {
  const Field solid = ball({3, -2, 5}, 25);
  return sampled<std::int16_t>(
      make_grid({.step = {1.3, 1.0, 1.7}, .half = 33}), [&](const Eigen::Vector3d& at) {
        return std::round(40.0 * std::sin(at[0] / 3.0) + std::clamp(60.0 * solid(at), 0.0, 900.0));
      });
}

State look(double mist, bool shade) {
  Appearance appearance = opaque_above(400);
  appearance.colours = {{-40, {0.2, 0.4, 1}}, {400, {1, 0.3, 0.2}}, {940, {1, 1, 0.8}}};
  appearance.opacities = {{-40, 0.0}, {0, mist}, {100, mist}, {400, 0.1}, {700, 0.9}};
  appearance.window = {450, 1000};
  appearance.shade = shade;
  return state_of(appearance, View::superior);
}

State projected(Technique technique) {
  State state = look(0.03, false);
  state.technique = technique;
  if (technique == Technique::minip) state.window = {-40, 80};
  return state;
}

class Processors : public Drawing {
 protected:
  void TearDown() override { hwy::SetSupportedTargetsForTest(0); }
};

TEST_F(Processors, OfEveryKindDrawTheSame) {
  const std::int64_t here = hwy::SupportedTargets();
  int kinds = 0;
  for (const State& state : {look(0.03, true), look(0.0, true), look(0.03, false),
                             projected(Technique::mip), projected(Technique::minip)}) {
    hwy::SetSupportedTargetsForTest(0);
    Studio best(by_processors());
    const Picture expected = best.draw(ball_in_mist(), state);
    ASSERT_GT(lit(expected, 60).pixels, 500) << saved(expected, "processors");
    for (const std::int64_t target : {HWY_SSE2, HWY_AVX2, HWY_AVX3, HWY_NEON}) {
      if ((here & target) == 0) continue;
      hwy::SetSupportedTargetsForTest(target);
      Studio studio(by_processors());
      const Picture found = studio.draw(ball_in_mist(), state);
      EXPECT_LE(difference(expected, found).largest, 1)
          << hwy::TargetName(target) << saved(found, hwy::TargetName(target));
      ++kinds;
    }
  }
  EXPECT_GE(kinds, 3);
}

}  // namespace
}  // namespace volvr::test
