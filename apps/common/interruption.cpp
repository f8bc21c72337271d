// SPDX-License-Identifier: Apache-2.0
#include "interruption.h"

#include <atomic>
#include <csignal>
#include <ctime>

namespace volvr::app {

namespace {

// A signal handler reaches nothing but what outlives every call.
struct Shared {
  std::atomic<bool> came = false;
  std::atomic<std::time_t> first = 0;  // seconds of the monotonic clock
  std::atomic<void (*)(void*)> then = nullptr;
  std::atomic<void*> with = nullptr;
};

Shared& shared() {
  static Shared one;
  return one;
}

static_assert(std::atomic<bool>::is_always_lock_free);
static_assert(std::atomic<std::time_t>::is_always_lock_free);

constexpr std::time_t one_and_the_same = 1;  // seconds: a wrapper may pass on what a terminal sends

void handle(int signal) {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  if (shared().came.exchange(true)) {
    if (now.tv_sec - shared().first <= one_and_the_same) return;
    std::signal(signal, SIG_DFL);
    raise(signal);
    return;
  }
  shared().first = now.tv_sec;
  if (auto* then = shared().then.load()) then(shared().with);
}

}  // namespace

void notice_interruptions() {
  shared();  // made before a signal can ask for it
  struct sigaction action{};
  action.sa_handler = handle;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  std::signal(SIGXFSZ, SIG_IGN);  // a file that may grow no further is an error like a full disk
}

bool interrupted() {
  return shared().came;
}

OnInterruption::OnInterruption(void (*then)(void*), void* with) {
  shared().with = with;
  shared().then = then;
}

OnInterruption::~OnInterruption() {
  shared().then = nullptr;
}

}  // namespace volvr::app
