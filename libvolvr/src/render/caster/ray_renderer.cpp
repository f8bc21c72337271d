// SPDX-License-Identifier: Apache-2.0
#include "render/caster/ray_renderer.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <vtkCamera.h>
#include <vtkContourValues.h>
#include <vtkOpenGLShaderCache.h>
#include <vtkOpenGLState.h>
#include <vtkVolumeMapper.h>
#include <vtkVolumeProperty.h>

#include "render/caster/gl_context.h"
#include "volvr/error.h"

namespace volvr::render {

namespace {

constexpr double opaque_enough = 1.0 - 1.0 / 255.0;
constexpr std::size_t most_iso_values = 8;

bool is_projection(int technique) {
  return technique == vtkVolumeMapper::MAXIMUM_INTENSITY_BLEND ||
         technique == vtkVolumeMapper::MINIMUM_INTENSITY_BLEND;
}

// Whether layers and labels can be drawn over it.
bool mixes(int technique) {
  return technique == vtkVolumeMapper::COMPOSITE_BLEND ||
         technique == vtkVolumeMapper::MAXIMUM_INTENSITY_BLEND;
}

bool is_isosurface(int technique) {
  return technique == vtkVolumeMapper::ISOSURFACE_BLEND;
}

Float4 floats(double x, double y, double z = 0.0, double w = 0.0) {
  return {static_cast<float>(x), static_cast<float>(y), static_cast<float>(z),
          static_cast<float>(w)};
}

// The stock mapper takes the largest integer of a type for one more than it is.
double stock_scale(int type) {
  switch (type) {
    case VTK_UNSIGNED_CHAR:
      return 256.0 / 255.0;
    case VTK_SIGNED_CHAR:
      return 128.0 / 127.0;
    case VTK_UNSIGNED_SHORT:
      return 65536.0 / 65535.0;
    case VTK_SHORT:
      return 32768.0 / 32767.0;
    default:
      return 1.0;
  }
}

std::vector<double> iso_values_of(vtkVolumeProperty& property, double lowest, double highest) {
  std::vector<double> values;
  vtkContourValues* contours = property.GetIsoSurfaceValues();
  for (int at = 0; at < contours->GetNumberOfContours(); ++at) {
    values.push_back((contours->GetValue(at) - lowest) / (highest - lowest));
  }
  std::ranges::sort(values);
  values.resize(std::min(values.size(), most_iso_values));
  return values;
}

}  // namespace

bool RayRenderer::by_processors(const RayJob& job) const {
  if (job.layers != nullptr && !(mixes(job.technique) && job.layers->fit_processors())) return false;
  if (job.path != RayPath::automatic) return job.path == RayPath::processors;
  return is_software_gl();
}

// On the GPU where that can; else the processors make the ranges, and what follows from them.
bool RayRenderer::take_blocks(vtkOpenGLRenderWindow& window, const RayJob& job,
                              const Eigen::Vector3i& size) {
  const int bytes = job.values.GetDataTypeSize() * job.values.GetNumberOfComponents();
  const int side = GpuBlocks::side_for(static_cast<std::size_t>(std::min(bytes, 4)));
  if (gpu_blocks_refused_ || !GpuBlocks::can_make(size, side)) return false;
  gpu_blocks_.set_preamble(programs_.preamble());
  gpu_blocks_.take_volume(window,
                          {.texture = volume_.handle(),
                           .size = size,
                           .colour = colour_,
                           .whole_numbers = job.values.GetDataTypeSize() <= 2,
                           .unit = volume_.unit(),
                           .lowest = lowest_,
                           .highest = highest_},
                          side);
  return true;
}

void RayRenderer::take_volume(vtkOpenGLRenderWindow& window, const RayJob& job) {
  const bool wants_processors = by_processors(job);
  if (taken_ == &job.values && taken_time_ == job.values.GetMTime() &&
      wanted_processors_ == wants_processors && limits_.hold_alike(job.limits)) {
    return;
  }
  taken_ = nullptr;
  limits_ = job.limits;
  brick_look_.forget();
  wanted_processors_ = wants_processors;
  Eigen::Vector3i size;
  job.image.GetDimensions(size.data());
  const auto structure = take_voxels(window, job, size);
  distances_made_ = false;
  leaps_by_gpu_ = false;
  const bool is_one_texture = !taken_by_processors_ && volume_.bricks() == nullptr;
  try {
    leaps_by_gpu_ = is_one_texture && take_blocks(window, job, size);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::unsupported) throw;
    gpu_blocks_refused_ = true;
  }
  if (leaps_by_gpu_) {
    ranges_ = {};
  } else {
    gpu_blocks_.free();
    ranges_ = structure->ranges.count() > 0 ? structure->ranges : ranges_of(*structure, size);
  }
  extremes_.forget();
  range_texture_.free();
  distance_texture_.free();
  taken_ = &job.values;
  taken_time_ = job.values.GetMTime();
}

