// SPDX-License-Identifier: Apache-2.0
#include "volvr/frame_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <cmath>
#include <csignal>
#include <fstream>
#include <iterator>
#include <regex>
#include <string>
#include <vector>

#include "support/temporary_folder.h"
#include "volvr/error.h"

namespace volvr {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr double period = 1.0 / 90.0;

// The frame of the headset's tick after its start.
FrameRecord frame_at(long tick) {
  FrameRecord frame;
  frame.number = static_cast<std::uint64_t>(tick) + 1;
  frame.at = 1000.0 + period * static_cast<double>(tick);
  frame.display_time =
      5'000'000'000 + static_cast<std::int64_t>(1e9 * period * static_cast<double>(tick));
  frame.period = period;
  frame.cpu = 0.002;
  frame.waiting = 0.001;
  frame.state = "focused";
  return frame;
}

std::string text_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t from = 0; from < text.size();) {
    const auto end = text.find('\n', from);
    lines.push_back(text.substr(from, end - from));
    from = end + 1;
  }
  return lines;
}

// Every tag that is opened is closed, in order; what stands alone is left out.
void expect_well_formed(const std::string& page) {
  std::vector<std::string> open;
  const std::regex tag("<(/?)([a-z0-9]+)([^>]*?)(/?)>");
  for (auto at = std::sregex_iterator(page.begin(), page.end(), tag); at != std::sregex_iterator();
       ++at) {
    const std::string name = (*at)[2];
    if (name == "meta" || name == "br" || (*at)[4] == "/") continue;
    if ((*at)[1] == "") {
      open.push_back(name);
    } else {
      ASSERT_FALSE(open.empty()) << name;
      ASSERT_EQ(open.back(), name);
      open.pop_back();
    }
  }
  EXPECT_TRUE(open.empty()) << open.back();
}

TEST(FrameLog, CountsTheFramesBetweenDisplayTimes) {
  FrameLog log;
  for (const long tick : {0, 1, 2, 4, 5, 9}) log.add(frame_at(tick));
  std::vector<int> missed;
  for (const FrameRecord& frame : log.frames()) missed.push_back(frame.missed);
  EXPECT_EQ(missed, (std::vector{0, 0, 0, 1, 0, 3}));
  EXPECT_EQ(log.totals().missed, 4U);
  EXPECT_EQ(log.totals().frames, 6U);
  EXPECT_EQ(log.totals().drawn, 6U);
  EXPECT_NEAR(log.totals().seconds, 9 * period, 1e-9);
  EXPECT_EQ(log.frames().front().at, 0.0);
}

TEST(FrameLog, MissesNothingWhileTheHeadsetIsOff) {
  FrameLog log;
  log.add(frame_at(0));
  log.interrupted();
  log.add(frame_at(900));
  log.add(frame_at(902));
  EXPECT_EQ(log.totals().missed, 1U);
}

TEST(FrameLog, MissesNothingWithoutAHeadset) {
  FrameLog log;
  for (const long tick : {0, 20}) {
    FrameRecord frame = frame_at(tick);
    frame.display_time = 0;
    frame.period = FrameRecord::unknown;
    log.add(frame);
  }
  log.add(frame_at(21));
  EXPECT_EQ(log.totals().missed, 0U) << "the first frame of a headset follows none";
}

TEST(FrameLog, TheGpusTimeFindsItsFrameLater) {
  FrameLog log;
  for (long tick = 0; tick < 5; ++tick) log.add(frame_at(tick));
  log.measured(3, 0.004);
  log.measured(0, 1.0);
  log.measured(77, 1.0);
  for (std::size_t i = 0; i < 5; ++i) {
    if (i == 2)
      EXPECT_EQ(log.frames()[i].gpu, 0.004);
    else
      EXPECT_TRUE(std::isnan(log.frames()[i].gpu)) << i;
  }
}

