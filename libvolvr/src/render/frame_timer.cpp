// SPDX-License-Identifier: Apache-2.0
#include "render/frame_timer.h"

#include <algorithm>
#include <chrono>
#include <string_view>
#include <utility>

#include "render/caster/gl.h"

namespace volvr::render {

namespace {

constexpr std::size_t most_pending = 16;  // frames; a driver that is later than this says nothing

double seconds_now() {
  using namespace std::chrono;
  return duration<double>(steady_clock::now().time_since_epoch()).count();
}

bool has_extension(std::string_view wanted) {
  GLint count = 0;
  glGetIntegerv(GL_NUM_EXTENSIONS, &count);
  for (GLint at = 0; at < count; ++at) {
    const auto* name =
        reinterpret_cast<const char*>(glGetStringi(GL_EXTENSIONS, static_cast<GLuint>(at)));
    if (name != nullptr && name == wanted) return true;
  }
  return false;
}

bool driver_has_clock() {
  GLint major = 0;
  GLint minor = 0;
  glGetIntegerv(GL_MAJOR_VERSION, &major);
  glGetIntegerv(GL_MINOR_VERSION, &minor);
  const bool is_new_enough = major > 3 || (major == 3 && minor >= 3);
  if (!is_new_enough && !has_extension("GL_ARB_timer_query")) return false;
  if (glQueryCounter == nullptr || glGetQueryObjectui64v == nullptr) return false;
  GLint bits = 0;
  glGetQueryiv(GL_TIMESTAMP, GL_QUERY_COUNTER_BITS, &bits);
  return bits > 0;
}

GLuint64 nanoseconds(GLuint query) {
  GLuint64 value = 0;
  glGetQueryObjectui64v(query, GL_QUERY_RESULT, &value);
  return value;
}

}  // namespace

bool FrameTimer::has_gpu_clock() {
  if (has_gpu_clock_ < 0) has_gpu_clock_ = driver_has_clock() ? 1 : 0;
  return has_gpu_clock_ == 1;
}

unsigned FrameTimer::stamp() {
  if (!has_gpu_clock()) return 0;
  GLuint query = 0;
  if (spare_.empty()) {
    glGenQueries(1, &query);
  } else {
    query = spare_.back();
    spare_.pop_back();
  }
  glQueryCounter(query, GL_TIMESTAMP);
  return query;
}

void FrameTimer::begin(std::uint64_t frame) {
  give_back(present_);
  present_ = {.number = frame, .stretches = {}};
  resume();
}

void FrameTimer::resume() {
  present_.stretches.push_back({.first = stamp()});
  present_.since = seconds_now();
}

void FrameTimer::pause() {
  if (present_.stretches.empty() || present_.stretches.back().last != 0) return;
  present_.stretches.back().last = stamp();
  present_.processor_seconds += seconds_now() - present_.since;
}

void FrameTimer::end(DrawnBy drawn_by) {
  pause();
  Frame frame = std::exchange(present_, {});
  if (drawn_by == DrawnBy::processors) {
    known_.push_back({frame.number, frame.processor_seconds});
    give_back(frame);
  } else if (has_gpu_clock()) {
    pending_.push_back(std::move(frame));
  }
  if (pending_.size() <= most_pending) return;
  give_back(pending_.front());
  pending_.pop_front();
}

bool FrameTimer::is_known(const Frame& frame) {
  return std::ranges::all_of(frame.stretches, [](const Stretch& stretch) {
    GLint is_there = 0;
    glGetQueryObjectiv(stretch.last, GL_QUERY_RESULT_AVAILABLE, &is_there);
    return is_there != 0;
  });
}

double FrameTimer::gpu_seconds(const Frame& frame) {
  double seconds = 0.0;
  for (const Stretch& stretch : frame.stretches) {
    const GLuint64 first = nanoseconds(stretch.first);
    const GLuint64 last = nanoseconds(stretch.last);
    if (last > first) seconds += static_cast<double>(last - first) * 1e-9;
  }
  return seconds;
}

std::vector<FrameTimer::Taken> FrameTimer::take() {
  while (!pending_.empty() && is_known(pending_.front())) {
    known_.push_back({pending_.front().number, gpu_seconds(pending_.front())});
    give_back(pending_.front());
    pending_.pop_front();
  }
  return std::exchange(known_, {});
}

void FrameTimer::give_back(const Frame& frame) {
  for (const Stretch& stretch : frame.stretches) {
    if (stretch.first != 0) spare_.push_back(stretch.first);
    if (stretch.last != 0) spare_.push_back(stretch.last);
  }
}

void FrameTimer::free() {
  give_back(std::exchange(present_, {}));
  for (const Frame& frame : pending_) give_back(frame);
  pending_.clear();
  known_.clear();
  if (!spare_.empty()) glDeleteQueries(static_cast<GLsizei>(spare_.size()), spare_.data());
  spare_.clear();
  has_gpu_clock_ = -1;
}

}  // namespace volvr::render
