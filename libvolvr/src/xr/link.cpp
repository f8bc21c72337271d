// SPDX-License-Identifier: Apache-2.0
#include "xr/link.h"

#include <thread>
#include <utility>

#include "xr/hushed_stderr.h"

namespace volvr::xr {

namespace {

using namespace std::chrono_literals;

constexpr auto longest_silence = 3s;  // of a runtime that is there
constexpr auto longest_goodbye = 2s;  // for the runtime to end the session as asked
constexpr auto search_pause = 400ms;  // between looks for a runtime that was lost

}  // namespace

Link::Link(EyeWindow& window, LinkNews news)
    : window_(window),
      news_(std::move(news)),
      watch_(
          longest_silence,
          [this] { news_.say("The headset's runtime does not answer: everything waits for it."); },
          [this] { news_.say("The headset's runtime answers again."); }) {}

void Link::open(std::vector<BindingFile> bindings) {
  bindings_ = std::move(bindings);
  connect();
}

void Link::connect() {
  watch_.during([this] {
    connection_.emplace(window_, bindings_, watch_);
    news_.on_opened();
  });
}

// A runtime that comes back as another, or without a headset, is told of once.
void Link::search() {
  if (connection_ || Clock::now() < next_search_) return;
  const HushedStderr hushed;
  try {
    connect();
  } catch (const Error& error) {
    connection_.reset();
    const bool is_news = error.code() != ErrorCode::no_runtime && error.what() != said_of_search_;
    if (is_news && error.code() != ErrorCode::runtime_lost) {
      news_.say(said_of_search_ = error.what());
    }
  }
  next_search_ = Clock::now() + search_pause;
}

void Link::lose(const Error& because) {
  window_.MakeCurrent();
  forget();
  next_search_ = Clock::now() + search_pause;
  said_of_search_.clear();
  news_.on_lost();
  news_.say(std::string(because.what()) +
            " Everything stays as it is, and the headset shows it again when the runtime is back.");
}

// A client of a runtime that is gone writes a line for each thing that it cannot give back.
void Link::forget() {
  const HushedStderr hushed;
  watch_.during([this] { connection_.reset(); });
}

void Link::say_goodbye(const std::optional<FrameTiming>& frame) noexcept {
  if (!connection_ || !connection_->session.lifecycle().running()) return;
  try {
    watch_.during([&] {
      if (frame) connection_->session.end_frame(frame->seen_at);
      wait_for_end();
    });
  } catch (const Error&) {
    // It is gone already.
  }
}

// The runtime wants empty frames until it has made up its mind.
void Link::wait_for_end() {
  RuntimeSession& session = connection_->session;
  const auto start = Clock::now();
  session.request_exit();
  while (!session.lifecycle().over() && Clock::now() - start < longest_goodbye) {
    session.poll_events();
    if (session.lifecycle().running()) {
      session.end_frame(session.begin_frame().seen_at);
    } else {
      std::this_thread::sleep_for(1ms);
    }
  }
}

void Link::close() noexcept {
  watch_.during([this] { connection_.reset(); });
}

}  // namespace volvr::xr
