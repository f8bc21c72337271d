// SPDX-License-Identifier: Apache-2.0
#include "progress_line.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <format>
#include <iostream>

#include "interruption.h"

namespace volvr::app {

namespace {

constexpr auto terminal_interval = std::chrono::milliseconds(100);
constexpr auto plain_interval = std::chrono::seconds(2);
constexpr double seconds_before_a_rate = 0.2;

std::string amount(double count, std::string_view unit) {
  return unit == "bytes" ? std::format("{:.1f}", count / 1e6) : std::format("{:.0f}", count);
}

std::string duration(double seconds) {
  const auto whole = static_cast<long>(std::ceil(seconds));
  return whole < 60 ? std::format("{} s", whole)
                    : std::format("{} min {} s", whole / 60, whole % 60);
}

std::string bar(double fraction) {
  constexpr int length = 20;
  const auto full = static_cast<int>(std::floor(fraction * length));
  return "[" + std::string(static_cast<std::size_t>(full), '#') +
         std::string(static_cast<std::size_t>(length - full), '.') + "]";
}

}  // namespace

std::string progress_text(const Progress& progress, double seconds) {
  const auto done = static_cast<double>(progress.done);
  const auto total = static_cast<double>(progress.total);
  const std::string unit(progress.unit == "bytes" ? "MB" : progress.unit);
  const double rate = seconds >= seconds_before_a_rate ? done / seconds : 0.0;
  std::string text = std::format("{:<9} ", progress.stage);
  if (progress.total > 0) {
    const double fraction = std::clamp(done / total, 0.0, 1.0);
    text += std::format("{:3.0f} % {} {} of {} {}", std::floor(100.0 * fraction), bar(fraction),
                        amount(done, progress.unit), amount(total, progress.unit), unit);
  } else {
    text += amount(done, progress.unit) + " " + unit;
  }
  if (rate > 0.0) {
    text += ", " + amount(rate, progress.unit) + (unit == "MB" ? " MB" : "") + " a second";
    if (progress.total > progress.done) text += ", " + duration((total - done) / rate) + " left";
  }
  return text;
}

ProgressLine::ProgressLine() : terminal_(isatty(STDERR_FILENO) == 1) {}

ProgressLine::~ProgressLine() {
  wipe();
}

ProgressSink ProgressLine::sink() {
  return [this](const Progress& progress) { return show(progress); };
}

void ProgressLine::wipe() {
  if (drawn_) std::cerr << "\r\033[K" << std::flush;
  drawn_ = false;
}

bool ProgressLine::show(const Progress& progress) {
  const auto now = Clock::now();
  if (stage_ != progress.stage) {
    wipe();
    stage_ = progress.stage;
    stage_began_ = now;
    last_shown_ = now;
  }
  const auto interval = terminal_ ? Clock::duration(terminal_interval) : plain_interval;
  if (now - last_shown_ >= interval) {
    last_shown_ = now;
    const std::string text =
        progress_text(progress, std::chrono::duration<double>(now - stage_began_).count());
    std::cerr << (terminal_ ? "\r\033[K" + text : text + "\n") << std::flush;
    drawn_ = terminal_;
  }
  return !interrupted();
}

}  // namespace volvr::app
