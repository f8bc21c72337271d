// SPDX-License-Identifier: Apache-2.0
#include "render/pacer.h"

#include <gtest/gtest.h>

namespace volvr::test {
namespace {

using render::Pacer;
using render::Sampling;

bool is_exact(const Sampling& sampling) {
  return sampling.step == 1.0 && sampling.pixels == 1.0;
}

// A ray caster whose exact frame takes `exact` seconds, on a clock of the test's own.
struct Simulation {
  Pacer pacer{0.1};
  double now = 100.0;
  double exact = 1.0;
  int frames = 0;

  double draw() {
    const Sampling sampling = pacer.sampling(now);
    const double seconds = exact / (sampling.pixels * sampling.pixels * sampling.step) + 0.004;
    pacer.drawn(now, seconds);
    now += seconds;
    ++frames;
    return seconds;
  }
};

TEST(Pacer, TheFirstFrameIsExactAndThenThereIsRest) {
  Simulation simulation;
  ASSERT_TRUE(simulation.pacer.wants_frame(simulation.now));
  EXPECT_TRUE(is_exact(simulation.pacer.sampling(simulation.now)));
  simulation.draw();
  EXPECT_FALSE(simulation.pacer.wants_frame(simulation.now));
  EXPECT_FALSE(simulation.pacer.wants_frame(simulation.now + 1000.0));
}

TEST(Pacer, FramesStayNearTheTargetWhileTheHandMoves) {
  for (const double exact : {0.01, 0.3, 1.0, 2.5}) {
    Simulation simulation;
    simulation.exact = exact;
    simulation.draw();
    double slowest = 0.0;
    for (int i = 0; i < 40; ++i) {
      simulation.pacer.moved(simulation.now);
      const double seconds = simulation.draw();
      if (i >= 4) slowest = std::max(slowest, seconds);
    }
    EXPECT_LT(slowest, 0.16) << "exact " << exact;
  }
}

TEST(Pacer, DoesNotSwingBetweenTwoQualities) {
  Simulation simulation;
  simulation.draw();
  double before = 0.0;
  int changes = 0;
  for (int i = 0; i < 60; ++i) {
    simulation.pacer.moved(simulation.now);
    const double pixels = simulation.pacer.sampling(simulation.now).pixels;
    if (i >= 12 && pixels != before) ++changes;
    before = pixels;
    simulation.draw();
  }
  EXPECT_EQ(changes, 0);
}

TEST(Pacer, IsExactAQuarterOfASecondAfterTheHandRests) {
  Simulation simulation;
  simulation.draw();
  for (int i = 0; i < 10; ++i) {
    simulation.pacer.moved(simulation.now);
    simulation.draw();
  }
  // While it waits for rest it draws nothing.
  const double rested = simulation.now;
  simulation.now = rested + 0.1;
  EXPECT_FALSE(simulation.pacer.wants_frame(simulation.now));
  simulation.now = rested + 0.26;
  ASSERT_TRUE(simulation.pacer.wants_frame(simulation.now));
  EXPECT_TRUE(is_exact(simulation.pacer.sampling(simulation.now)));
  simulation.draw();
  EXPECT_FALSE(simulation.pacer.wants_frame(simulation.now + 5.0));
}

TEST(Pacer, AFastMachineIsNeverCoarse) {
  Simulation simulation;
  simulation.exact = 0.01;
  simulation.draw();
  for (int i = 0; i < 20; ++i) {
    simulation.pacer.moved(simulation.now);
    EXPECT_TRUE(is_exact(simulation.pacer.sampling(simulation.now)));
    simulation.draw();
  }
}

}  // namespace
}  // namespace volvr::test