void RayRenderer::take_look(vtkOpenGLRenderWindow& window, const RayJob& job) {
  vtkVolumeProperty& property = *job.volume.GetProperty();
  const bool thick = job.technique == vtkVolumeMapper::COMPOSITE_BLEND;
  const TableUse use{
      lowest_, highest_, thick ? job.sample_distance : 0.0, 0,
      thick && goes_by_gradient(property)};
  const bool other_opacities = tables_.update(window, property, use);
  std::vector<double> iso_values;
  if (is_isosurface(job.technique)) iso_values = iso_values_of(property, lowest_, highest_);
  const bool stale = other_opacities || !distances_made_ || job.technique != technique_ ||
                     iso_values != iso_values_;
  const bool other_rule =
      !distances_made_ || job.technique != technique_ || is_isosurface(job.technique);
  technique_ = job.technique;
  iso_values_ = std::move(iso_values);
  if (!stale) cells_.stay();
  if (!stale || is_projection(job.technique) ||
      job.technique == vtkVolumeMapper::AVERAGE_INTENSITY_BLEND) {
    empty_ = false;
    return;
  }
  distances_made_ = true;
  const VisibleRanges visible(tables_.opacities());
  if (leaps_by_gpu_) {
    if (is_isosurface(job.technique)) {
      gpu_blocks_.take_values(window, iso_values_);
    } else {
      gpu_blocks_.take_opacities(window, visible);
    }
    // Which blocks are seen is known to the GPU alone, and it is not asked.
    empty_ = is_isosurface(job.technique) ? iso_values_.empty() : !visible.any(0, 65535);
    return;
  }
  distances_ = is_isosurface(job.technique)
                   ? distance_map(ranges_, std::span<const double>(iso_values_))
                   : distance_map(ranges_, visible);
  empty_ = distances_.occupied == 0;
  if (taken_by_processors_) {
    if (other_rule) cells_.forget();
    cells_.see(ranges_.count(), visible.least_high());
    return;
  }
  distance_texture_.allocate(window, distances_.blocks,
                             {GL_R8UI, GL_RED_INTEGER, GL_UNSIGNED_BYTE, false});
  distance_texture_.fill(window, Eigen::Vector3i::Zero(), distances_.blocks,
                         distances_.distance.data());
}

// In 8 bits, rounded away from the range: with 16 they would take more of the GPU than they are
// worth.
void RayRenderer::take_ranges(vtkOpenGLRenderWindow& window) {
  constexpr int step = 257;  // 65535 / 255
  std::vector<std::uint8_t> both(2 * ranges_.count());
  for (std::size_t at = 0; at < ranges_.count(); ++at) {
    both[2 * at] = static_cast<std::uint8_t>(ranges_.low[at] / step);
    both[2 * at + 1] = static_cast<std::uint8_t>((ranges_.high[at] + step - 1) / step);
  }
  range_texture_.allocate(window, ranges_.blocks, {GL_RG8, GL_RG, GL_UNSIGNED_BYTE, false});
  range_texture_.fill(window, Eigen::Vector3i::Zero(), ranges_.blocks, both.data());
}

void RayRenderer::write_frame(vtkOpenGLRenderWindow& window, const RayJob& job) {
  const Rays rays = rays_of(job.renderer, job.volume, grid_);
  set_geometry(grid_, rays, frame_);
  if (leaps_by_gpu_) {
    const Eigen::Vector3i blocks = gpu_blocks_.blocks();
    frame_.blocks = floats(blocks[0], blocks[1], blocks[2], gpu_blocks_.side());
  }
  const double width = highest_ - lowest_;
  double unit = taken_by_processors_ ? 1.0 : volume_.unit();
  if (job.stock_rounding) unit *= stock_scale(job.values.GetDataType());
  frame_.value_map = floats(unit / width, -lowest_ / width, lowest_, width);
  frame_.march[0] = static_cast<float>(job.sample_distance);
  frame_.march[2] = static_cast<float>(opaque_enough);
  vtkVolumeProperty& property = *job.volume.GetProperty();
  frame_.material = floats(property.GetAmbient(), property.GetDiffuse(), property.GetSpecular(),
                           property.GetSpecularPower());
  const double average_width = std::max((job.average_white - job.average_black) / width, 1e-30);
  frame_.average = floats(job.average_lowest, job.average_highest, 1.0 / average_width,
                          -(job.average_black - lowest_) / width / average_width);
  write_light(window, job, rays);
  for (std::size_t value = 0; value < iso_values_.size(); ++value) {
    frame_.iso[value / 4][value % 4] = static_cast<float>(iso_values_[value]);
  }
  frame_.clip_counts = floats(clips_.planes, clips_.kept, clips_.removed);
  if (frame_buffer_ == 0) glGenBuffers(1, &frame_buffer_);
  glBindBuffer(GL_UNIFORM_BUFFER, frame_buffer_);
  glBufferData(GL_UNIFORM_BUFFER, sizeof(frame_), &frame_, GL_STREAM_DRAW);
  glBindBufferBase(GL_UNIFORM_BUFFER, RayPrograms::frame_binding, frame_buffer_);
}

