// SPDX-License-Identifier: Apache-2.0
// Volumes that follow each other in time, as volvr's ray caster draws them.
#include <chrono>
#include <thread>

#include <gtest/gtest.h>

#include "render/caster/volume_mapper.h"
#include "render/fields.h"
#include "render/pictures.h"
#include "render/studio.h"
#include "volvr/error.h"
#include "volvr/phases.h"

namespace volvr::test {
namespace {

constexpr int side = 100;
constexpr int count = 5;

class PhasesDrawn : public Drawing, public testing::WithParamInterface<const char*> {
 protected:
  void SetUp() override { Drawing::SetUp(); }

  static Settings settings() {
    Settings settings;
    settings.set("render.mapper", "volvr");
    settings.set("render.path", GetParam());
    return settings;
  }
};

// A ball that grows and shines more from one to the next; ranges differ, too.
std::vector<Volume> a_heart() {
  std::vector<Volume> volumes;
  for (int phase = 0; phase < count; ++phase) {
    const double radius = 14.0 + 4.0 * phase;
    volumes.push_back(sampled<std::int16_t>(
        make_grid({.step = {2, 2, 2}}), [=](const Eigen::Vector3d& at) {
          return (100.0 + 10.0 * phase) * std::clamp(0.5 + (radius - at.norm()) / 6.0, 0.0, 1.0);
        }));
  }
  return volumes;
}

State lit_state() {
  Appearance appearance = opaque_above(50, 30);
  appearance.shade = true;
  State state = state_of(appearance);
  state.time_points = count;
  return state;
}

render::VolumeMapper& mapper_of(Studio& studio) {
  return *render::VolumeMapper::SafeDownCast(studio.stage().scene().actor()->GetMapper());
}

TEST_P(PhasesDrawn, EachLooksAsItDoesAlone) {
  const std::vector<Volume> volumes = a_heart();
  State state = lit_state();
  std::vector<Picture> alone;
  for (const Volume& volume : volumes) {
    Studio studio({.size = side, .settings = settings()});
    alone.push_back(studio.draw(volume, state));
  }
  for (int phase = 1; phase < count; ++phase) ASSERT_GT(difference(alone[0], alone[static_cast<std::size_t>(phase)]).mean, 0.5);
  Studio studio({.size = side, .settings = settings()});
  studio.draw(volumes.front(), state);
  studio.stage().scene().set_phases(volumes);
  // In turn, over the end, with a jump, and one again.
  for (const int time : {1, 2, 3, 4, 5, 1, 2, 5, 3, 3, 1}) {
    state.time_point = time;
    const Picture drawn = studio.draw(state);
    EXPECT_EQ(difference(drawn, alone[static_cast<std::size_t>(time - 1)]).largest, 0)
        << time << saved(drawn, "phase");
  }
  for (const Technique technique : {Technique::mip, Technique::average, Technique::isosurface}) {
    state.technique = technique;
    state.time_point = 4;
    Studio other({.size = side, .settings = settings()});
    EXPECT_EQ(difference(studio.draw(state), other.draw(volumes[3], state)).largest, 0);
    state.time_point = 2;
    studio.draw(state);
  }
}

// On a simulated clock: a heart of five phases in half a second, drawn fifty times a second.
TEST_P(PhasesDrawn, AreThereWhenTheyAreDueAndBuildNoProgram) {
  const std::vector<Volume> volumes = a_heart();
  State state = lit_state();
  Studio studio({.size = side, .settings = settings()});
  studio.draw(volumes.front(), state);
  studio.stage().scene().set_phases(volumes);
  Playback playback(phase_times({0.0, 0.1, 0.2, 0.3, 0.4}, 1.0));
  playback.play(0.0, 0);
  studio.draw(state);
  const std::size_t programs = mapper_of(studio).ProgramsBuilt();
  std::size_t changes = 0;
  for (int frame = 1; frame < 60; ++frame) {
    const int due = static_cast<int>(playback.phase(0.02 * frame + 1e-6)) + 1;
    changes += due != state.time_point ? 1U : 0U;
    state.time_point = due;
    studio.draw(state);
    // What a thread does beside has the time that it has in a headset.
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_EQ(changes, 11U);
  EXPECT_EQ(mapper_of(studio).UpcomingReady(), changes);
  EXPECT_EQ(mapper_of(studio).ProgramsBuilt(), programs);
}

TEST_P(PhasesDrawn, TakeNoMoreThanThreeOfThemOnTheGraphicsCard) {
  const std::vector<Volume> volumes = a_heart();
  State state = lit_state();
  Studio studio({.size = side, .settings = settings()});
  studio.draw(volumes.front(), state);
  studio.stage().scene().set_phases(volumes);
  const auto bytes = [&] { return static_cast<double>(mapper_of(studio).GraphicsMemory()); };
  const double one = bytes();
  for (int frame = 0; frame < 40; ++frame) {
    state.time_point = frame / 4 % count + 1;
    studio.draw(state);
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  EXPECT_LE(bytes(), one + 3.0 * static_cast<double>(volumes.front().size_bytes()));
}

TEST_P(PhasesDrawn, OfOtherGridsAreRefused) {
  std::vector<Volume> volumes = a_heart();
  Studio studio({.size = side, .settings = settings()});
  const Picture before = studio.draw(volumes.front(), lit_state());
  volumes.push_back(sampled<std::int16_t>(make_grid(), [](auto&) { return 1; }));
  EXPECT_THROW(studio.stage().scene().set_phases(volumes), Error);
  EXPECT_EQ(studio.draw(lit_state()).rgb, before.rgb);
}

INSTANTIATE_TEST_SUITE_P(Paths, PhasesDrawn,
                         testing::Values("fragments", "compute", "processors"),
                         [](const auto& path) { return std::string(path.param); });

}  // namespace
}  // namespace volvr::test
