// SPDX-License-Identifier: Apache-2.0
#include "convert/budget.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <random>
#include <thread>
#include <vector>

namespace volvr::batch {
namespace {

TEST(Budget, NeverGivesMoreMemoryThanThereIs) {
  Budget budget(1000);
  std::atomic<std::int64_t> used = 0;
  std::atomic<std::int64_t> most = 0;
  std::vector<std::jthread> threads;
  for (unsigned int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      std::mt19937 random(t);
      for (int i = 0; i < 200; ++i) {
        const std::int64_t bytes = 1 + static_cast<std::int64_t>(random() % 1000);
        const Budget::Memory memory(budget, static_cast<std::uint64_t>(bytes));
        const std::int64_t now = used += bytes;
        std::int64_t before = most;
        while (now > before && !most.compare_exchange_weak(before, now)) {
        }
        used -= bytes;
      }
    });
  }
  threads.clear();
  EXPECT_LE(most, 1000);
  EXPECT_GT(most, 500);
}

TEST(Budget, KnowsThisProcessAndThisMachine) {
  EXPECT_GT(resident_bytes(), 1U << 20);
  EXPECT_GT(machine_memory(), resident_bytes());
}

}  // namespace
}  // namespace volvr::batch
