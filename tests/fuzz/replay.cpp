// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <random>
#include <string>

#include "fuzz/seeds.h"
#include "fuzz/targets.h"

namespace volvr::test {
namespace {

// The same damage in every run: bits that flip, bytes that are taken out, doubled or made to say
// another length, and ends that are cut off.
class Damage {
 public:
  explicit Damage(std::uint32_t number) : random_(number) {}

  Seed of(Seed bytes) {
    const std::size_t changes = 1 + below(4);
    for (std::size_t i = 0; i < changes && !bytes.empty(); ++i) change(bytes);
    return bytes;
  }

 private:
  std::size_t below(std::size_t end) { return random_() % end; }

  void change(Seed& bytes) {
    const std::size_t at = below(bytes.size());
    const auto place = bytes.begin() + static_cast<std::ptrdiff_t>(at);
    const std::size_t some = std::min<std::size_t>(1 + below(16), bytes.size() - at);
    const auto end = place + static_cast<std::ptrdiff_t>(some);
    switch (below(6)) {
      case 0:
        *place = static_cast<std::uint8_t>(*place ^ (1U << below(8)));
        break;
      case 1:
        *place = static_cast<std::uint8_t>(random_());
        break;
      case 2:
        bytes.resize(at);
        break;
      case 3:
        bytes.erase(place, end);
        break;
      case 4:
        repeat(bytes, at, some);
        break;
      default:
        set_length(bytes, at);
    }
  }

  static void repeat(Seed& bytes, std::size_t at, std::size_t count) {
    const auto place = bytes.begin() + static_cast<std::ptrdiff_t>(at);
    const Seed piece(place, place + static_cast<std::ptrdiff_t>(count));
    bytes.insert(place, piece.begin(), piece.end());
  }

  void set_length(Seed& bytes, std::size_t at) {
    constexpr std::array<std::uint32_t, 6> lengths{0,          1,          0x7fffffff,
                                                   0xffffffff, 0xfffffffe, 0x10000};
    std::uint32_t length = lengths[below(lengths.size())];
    for (std::size_t i = at; i < std::min(at + 4, bytes.size()); ++i) {
      bytes[i] = static_cast<std::uint8_t>(length);
      length >>= 8U;
    }
  }

  std::mt19937 random_;
};

class replay : public testing::TestWithParam<FuzzTarget> {};

// A crash or a thrown thing that is no volvr::Error ends the test; a hang, ctest's time limit.
TEST_P(replay, comes_back_from_damaged_seeds) {
  constexpr auto most_time = std::chrono::milliseconds(2200);
  constexpr int most_rounds = 400;
  const auto start = std::chrono::steady_clock::now();
  const auto seeds = seeds_for(std::string(GetParam().name));
  ASSERT_FALSE(seeds.empty());
  for (const auto& [name, seed] : seeds) GetParam().run(seed);
  std::uint32_t rounds = 0;
  while (rounds < most_rounds && std::chrono::steady_clock::now() - start < most_time) {
    ++rounds;
    for (const auto& [name, seed] : seeds) {
      const Seed bytes = Damage(rounds).of(seed);
      SCOPED_TRACE(name + ", round " + std::to_string(rounds));
      EXPECT_NO_THROW(GetParam().run(bytes));
    }
  }
  RecordProperty("rounds", static_cast<int>(rounds));
}

INSTANTIATE_TEST_SUITE_P(fuzz, replay,
                         testing::ValuesIn(fuzz_targets().begin(), fuzz_targets().end()),
                         [](const auto& instance) {
                           std::string name(instance.param.name);
                           std::ranges::replace(name, '-', '_');
                           return name;
                         });

}  // namespace
}  // namespace volvr::test
