// SPDX-License-Identifier: Apache-2.0
#include "volvr/phases.h"

#include <cmath>
#include <set>

#include <gtest/gtest.h>

#include "volvr/error.h"

namespace volvr {
namespace {

using Seconds = std::vector<std::optional<double>>;

TEST(PhaseTimes, AreThoseOfTheStudy) {
  const PhaseTimes times = phase_times(Seconds{3.0, 3.1, 3.25, 3.3}, 10.0);
  EXPECT_TRUE(times.from_study);
  ASSERT_EQ(times.begins.size(), 4U);
  EXPECT_NEAR(times.begins[2], 0.25, 1e-9);
  EXPECT_NEAR(times.period, 0.4, 1e-9) << "the last lasts a third of what the others do";
}

TEST(PhaseTimes, GoOnAfterMidnight) {
  const PhaseTimes times = phase_times(Seconds{86398.0, 86399.0, 0.0, 1.0}, 10.0);
  EXPECT_TRUE(times.from_study);
  EXPECT_NEAR(times.begins.back(), 3.0, 1e-9);
  EXPECT_NEAR(times.period, 4.0, 1e-9);
}

TEST(PhaseTimes, AreEvenWhereTheStudyTellsNone) {
  const auto nan = std::nan("");
  for (const Seconds& seconds : {Seconds{1.0, std::nullopt, 2.0}, Seconds{1.0, 1.0, 1.0},
                                 Seconds{1.0, 3.0, 2.0}, Seconds{1.0, nan, 2.0}}) {
    const PhaseTimes times = phase_times(seconds, 5.0);
    EXPECT_FALSE(times.from_study);
    EXPECT_EQ(times.begins, (std::vector<double>{0.0, 0.2, 0.4}));
    EXPECT_NEAR(times.period, 0.6, 1e-12);
  }
  EXPECT_EQ(phase_times(Seconds{7.0}, 2.0).begins, std::vector<double>{0.0});
  EXPECT_THROW(phase_times({}, 5.0), Error);
  EXPECT_THROW(phase_times(Seconds{1.0}, 0.0), Error);
}

TEST(Playback, RunsAtTheTrueRateAndDropsWhatSlowFramesMiss) {
  // A heart of 20 phases in 0.8 s, drawn every 100 ms for 8 s.
  Seconds seconds;
  for (int phase = 0; phase < 20; ++phase) seconds.emplace_back(0.04 * phase);
  Playback playback(phase_times(seconds, 10.0));
  playback.play(100.0, 0);
  std::set<std::size_t> seen;
  for (int frame = 0; frame < 80; ++frame) {
    const double since = 0.1 * frame + 1e-6;
    const std::size_t phase = playback.phase(100.0 + since);
    EXPECT_EQ(phase, static_cast<std::size_t>(std::fmod(since, 0.8) / 0.04));
    seen.insert(phase);
  }
  EXPECT_EQ(seen.size(), 8U);
}

TEST(Playback, GoesOnFromAPhaseAtASpeedAlsoBackwards) {
  Playback playback(phase_times(Seconds{0.0, 1.0, 3.0}, 10.0));  // period 4.5
  playback.play(10.0, 1, 2.0);
  EXPECT_EQ(playback.phase(10.0), 1U);
  EXPECT_EQ(playback.phase(10.9), 1U);
  EXPECT_EQ(playback.phase(11.1), 2U);
  EXPECT_EQ(playback.phase(11.8), 0U);
  EXPECT_EQ(playback.next(11.1, 2), (std::vector<std::size_t>{0, 1}));
  EXPECT_EQ(playback.next(11.1, 9), (std::vector<std::size_t>{0, 1}));
  playback.play(0.0, 0, -1.0);
  EXPECT_EQ(playback.phase(0.5), 2U);
  EXPECT_EQ(playback.next(0.5, 1), (std::vector<std::size_t>{1}));
  EXPECT_TRUE(Playback().next(3.0, 4).empty());
}

}  // namespace
}  // namespace volvr
