// SPDX-License-Identifier: Apache-2.0
#include "render/frame_timer.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string_view>
#include <thread>
#include <vector>

#include <vtkNew.h>
#include <vtkRenderWindow.h>
#include <vtkRenderer.h>

#include "render/messages.h"
#include "render/offscreen_target.h"
#include "render/studio.h"

namespace volvr::test {
namespace {

using render::FrameTimer;
using DrawnBy = FrameTimer::DrawnBy;

class FrameTimes : public Drawing {
 protected:
  // Runs `f` with the window of a small renderer, whose context is current.
  template <class F>
  static void with_window(F&& f) {
    render::MessageLog log([](std::string_view) {});
    render::OffscreenTarget target(-1, 256, 256, log);
    vtkNew<vtkRenderer> renderer;
    target.add(renderer);
    target.draw();
    target.with_context([&] { f(*renderer->GetRenderWindow()); });
  }

  static double seconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  }
};

TEST_F(FrameTimes, EachFrameIsToldOfOnceInItsOrder) {
  with_window([](vtkRenderWindow& window) {
    FrameTimer timer;
    if (!timer.has_gpu_clock()) GTEST_SKIP() << "this driver has no clock";
    const auto start = std::chrono::steady_clock::now();
    std::vector<FrameTimer::Taken> told;
    for (std::uint64_t frame = 1; frame <= 40; ++frame) {
      timer.begin(frame);
      window.Render();
      timer.end(DrawnBy::gpu);
      for (const auto& one : timer.take()) told.push_back(one);
      EXPECT_LE(timer.pending(), 16U);
      if (frame % 8 == 0) window.WaitForCompletion();
    }
    window.WaitForCompletion();
    for (const auto& one : timer.take()) told.push_back(one);
    const double passed = seconds_since(start);
    EXPECT_EQ(timer.pending(), 0U);
    ASSERT_EQ(told.size(), 40U);
    double sum = 0.0;
    for (std::size_t i = 0; i < told.size(); ++i) {
      EXPECT_EQ(told[i].frame, i + 1);
      sum += told[i].seconds;
    }
    EXPECT_GT(sum, 0.0);
    EXPECT_LE(sum, passed) << "frames do not overlap";
    EXPECT_TRUE(timer.take().empty());
    timer.free();
  });
}

TEST_F(FrameTimes, WhatIsWaitedForDoesNotCount) {
  with_window([](vtkRenderWindow& window) {
    for (const DrawnBy by : {DrawnBy::gpu, DrawnBy::processors}) {
      FrameTimer timer;
      if (by == DrawnBy::gpu && !timer.has_gpu_clock()) continue;
      const auto start = std::chrono::steady_clock::now();
      timer.begin(7);
      window.Render();
      window.WaitForCompletion();
      timer.pause();
      window.WaitForCompletion();
      std::this_thread::sleep_for(std::chrono::milliseconds(300));
      timer.resume();
      window.Render();
      window.WaitForCompletion();
      timer.end(by);
      window.WaitForCompletion();
      const double passed = seconds_since(start);
      const auto told = timer.take();
      ASSERT_EQ(told.size(), 1U);
      EXPECT_EQ(told[0].frame, 7U);
      EXPECT_LT(told[0].seconds, passed - 0.25);
      timer.free();
    }
  });
}

TEST_F(FrameTimes, TheProcessorsTimeIsKnownAtOnce) {
  with_window([](vtkRenderWindow& window) {
    FrameTimer timer;
    window.Render();
    timer.begin(3);
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    timer.end(DrawnBy::processors);
    const auto told = timer.take();
    ASSERT_EQ(told.size(), 1U);
    EXPECT_GE(told[0].seconds, 0.05);
    EXPECT_EQ(timer.pending(), 0U);
    timer.free();
  });
}

TEST_F(FrameTimes, ADriverThatIsNeverAskedKeepsNothing) {
  with_window([](vtkRenderWindow& window) {
    FrameTimer timer;
    for (std::uint64_t frame = 1; frame <= 100; ++frame) {
      timer.begin(frame);
      timer.end(DrawnBy::gpu);
      EXPECT_LE(timer.pending(), 16U);
    }
    window.WaitForCompletion();
    const auto told = timer.take();
    if (timer.has_gpu_clock()) {
      ASSERT_EQ(told.size(), 16U);
      EXPECT_EQ(told.front().frame, 85U) << "the oldest are given up";
    }
    timer.free();
  });
}

}  // namespace
}  // namespace volvr::test
