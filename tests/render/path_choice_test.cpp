// SPDX-License-Identifier: Apache-2.0
// Which of a GPU's two ways to cast rays is taken, on a clock and a GPU that are played.
#include <deque>
#include <map>

#include <gtest/gtest.h>

#include "render/caster/path_choice.h"

namespace volvr::test {
namespace {

using render::PathChoice;
using render::ProgramKey;

// Tells the times of its pictures some pictures later, as graphics cards do.
class PlayedGpu {
 public:
  double fragments = 2.0;
  double compute = 1.0;
  double first_time = 40.0;    // added where a way is new
  double first_compute = 0.0;  // and to compute's alone
  int late = 3;                // pictures
  double period = 1.0 / 90.0;
  bool answers = true;

  // @return how many of so many pictures were drawn by compute
  int draw(int pictures, const ProgramKey& kind = {}) {
    int by_compute = 0;
    for (int picture = 0; picture < pictures; ++picture) {
      const PathChoice::Plan plan = choice.next(kind, now_);
      by_compute += plan.compute ? 1 : 0;
      timed += plan.timed ? 1 : 0;
      const bool is_new = drawn_[{kind, plan.compute}]++ == 0;
      const double cost = (plan.compute ? compute : fragments) + (is_new ? first_time : 0.0) +
                          (is_new && plan.compute ? first_compute : 0.0);
      if (plan.timed && answers) under_way_.push_back({picture_ + late, plan.compute, cost, kind});
      while (!under_way_.empty() && under_way_.front().due <= picture_) {
        const Lap lap = under_way_.front();
        under_way_.pop_front();
        choice.measured(lap.kind, lap.compute, lap.cost, now_);
      }
      now_ += period;
      ++picture_;
    }
    return by_compute;
  }

  void wait(double seconds) { now_ += seconds; }

  PathChoice choice;
  int timed = 0;

 private:
  struct Lap {
    int due;
    bool compute;
    double cost;
    ProgramKey kind;
  };
  double now_ = 1000.0;
  int picture_ = 0;
  std::deque<Lap> under_way_;
  std::map<std::pair<ProgramKey, bool>, int> drawn_;
};

constexpr int each_way = 3 + 1;  // timed, and the first, which is not counted

TEST(PathChoice, TakesTheFasterWayAfterAFewPicturesOfEach) {
  for (const bool compute_is_faster : {true, false}) {
    PlayedGpu gpu;
    gpu.compute = compute_is_faster ? 1.0 : 3.0;
    const int begun = gpu.draw(2 * each_way + 5);
    EXPECT_GE(begun, each_way);
    EXPECT_LE(begun, 2 * each_way + 5 - each_way);
    EXPECT_EQ(gpu.timed, 2 * each_way);
    EXPECT_EQ(gpu.draw(1000), compute_is_faster ? 1000 : 0);
    EXPECT_EQ(gpu.timed, 2 * each_way) << "what is decided is not timed";
  }
}

TEST(PathChoice, TheFirstTimeOfAProgramDoesNotCount) {
  PlayedGpu gpu;
  gpu.choice = PathChoice({.pictures = 1});
  gpu.first_compute = 1e6;
  gpu.draw(20);
  EXPECT_EQ(gpu.draw(100), 100);
}

TEST(PathChoice, OnePictureThatWasHeldUpDecidesNothing) {
  for (int held_up = 0; held_up < 2 * each_way; ++held_up) {
    PlayedGpu gpu;
    gpu.draw(held_up);
    gpu.compute = 50.0;
    gpu.draw(1);
    gpu.compute = 1.0;
    gpu.draw(20);
    EXPECT_EQ(gpu.draw(100), 100) << held_up;
  }
}

TEST(PathChoice, AKindLikeTheLastIsNotMeasuredWhereItWasClear) {
  const ProgramKey other{.technique = 1, .shade = true};
  for (const bool compute_is_faster : {true, false}) {
    PlayedGpu gpu;
    (compute_is_faster ? gpu.fragments : gpu.compute) = 20.0;
    gpu.draw(50);
    const int timed = gpu.timed;
    EXPECT_EQ(gpu.draw(100, other), compute_is_faster ? 100 : 0);
    EXPECT_EQ(gpu.timed, timed);
  }

  PlayedGpu close;
  close.fragments = 1.5;
  close.draw(50);
  close.compute = 4.0;  // of the other kind
  close.draw(20, other);
  EXPECT_EQ(close.draw(100, other), 0);
  EXPECT_EQ(close.draw(100), 100) << "each kind keeps its own";
}

TEST(PathChoice, KindsDifferByMoreThanTheWay) {
  PlayedGpu gpu;
  gpu.draw(50, {.compute = true});
  const int timed = gpu.timed;
  gpu.draw(50, {.compute = false});
  EXPECT_EQ(gpu.timed, timed);
}

TEST(PathChoice, TriesAgainTheMoreRarelyTheClearerItWas) {
  const auto slow_pictures = [](double ratio) {
    PlayedGpu gpu;
    gpu.fragments = ratio;
    gpu.draw(50);
    constexpr int an_hour = 3600 * 90;
    return an_hour - gpu.draw(an_hour);
  };
  const int close = slow_pictures(1.1);
  const int clear = slow_pictures(10.0);
  EXPECT_GT(close, 100);
  EXPECT_LT(close, 400);
  EXPECT_GT(clear, 0);
  EXPECT_LE(clear, 6 * 3);
}

TEST(PathChoice, ChangesOnlyForWhatIsFasterByMoreThanNoise) {
  PlayedGpu gpu;
  gpu.fragments = 1.2;
  gpu.draw(50);
  gpu.fragments = 0.95;
  gpu.wait(700.0);
  gpu.draw(20);
  EXPECT_EQ(gpu.draw(100), 100);
  gpu.fragments = 0.8;
  gpu.wait(700.0);
  gpu.draw(20);
  EXPECT_EQ(gpu.draw(100), 0);
}

TEST(PathChoice, GoesOnWhereTimesNeverCome) {
  PlayedGpu gpu;
  gpu.answers = false;
  const int pictures = 90 * 60;
  EXPECT_GT(gpu.draw(pictures), pictures * 9 / 10);
  gpu.answers = true;
  gpu.compute = 5.0;
  gpu.draw(150);
  EXPECT_EQ(gpu.draw(100), 0) << "and decides once they do";
}

TEST(PathChoice, ATimeThatWasNotTakenIsTakenAgain) {
  PathChoice choice;
  for (int picture = 0; picture < 3; ++picture) {
    const PathChoice::Plan plan = choice.next({}, 0.0);
    ASSERT_TRUE(plan.timed && plan.compute) << "the same again";
    choice.measured({}, plan.compute, -1.0, 0.0);
  }
  for (int picture = 0; picture < 2 * each_way; ++picture) {
    const PathChoice::Plan plan = choice.next({}, 0.0);
    ASSERT_TRUE(plan.timed);
    choice.measured({}, plan.compute, plan.compute ? 2.0 : 1.0, 0.0);
  }
  EXPECT_FALSE(choice.next({}, 0.0).timed);
  EXPECT_FALSE(choice.next({}, 0.0).compute);
}

}  // namespace
}  // namespace volvr::test
