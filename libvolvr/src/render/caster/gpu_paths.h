// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <map>
#include <string>

#include "render/caster/gl_stopwatch.h"
#include "render/caster/path_choice.h"
#include "render/caster/ray_path.h"
#include "render/caster/ray_programs.h"

namespace volvr::render {

/// Whether the current context has compute shaders that may write pictures (OpenGL 4.3).
bool has_compute();

/// Chooses between the GPU's two ways to cast rays, and times them where that is what is asked for.
class GpuPaths {
 public:
  /// The program for `key`, whose `compute` is set. A compute shader that the driver does not take
  /// is not tried again: fragments draw from then on.
  /// @throws Error unsupported where the driver takes neither
  const GlProgram& program_for(RayPath wanted, ProgramKey& key, RayPrograms& programs);

  /// To be called right before and behind the casting of `pixels` rays.
  void start(const ProgramKey& key, double pixels);
  void stop() { stopwatch_.stop(); }

  /// What a user should know and was not yet told; else empty.
  std::string take_notice();

  void free();

 private:
  bool compute_works();
  void take_laps(double now);

  struct Lap {
    ProgramKey key;
    double pixels = 1.0;
  };

  PathChoice choice_;
  GlStopwatch stopwatch_;
  std::map<int, Lap> under_way_;
  bool timed_ = false;  // the picture at hand
  enum class Compute { unknown, works, absent, refused } compute_ = Compute::unknown;
  std::string notice_;
  bool told_absent_ = false;
};

/// Casts columns and rows of rays into a texture of RGBA16F by the compute program that is in use
/// with its textures and the block Frame bound. What is drawn next sees the picture.
void dispatch_rays(GLuint picture, const Eigen::Array2i& rays);

}  // namespace volvr::render
