// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <span>
#include <string>

#include <vtkDataArray.h>
#include <vtkImageData.h>
#include <vtkOpenGLRenderWindow.h>
#include <vtkRenderer.h>
#include <vtkVolume.h>
#include <vtkVolumeMapper.h>

#include "render/budget/fovea.h"
#include "render/budget/quality.h"
#include "render/caster/block_ranges.h"
#include "render/caster/brick_look.h"
#include "render/caster/cell_extremes.h"
#include "render/caster/cell_masks.h"
#include "render/caster/cpu_volume.h"
#include "render/caster/distance_map.h"
#include "render/caster/frame_block.h"
#include "render/caster/gpu_blocks.h"
#include "render/caster/gpu_paths.h"
#include "render/caster/lamps.h"
#include "render/caster/layers.h"
#include "render/caster/opaque_depth.h"
#include "render/caster/packed_colours.h"
#include "render/caster/phase_ring.h"
#include "render/caster/picture_target.h"
#include "render/caster/ray_clips.h"
#include "render/caster/ray_path.h"
#include "render/caster/ray_programs.h"
#include "render/caster/shades.h"
#include "render/caster/transfer_tables.h"
#include "render/caster/volume_texture.h"

namespace volvr::render {

/// One picture of one volume.
struct RayJob {
  vtkRenderer& renderer;
  vtkVolume& volume;
  vtkVolumeMapper& mapper;  ///< for its clipping planes and cropping
  std::span<const ClipShape> clips;
  vtkImageData& image;
  vtkDataArray& values;
  int technique = 0;             ///< vtkVolumeMapper::BlendModes
  double sample_distance = 1.0;  ///< dataset; of this quality
  Quality quality{};
  FoveaAim aim{};
  double average_lowest = 0.0;  ///< values that count for an average
  double average_highest = 0.0;
  double average_black = 0.0;
  double average_white = 1.0;
  RayPath path = RayPath::automatic;
  /// Adds the steps along a ray one by one, with the stock mapper's rounding, and takes gradients
  /// from as far apart as it does; else each sample's place is computed from the ray's start, and
  /// gradients are differences one voxel to either side.
  bool stock_rounding = false;
  GraphicsLimits limits = {};
  /// What will take the place of `values` next, the first first: on the same grid.
  std::span<vtkDataArray* const> upcoming = {};
  double shadows = 0.0;      ///< strength of soft shadows, 0 to 1; composite
  bool jitter = false;       ///< rays start at places that differ from pixel to pixel
  Layers* layers = nullptr;  ///< drawn with it; null for none
};

/// The ray caster's work on the GPU: keeps there what stays the same from picture to picture.
/// Everything in it needs the window's context to be current.
class RayRenderer {
 public:
  /// Draws over what the renderer's viewport shows.
  /// @throws Error unsupported, out_of_memory
  void draw(const RayJob& job);

  /// Frees what it has on the GPU.
  void free();

  std::size_t bytes() const;

  /// Of the last picture.
  ShownVoxels shown() const;

  /// Columns and rows of rays that were cast for the picture drawn last.
  Eigen::Array2i last_size() const { return {target_.width(), target_.height()}; }

  const PhaseRing& phases() const { return phases_; }
  RayPrograms& programs() { return programs_; }
  const RayPrograms& programs() const { return programs_; }

  /// What cast the rays of the last picture.
  RayPath drawn_by() const { return drawn_by_; }

  /// What a user should know of how the pictures are drawn and was not yet told; else empty.
  std::string take_notice() { return paths_.take_notice(); }

  /// Whether the clips of the last picture left anything of the volume.
  bool anything_left() const { return anything_left_; }

 private:
  bool take_blocks(vtkOpenGLRenderWindow& window, const RayJob& job, const Eigen::Vector3i& size);
  const GlTexture& leap_texture(const GlTexture& by_processors, const GlTexture& by_gpu) const {
    return leaps_by_gpu_ ? by_gpu : by_processors;
  }
  void take_volume(vtkOpenGLRenderWindow& window, const RayJob& job);
  void take_look(vtkOpenGLRenderWindow& window, const RayJob& job);
  void take_ranges(vtkOpenGLRenderWindow& window);
  void take_bricks(vtkOpenGLRenderWindow& window, const RayJob& job);
  void take_clips(vtkOpenGLRenderWindow& window, const RayJob& job);
  std::shared_ptr<const VolumeStructure> take_voxels(vtkOpenGLRenderWindow& window,
                                                     const RayJob& job,
                                                     const Eigen::Vector3i& size);
  void fetch_upcoming(vtkOpenGLRenderWindow& window, const RayJob& job);
  void write_light(vtkOpenGLRenderWindow& window, const RayJob& job, const Rays& rays);
  void take_shades(vtkOpenGLRenderWindow& window, const RayJob& job, const Rays& rays);
  void write_frame(vtkOpenGLRenderWindow& window, const RayJob& job);
  bool by_processors(const RayJob& job) const;
  void cast_by_processors(vtkOpenGLRenderWindow& window, const RayJob& job,
                          const Eigen::Array4i& viewport);
  void cast(vtkOpenGLRenderWindow& window, const RayJob& job, const Eigen::Array4i& viewport);
  void lay_target(const RayJob& job, const Eigen::Array4i& viewport);

  RayPrograms programs_;
  GpuPaths paths_;
  VolumeTexture volume_;
  GraphicsLimits limits_;
  BrickLook brick_look_;
  PhaseRing phases_;
  TransferTables tables_;
  OpaqueDepth depth_;
  BlockRanges ranges_;
  DistanceMap distances_;
  CellMasks cells_;
  CellExtremes extremes_;
  CpuVolume cpu_volume_;
  std::vector<float> cpu_picture_;
  PackedColours packed_colours_;
  GpuBlocks gpu_blocks_;
  bool leaps_by_gpu_ = false;  // `gpu_blocks_` holds what rays leap by, else the textures below
  bool gpu_blocks_refused_ = false;
  bool distances_made_ = false;
  RayPath drawn_by_ = RayPath::automatic;
  bool taken_by_processors_ = false;
  bool wanted_processors_ = false;
  GlTexture distance_texture_;
  GlTexture range_texture_;
  GlTexture clip_texture_;
  PictureTarget target_;
  GLuint frame_buffer_ = 0;
  GLuint vertices_ = 0;  // core profiles want a vertex array, even without vertices

  RayGrid grid_;
  FrameBlock frame_;
  double lowest_ = 0.0;
  double highest_ = 1.0;
  bool colour_ = false;
  bool anything_left_ = true;
  bool empty_ = false;  // the transfer function shows nothing
  const vtkDataArray* taken_ = nullptr;
  vtkMTimeType taken_time_ = 0;
  std::vector<double> iso_values_;
  RayClips clips_;
  Lighting lighting_ = Lighting::headlight;
  Shades shades_;
  int technique_ = -1;
};

}  // namespace volvr::render