TEST(FrameLog, ForgetsWhatIsOldAndKeepsTheTotals) {
  FrameLog log(1.0);
  for (long tick = 0; tick < 3 * 60 * 90; ++tick) log.add(frame_at(tick));
  EXPECT_NEAR(static_cast<double>(log.frames().size()), 60 * 90, 2);
  EXPECT_NEAR(log.frames().front().at, 120.0, 0.1);
  EXPECT_EQ(log.totals().frames, 3U * 60 * 90);
  // A clock that stands still does not make it grow, either.
  for (int i = 0; i < 100'000; ++i) log.add(frame_at(3 * 60 * 90));
  EXPECT_LE(log.frames().size(), 60U * 144);
}

TEST(FrameLog, PercentilesAreOfWhatIsKnown) {
  std::vector<double> values{FrameRecord::unknown};
  for (int i = 100; i >= 1; --i) values.push_back(i);
  const Percentiles p = percentiles(values);
  EXPECT_EQ(p.p50, 50.0);
  EXPECT_EQ(p.p90, 90.0);
  EXPECT_EQ(p.p99, 99.0);
  EXPECT_EQ(p.most, 100.0);
  EXPECT_EQ(percentiles(std::vector{3.0, 1.0, 2.0}).p50, 2.0);
  EXPECT_EQ(percentiles(std::vector{3.0, 1.0, 2.0}).p90, 3.0);
  EXPECT_EQ(percentiles(std::vector{7.0}).p50, 7.0);
  EXPECT_TRUE(std::isnan(percentiles({}).most));
}

TEST(FrameLog, TheTableHoldsEveryFrame) {
  const test::TemporaryFolder folder;
  FrameLog log;
  for (const long tick : {0, 2}) log.add(frame_at(tick));
  log.measured(1, 0.0045);
  save_frame_log(log, {}, folder.path() / "frames.csv");
  const auto lines = lines_of(text_of(folder.path() / "frames.csv"));
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0],
            "seconds,display_time_ns,period_ms,cpu_ms,gpu_ms,waiting_ms,missed,edge_pixel,pixels,"
            "shadows,step,should_draw,state");
  EXPECT_EQ(lines[1], "0.000000,5000000000,11.111,2.000,4.500,1.000,0,1,1,1,1,1,focused");
  EXPECT_EQ(lines[2], "0.022222,5022222222,11.111,2.000,,1.000,1,1,1,1,1,1,focused");
}

TEST(FrameLog, ThePageStandsAlone) {
  const test::TemporaryFolder folder;
  FrameLog log;
  for (long tick = 0; tick < 2000; ++tick) {
    if (tick % 100 == 7) continue;
    log.add(frame_at(tick));
    log.measured(static_cast<std::uint64_t>(tick) + 1, 0.003 + 1e-6 * static_cast<double>(tick));
  }
  const FrameLogSource source{
      .display = "A <runtime> & \"more\"", .graphics = "llvmpipe", .width = 10, .height = 20};
  save_frame_log(log, source, folder.path() / "frames.csv");
  const std::string page = text_of(folder.path() / "frames.html");
  expect_well_formed(page);
  EXPECT_THAT(page, HasSubstr("A &lt;runtime&gt; &amp; &quot;more&quot;"));
  EXPECT_THAT(page, HasSubstr("1980 frames in"));
  EXPECT_THAT(page, HasSubstr("20 missed (1.00 %"));
  EXPECT_THAT(page, HasSubstr("<tr><td>GPU, both eyes</td><td>4.00</td><td>4.80</td>"));
  for (const char* foreign : {"http", "<script", "src=", "url(", "@import"}) {
    EXPECT_THAT(page, Not(HasSubstr(foreign)));
  }
  EXPECT_THAT(page, Not(HasSubstr("nan")));
  EXPECT_LT(page.size(), 200'000U);
}

TEST(FrameLog, APageOfNoFramesIsAPage) {
  const test::TemporaryFolder folder;
  save_frame_log(FrameLog(), {}, folder.path() / "frames");
  const std::string page = text_of(folder.path() / "frames.html");
  expect_well_formed(page);
  EXPECT_THAT(page, HasSubstr("0 frames"));
  EXPECT_THAT(page, Not(HasSubstr("nan")));
}

ErrorCode refusal_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& error) {
    EXPECT_TRUE(std::string(error.what()).ends_with('.')) << error.what();
    return error.code();
  }
  return ErrorCode::internal;
}

TEST(FrameLog, APlaceThatCannotBeWrittenIsRefusedBefore) {
  const test::TemporaryFolder folder;
  const auto refused = [](const std::filesystem::path& file) {
    return refusal_of([&] { require_frame_log_place(file); });
  };
  EXPECT_EQ(refused(folder.path() / "no" / "frames.csv"), ErrorCode::not_writable);
  EXPECT_EQ(refused(folder.path()), ErrorCode::not_writable);
  EXPECT_EQ(refused("/dev/full"), ErrorCode::not_writable);
  EXPECT_EQ(refused(folder.path() / "frames.html"), ErrorCode::invalid_argument);
  require_frame_log_place(folder.path() / "frames.csv");
  EXPECT_TRUE(std::filesystem::is_empty(folder.path())) << "asking leaves nothing";
}

TEST(FrameLog, AFullDiskIsSaidAndNothingHalfIsLeft) {
  const test::TemporaryFolder folder;
  FrameLog log;
  for (long tick = 0; tick < 1000; ++tick) log.add(frame_at(tick));
  rlimit usual{};
  getrlimit(RLIMIT_FSIZE, &usual);
  const rlimit small{.rlim_cur = 4096, .rlim_max = usual.rlim_max};
  auto* const handler = std::signal(SIGXFSZ, SIG_IGN);
  setrlimit(RLIMIT_FSIZE, &small);
  const ErrorCode code = refusal_of([&] { save_frame_log(log, {}, folder.path() / "frames.csv"); });
  setrlimit(RLIMIT_FSIZE, &usual);
  std::signal(SIGXFSZ, handler);
  EXPECT_EQ(code, ErrorCode::no_space);
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

}  // namespace
}  // namespace volvr
