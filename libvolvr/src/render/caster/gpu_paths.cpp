// SPDX-License-Identifier: Apache-2.0
#include "render/caster/gpu_paths.h"

#include <chrono>
#include <utility>

#include "volvr/error.h"

namespace volvr::render {

namespace {

constexpr int tile_side = 8;  // of shaders/compute.glsl

double clock_seconds() {
  const auto since = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration<double>(since).count();
}

}  // namespace

bool has_compute() {
  GLint major = 0;
  GLint minor = 0;
  glGetIntegerv(GL_MAJOR_VERSION, &major);
  glGetIntegerv(GL_MINOR_VERSION, &minor);
  const bool recent = major > 4 || (major == 4 && minor >= 3);
  return recent && glDispatchCompute != nullptr && glMemoryBarrier != nullptr &&
         glBindImageTexture != nullptr;
}

bool GpuPaths::compute_works() {
  if (compute_ == Compute::unknown) compute_ = has_compute() ? Compute::works : Compute::absent;
  return compute_ == Compute::works;
}

void GpuPaths::take_laps(double now) {
  for (const GlStopwatch::Lap& lap : stopwatch_.laps()) {
    const auto at = under_way_.find(lap.ticket);
    if (at == under_way_.end()) continue;
    const Lap& what = at->second;
    choice_.measured(what.key, what.key.compute, lap.seconds / what.pixels, now);
    under_way_.erase(at);
  }
}

const GlProgram& GpuPaths::program_for(RayPath wanted, ProgramKey& key, RayPrograms& programs) {
  timed_ = false;
  key.compute = false;
  if (wanted == RayPath::compute && !compute_works() && compute_ == Compute::absent &&
      !std::exchange(told_absent_, true)) {
    notice_ = "This graphics driver has no compute shaders; a fragment shader casts the rays.";
  }
  if (wanted != RayPath::fragments && compute_works()) {
    key.compute = true;
    if (wanted != RayPath::compute) {
      const double now = clock_seconds();
      take_laps(now);
      const PathChoice::Plan plan = choice_.next(key, now);
      key.compute = plan.compute;
      timed_ = plan.timed;
    }
  }
  if (!key.compute) return programs.caster(key);
  try {
    return programs.caster(key);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::unsupported) throw;
    notice_ = std::string(error.what()) + " A fragment shader casts the rays instead.";
  }
  compute_ = Compute::refused;
  timed_ = false;
  key.compute = false;
  try {
    return programs.caster(key);
  } catch (const Error&) {
    notice_.clear();  // the error says more
    throw;
  }
}

void GpuPaths::start(const ProgramKey& key, double pixels) {
  if (!timed_) return;
  const int ticket = stopwatch_.start();
  if (ticket >= 0) {
    under_way_[ticket] = {key, pixels};
  } else {
    constexpr double no_time = -1.0;
    choice_.measured(key, key.compute, no_time, clock_seconds());
  }
}

std::string GpuPaths::take_notice() {
  return std::exchange(notice_, {});
}

void GpuPaths::free() {
  stopwatch_.free();
  under_way_.clear();
  compute_ = Compute::unknown;
}

void dispatch_rays(GLuint picture, const Eigen::Array2i& rays) {
  glBindImageTexture(0, picture, 0, GL_FALSE, 0, GL_WRITE_ONLY, GL_RGBA16F);
  // What showed the last picture may still read the texture.
  glMemoryBarrier(GL_SHADER_IMAGE_ACCESS_BARRIER_BIT);
  const auto tiles = [](int side) {
    return static_cast<GLuint>((side + tile_side - 1) / tile_side);
  };
  glDispatchCompute(tiles(rays[0]), tiles(rays[1]), 1);
  glMemoryBarrier(GL_TEXTURE_FETCH_BARRIER_BIT | GL_FRAMEBUFFER_BARRIER_BIT);
  glBindImageTexture(0, 0, 0, GL_FALSE, 0, GL_WRITE_ONLY, GL_RGBA16F);
}

}  // namespace volvr::render