void RayRenderer::cast_by_processors(vtkOpenGLRenderWindow& window, const RayJob& job,
                                     const Eigen::Array4i& viewport) {
  CpuPicture picture;
  picture.frame = frame_;
  picture.voxels = cpu_volume_.voxels();
  picture.kind = cpu_volume_.kind();
  picture.size = grid_.size;
  picture.distances = &distances_;
  cells_.take(frame_.value_map);
  picture.cells = &cells_;
  picture.ranges = &ranges_;
  if (is_projection(job.technique)) {
    const bool least = job.technique == vtkVolumeMapper::MINIMUM_INTENSITY_BLEND;
    extremes_.take(ranges_.count(), least ? -1.0F : 1.0F, frame_.value_map);
    picture.extremes = &extremes_;
    if (!colour_) picture.plateaus = plateaus_of(tables_.opacities(), tables_.colours());
  }
  picture.opacities = tables_.opacities();
  packed_colours_.take(tables_.colours());
  picture.packed_colours = packed_colours_.words();
  picture.technique = job.technique;
  picture.shade = job.volume.GetProperty()->GetShade() != 0;
  picture.lamps = lighting_ == Lighting::lamps;
  picture.jitter = job.jitter;
  if (shades_.used()) picture.light = shades_.light();
  picture.light_cells = shades_.cells();
  picture.gradient_opacities = tables_.gradients();
  picture.iso_values = static_cast<int>(iso_values_.size());
  picture.clips = clips_.numbers.empty() ? nullptr : &clips_;
  picture.stock_rounding = job.stock_rounding;
  const std::vector<float> columns = target_.columns();
  const std::vector<float> rows = target_.rows();
  picture.columns = columns;
  picture.rows = rows;
  std::vector<float> depths;
  if (OpaqueDepth::matters(job.renderer, job.volume)) {
    depths = target_.seen_by_rays(depth_.read(window, viewport));
    picture.depths = depths.data();
  }
  if (job.layers != nullptr) {
    picture.fusion = &job.layers->for_processors(window, grid_, picture, job.sample_distance);
  }
  cpu_picture_.resize(4 * columns.size() * rows.size());
  cast_cpu_rays(picture, cpu_picture_);
  target_.fill(window, cpu_picture_.data());
}

void RayRenderer::cast(vtkOpenGLRenderWindow& window, const RayJob& job,
                       const Eigen::Array4i& viewport) {
  ProgramKey key;
  key.technique = job.technique;
  key.shade = job.volume.GetProperty()->GetShade() != 0;
  const bool any_shaded = key.shade || job.layers != nullptr;
  key.lamps = any_shaded && lighting_ == Lighting::lamps;
  key.shades = shades_.used();
  key.jitter = job.jitter;
  key.gradient_opacity = !tables_.gradients().empty();
  key.colour = colour_;
  key.clips = clips_.planes + clips_.kept > 0;
  key.gaps = clips_.removed > 0;
  key.stock_rounding = job.stock_rounding;
  key.iso_values = static_cast<int>(iso_values_.size());
  key.bricks = volume_.bricks() != nullptr;
  key.with_depth = OpaqueDepth::matters(job.renderer, job.volume);
  if (job.layers != nullptr) job.layers->describe(key);
  OpaqueDepth::Source depth;
  if (key.with_depth) depth = depth_.of_viewport(window, viewport);
  key.depth_samples = depth.samples;
  const GlProgram& program = paths_.program_for(job.path, key, programs_);

  program.use();
  volume_.bind(window, RayPrograms::volume_unit);
  if (key.bricks) volume_.bricks()->bind_pages(window, RayPrograms::page_unit);
  leap_texture(distance_texture_, gpu_blocks_.distances()).bind(window, RayPrograms::distance_unit);
  tables_.opacity_texture().bind(window, RayPrograms::opacity_unit);
  tables_.colour_texture().bind(window, RayPrograms::colour_unit);
  if (is_projection(job.technique)) {
    leap_texture(range_texture_, gpu_blocks_.ranges()).bind(window, RayPrograms::range_unit);
  }
  if (key.gradient_opacity) tables_.gradient_texture().bind(window, RayPrograms::gradient_unit);
  if (key.shades) shades_.bind(window, RayPrograms::ahead_unit, RayPrograms::behind_unit);
  if (!clips_.numbers.empty()) clip_texture_.bind(window, RayPrograms::clip_unit);
  if (job.layers != nullptr) job.layers->bind(window);
  if (key.with_depth) {
    window.GetState()->vtkglActiveTexture(GL_TEXTURE0 + RayPrograms::depth_unit);
    glBindTexture(depth.samples ? GL_TEXTURE_2D_MULTISAMPLE : GL_TEXTURE_2D, depth.texture);
    program.set("depth_part", depth.part.data());
  }
  drawn_by_ = key.compute ? RayPath::compute : RayPath::fragments;
  paths_.start(key, static_cast<double>(target_.width()) * target_.height());
  if (key.compute) {
    dispatch_rays(target_.image(window), {target_.width(), target_.height()});
  } else {
    vtkOpenGLState* state = window.GetState();
    state->PushFramebufferBindings();
    target_.draw_into(window);
    glDrawArrays(GL_TRIANGLES, 0, 3);
    state->PopFramebufferBindings();
  }
  paths_.stop();
}

