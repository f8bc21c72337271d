// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <array>
#include <cstddef>
#include <map>
#include <span>
#include <string>

#include <vtkOpenGLRenderWindow.h>

#include "render/caster/distance_map.h"
#include "render/caster/gl_program.h"
#include "render/caster/gl_texture.h"

namespace volvr::render {

/// A volume on the GPU, as blocks are made of it.
struct GpuVoxels {
  GLuint texture = 0;
  Eigen::Vector3i size = Eigen::Vector3i::Zero();
  bool colour = false;         ///< four components, of which the last counts
  bool whole_numbers = false;  ///< of at most 16 bits
  double unit = 1.0;           ///< value of the texture's 1
  double lowest = 0.0;         ///< ends of the scale
  double highest = 1.0;
};

/// What rays leap by, made on the GPU by compute shaders: the range of values of each block
/// (BlockRanges, in whole numbers the same, else at most a step wider) and, for a transfer
/// function, the blocks' distances to the nearest one in which something can be seen (DistanceMap).
/// Nothing is read back, and nothing is waited for.
class GpuBlocks {
 public:
  /// Voxels a block's side, the least from 4 on with which ranges and distances take no more than
  /// a fortieth of a volume of so many bytes a voxel.
  static int side_for(std::size_t bytes_a_voxel);

  /// Whether the context has what it takes, for a volume of this size.
  static bool can_make(const Eigen::Vector3i& size, int side);

  /// Text at the head of the shaders, behind their version; see RayPrograms.
  void set_preamble(const std::string& text) { preamble_ = text; }

  /// @throws Error unsupported where the driver does not take the shaders; out_of_memory
  void take_volume(vtkOpenGLRenderWindow& window, const GpuVoxels& voxels, int side);

  /// Distances to what an opacity table shows, or to values (isosurfaces) on the scale, 0..1.
  void take_opacities(vtkOpenGLRenderWindow& window, const VisibleRanges& visible);
  void take_values(vtkOpenGLRenderWindow& window, std::span<const double> values);

  const GlTexture& ranges() const { return ranges_; }        ///< RG16: low, high
  const GlTexture& distances() const { return distances_; }  ///< R8UI
  const Eigen::Vector3i& blocks() const { return ranges_.size(); }
  int side() const { return side_; }

  std::size_t bytes() const { return ranges_.bytes() + distances_.bytes() + visible_bytes_; }
  void free();

 private:
  const GlProgram& program(const std::string& text);
  void make_distances(vtkOpenGLRenderWindow& window, const GlProgram& first);
  void spread(int along);
  std::string visible_text(std::size_t iso_values) const;

  std::string preamble_;
  std::map<std::string, GlProgram> programs_;
  GlTexture ranges_;
  GlTexture distances_;
  GLuint visible_ = 0;  // a buffer
  std::size_t visible_bytes_ = 0;
  int side_ = BlockRanges::side;
};

}  // namespace volvr::render
