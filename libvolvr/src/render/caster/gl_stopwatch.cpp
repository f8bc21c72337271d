// SPDX-License-Identifier: Apache-2.0
#include "render/caster/gl_stopwatch.h"

#include <algorithm>
#include <cstdint>

namespace volvr::render {

int GlStopwatch::start() {
  if (glQueryCounter == nullptr || running_ != nullptr) return -1;
  const auto free_one =
      std::ranges::find_if(pairs_, [](const Pair& pair) { return pair.ticket < 0; });
  if (free_one == pairs_.end()) return -1;
  if (free_one->queries[0] == 0) glGenQueries(2, free_one->queries.data());
  free_one->ticket = next_ticket_;
  next_ticket_ = (next_ticket_ + 1) & 0xffffff;
  running_ = &*free_one;
  glQueryCounter(running_->queries[0], GL_TIMESTAMP);
  return running_->ticket;
}

void GlStopwatch::stop() {
  if (running_ == nullptr) return;
  glQueryCounter(running_->queries[1], GL_TIMESTAMP);
  running_ = nullptr;
}

std::vector<GlStopwatch::Lap> GlStopwatch::laps() {
  std::vector<Lap> done;
  for (Pair& pair : pairs_) {
    if (pair.ticket < 0 || &pair == running_) continue;
    GLint ready = 0;
    glGetQueryObjectiv(pair.queries[1], GL_QUERY_RESULT_AVAILABLE, &ready);
    if (ready == 0) continue;
    std::array<GLuint64, 2> times{};
    for (std::size_t at = 0; at < 2; ++at) {
      glGetQueryObjectui64v(pair.queries[at], GL_QUERY_RESULT, &times[at]);
    }
    done.push_back({pair.ticket, 1e-9 * static_cast<double>(times[1] - times[0])});
    pair.ticket = -1;
  }
  return done;
}

void GlStopwatch::free() {
  for (Pair& pair : pairs_) {
    if (pair.queries[0] != 0) glDeleteQueries(2, pair.queries.data());
    pair = {};
  }
  running_ = nullptr;
}

}  // namespace volvr::render