void RayRenderer::lay_target(const RayJob& job, const Eigen::Array4i& viewport) {
  const bool right = job.aim.eyes && job.renderer.GetActiveCamera()->GetLeftEye() == 0;
  target_.lay(viewport, job.quality, job.aim, right ? 1 : 0);
  target_.write(frame_);
}

void RayRenderer::draw(const RayJob& job) {
  auto& window = *static_cast<vtkOpenGLRenderWindow*>(job.renderer.GetRenderWindow());
  window.GetShaderCache()->ReleaseCurrentShader();  // other programs are in use from here on
  take_volume(window, job);
  try {
    take_look(window, job);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::unsupported || !leaps_by_gpu_) throw;
    gpu_blocks_refused_ = true;
    taken_ = nullptr;
    take_volume(window, job);
    take_look(window, job);
  }
  fetch_upcoming(window, job);
  if (is_projection(job.technique) && !leaps_by_gpu_ && range_texture_.handle() == 0) {
    take_ranges(window);
  }
  grid_ = ray_grid(job.image);
  take_clips(window, job);
  if (job.layers == nullptr && (empty_ || !anything_left_)) return;
  Eigen::Array4i viewport;
  job.renderer.GetTiledSizeAndOrigin(&viewport[2], &viewport[3], &viewport[0], &viewport[1]);
  lay_target(job, viewport);
  write_frame(window, job);
  if (volume_.bricks() != nullptr) take_bricks(window, job);
  if (job.layers != nullptr && !taken_by_processors_) {
    job.layers->prepare(window, grid_, job.sample_distance);
  }

  vtkOpenGLState* state = window.GetState();
  const vtkOpenGLState::ScopedglViewport saved_viewport(state);
  const vtkOpenGLState::ScopedglEnableDisable saved_scissor(state, GL_SCISSOR_TEST);
  const vtkOpenGLState::ScopedglEnableDisable saved_blend(state, GL_BLEND);
  const vtkOpenGLState::ScopedglEnableDisable saved_depth(state, GL_DEPTH_TEST);
  const vtkOpenGLState::ScopedglBlendFuncSeparate saved_function(state);
  const GlProgram& composer = programs_.composer(target_.is_as_large());
  if (vertices_ == 0) glGenVertexArrays(1, &vertices_);
  glBindVertexArray(vertices_);
  if (taken_by_processors_) {
    cast_by_processors(window, job, viewport);
    drawn_by_ = RayPath::processors;
  } else {
    cast(window, job, viewport);
  }
  target_.compose(window, composer);
  glBindVertexArray(0);
  glUseProgram(0);
}

void RayRenderer::free() {
  programs_.free();
  paths_.free();
  gpu_blocks_.free();
  gpu_blocks_refused_ = false;
  volume_.free();
  phases_.free();
  cpu_volume_.clear();
  extremes_.forget();
  tables_.free();
  shades_.free();
  depth_.free();
  for (GlTexture* texture : {&distance_texture_, &range_texture_, &clip_texture_}) texture->free();
  target_.free();
  if (frame_buffer_ != 0) glDeleteBuffers(1, &frame_buffer_);
  if (vertices_ != 0) glDeleteVertexArrays(1, &vertices_);
  frame_buffer_ = vertices_ = 0;
  taken_ = nullptr;
}

std::size_t RayRenderer::bytes() const {
  return volume_.bytes() + distance_texture_.bytes() + range_texture_.bytes() + target_.bytes() +
         tables_.opacity_texture().bytes() + tables_.colour_texture().bytes() + phases_.bytes() +
         gpu_blocks_.bytes() + depth_.bytes();
}

}  // namespace volvr::render
