// SPDX-License-Identifier: Apache-2.0
#include "render/caster/layers.h"

#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include <vtkColorTransferFunction.h>
#include <vtkDataArray.h>
#include <vtkPiecewiseFunction.h>
#include <vtkPointData.h>
#include <vtkTextureObject.h>

#include "render/caster/block_ranges.h"
#include "render/caster/distance_map.h"
#include "render/caster/label_volume.h"
#include "render/caster/transfer_tables.h"
#include "render/caster/volume_texture.h"
#include "volvr/error.h"

namespace volvr::render {

namespace {

void require_image(const vtkSmartPointer<vtkImageData>& image, const Eigen::Affine3d& transform) {
  vtkDataArray* values = values_of(image);
  if (values == nullptr || values->GetNumberOfTuples() == 0) {
    throw Error(ErrorCode::invalid_argument, "A layer has no values at its points.");
  }
  if (values->GetNumberOfComponents() != 1) {
    throw Error(ErrorCode::unsupported, "A layer has one value a voxel; colours it cannot have.");
  }
  const double volume = transform.linear().determinant();
  if (!transform.matrix().allFinite() || !(std::abs(volume) > 1e-18)) {
    throw Error(ErrorCode::invalid_argument, "A layer's transform cannot be turned round.");
  }
}

void require_opacity(double opacity) {
  if (opacity >= 0.0 && opacity <= 1.0) return;
  throw Error(ErrorCode::invalid_argument, "A layer's opacity is a number from 0 to 1.");
}

void extend(Eigen::AlignedBox3d& box, vtkImageData& image, const Eigen::Affine3d& transform) {
  const Eigen::Map<const Eigen::Matrix<double, 2, 3>> bounds(image.GetBounds());
  for (int corner = 0; corner < 8; ++corner) {
    const Eigen::Vector3d at(bounds(corner & 1, 0), bounds((corner >> 1) & 1, 1),
                             bounds(corner >> 2, 2));
    box.extend(transform * at);
  }
}

// A layer is one texture: bricks are for the main volume alone.
Eigen::Vector3i require_size(vtkImageData& image, vtkOpenGLRenderWindow& window) {
  Eigen::Vector3i size;
  image.GetDimensions(size.data());
  const int largest = vtkTextureObject::GetMaximumTextureSize3D(&window);
  if (largest <= 0 || size.maxCoeff() <= largest) return size;
  throw Error(ErrorCode::unsupported, "A layer is " + std::to_string(size.maxCoeff()) +
                                          " voxels long, and this graphics driver takes " +
                                          std::to_string(largest) + " at most.");
}

void upload(vtkOpenGLRenderWindow& window, const DistanceMap& map, GlTexture& texture) {
  texture.allocate(window, map.blocks, {GL_R8UI, GL_RED_INTEGER, GL_UNSIGNED_BYTE, false});
  texture.fill(window, Eigen::Vector3i::Zero(), map.blocks, map.distance.data());
}

struct LayerOnGpu {
  const vtkDataArray* taken = nullptr;
  vtkMTimeType taken_time = 0;
  vtkMTimeType look_time = 0;
  TableUse use;
  bool greatest = false;
  double gradient_span = 0.0;  // of its table; 0: its opacities are by value alone
  std::vector<bool> shown;  // which entries of its table the leaps were made for; empty: none were
  VolumeTexture texture;
  BlockRanges ranges;
  GlTexture distances;
};

}  // namespace

struct Layers::OnGpu {
  std::array<LayerOnGpu, most> layers;
  std::vector<std::size_t> looked;  // which layers have a row of `looks`
  GlTexture looks;
  LabelVolume labels;
  GlTexture label_distances;
  GlTexture paints;
  const vtkDataArray* taken_labels = nullptr;
  vtkMTimeType taken_labels_time = 0;
  std::uint64_t table_version = 0;
  double paint_part = -1.0;
  std::vector<bool> shown;
  MemberBlock block;
  GLuint buffer = 0;
};

Layers::Layers() : gpu_(std::make_unique<OnGpu>()) {}
Layers::~Layers() = default;

void Layers::add(const LayerInput& input) {
  if (inputs_.size() == most) {
    throw Error(ErrorCode::invalid_argument, "At most " + std::to_string(most) +
                                                 " layers can be drawn over a volume.");
  }
  require_image(input.image, input.main_from_layer);
  require_opacity(input.opacity);
  if (input.property == nullptr) {
    throw Error(ErrorCode::invalid_argument, "A layer has no property to be drawn by.");
  }
  inputs_.push_back(input);
}

void Layers::clear_layers() {
  inputs_.clear();
}

LayerInput& Layers::at(std::size_t layer) {
  if (layer < inputs_.size()) return inputs_[layer];
  throw Error(ErrorCode::invalid_argument, "There is no layer " + std::to_string(layer) + ".");
}

void Layers::set_opacity(std::size_t layer, double opacity) {
  require_opacity(opacity);
  at(layer).opacity = opacity;
}

void Layers::set_visible(std::size_t layer, bool visible) {
  at(layer).visible = visible;
}

void Layers::set_greatest(std::size_t layer, bool greatest) {
  at(layer).greatest = greatest;
}

std::vector<std::size_t> Layers::seen() const {
  std::vector<std::size_t> places;
  for (std::size_t at = 0; at < inputs_.size(); ++at) {
    if (inputs_[at].visible && inputs_[at].opacity > 0.0) places.push_back(at);
  }
  return places;
}

bool Layers::labels_are_seen() const {
  return labels_.image != nullptr && table_.paints_any();
}

void Layers::set_labels(const LabelInput& input) {
  if (input.image != nullptr) require_image(input.image, input.main_from_labels);
  labels_ = input;
}

Eigen::AlignedBox3d Layers::bounds() const {
  Eigen::AlignedBox3d box;
  for (const std::size_t at : seen()) {
    extend(box, *inputs_[at].image, inputs_[at].main_from_layer);
  }
  if (labels_are_seen()) extend(box, *labels_.image, labels_.main_from_labels);
  return box;
}

void Layers::describe(ProgramKey& key) const {
  key.layers = static_cast<int>(seen().size());
  key.labels = labels_are_seen();
  key.tint = key.labels && labels_.tint;
}

// @return whether its look has to be made anew
bool Layers::take_layer(vtkOpenGLRenderWindow& window, std::size_t layer, double sample_distance) {
  const LayerInput& input = inputs_[layer];
  LayerOnGpu& on_gpu = gpu_->layers[layer];
  vtkDataArray& values = *values_of(input.image);
  const bool other_values = on_gpu.taken != &values || on_gpu.taken_time != values.GetMTime();
  const TableUse use = table_use(input, sample_distance);
  if (other_values) {
    on_gpu.taken = nullptr;
    const Eigen::Vector3i size = require_size(*input.image, window);
    on_gpu.texture.upload(window, values, size);
    if (on_gpu.texture.bricks() != nullptr) {
      throw Error(ErrorCode::out_of_memory, "The graphics card has no room for a layer.");
    }
    on_gpu.ranges = block_ranges(values, size, 0, use.lowest, use.highest);
    on_gpu.shown.clear();
    on_gpu.taken = &values;
    on_gpu.taken_time = values.GetMTime();
  }
  const vtkMTimeType look_time = look_time_of(*input.property);
  const bool same = !other_values && use == on_gpu.use && look_time == on_gpu.look_time &&
                    input.greatest == on_gpu.greatest;
  on_gpu.use = use;
  on_gpu.look_time = look_time;
  on_gpu.greatest = input.greatest;
  return !same;
}

// What rays leap over. It stays the same where the same values are seen, however clearly.
void Layers::take_leaps(vtkOpenGLRenderWindow& window, std::size_t layer,
                        const std::vector<float>& opacities) {
  LayerOnGpu& on_gpu = gpu_->layers[layer];
  std::vector<float> seen = opacities;
  if (on_gpu.greatest) show_all_above_first(seen);
  std::vector<bool> shown = shown_entries(seen);
  if (shown == on_gpu.shown) return;
  upload(window, distance_map(on_gpu.ranges, VisibleRanges(seen)), on_gpu.distances);
  on_gpu.shown = std::move(shown);
}

// Colours and opacities of all that are seen in one texture, a row each; then their gradients'.
void Layers::take_looks(vtkOpenGLRenderWindow& window) {
  const std::vector<std::size_t> places = seen();
  int width = 1;
  for (const std::size_t at : places) {
    vtkVolumeProperty& property = *inputs_[at].property;
    const TableUse& use = gpu_->layers[at].use;
    width = std::max({width, opacity_entries(property, use, window),
                      colour_entries(property, use, window)});
    if (use.gradients) width = std::max(width, gradient_entries(property, use, window));
  }
  std::vector<float> texels;
  texels.reserve(8 * places.size() * static_cast<std::size_t>(width));
  for (const std::size_t at : places) {
    vtkVolumeProperty& property = *inputs_[at].property;
    const TableUse& use = gpu_->layers[at].use;
    const std::vector<float> opacities = opacity_table(property, use, width);
    take_leaps(window, at, opacities);
    const std::vector<float> colours = colour_table(property, use, width);
    for (std::size_t entry = 0; entry < opacities.size(); ++entry) {
      texels.insert(texels.end(), colours.begin() + static_cast<std::ptrdiff_t>(3 * entry),
                    colours.begin() + static_cast<std::ptrdiff_t>(3 * entry + 3));
      texels.push_back(opacities[entry]);
    }
  }
  for (const std::size_t at : places) {
    vtkVolumeProperty& property = *inputs_[at].property;
    LayerOnGpu& on_gpu = gpu_->layers[at];
    const TableUse& use = on_gpu.use;
    on_gpu.gradient_span = use.gradients ? gradient_span(property, use) : 0.0;
    std::vector<float> factors(static_cast<std::size_t>(width), 1.0F);
    if (use.gradients) factors = gradient_table(property, use, on_gpu.gradient_span, width);
    for (const float factor : factors) texels.insert(texels.end(), {factor, 0.0F, 0.0F, 0.0F});
  }
  const Eigen::Vector3i size(width, 2 * static_cast<int>(places.size()), 0);
  gpu_->looks.allocate(window, size, {GL_RGBA32F, GL_RGBA, GL_FLOAT});
  gpu_->looks.fill(window, Eigen::Vector3i::Zero(), size, texels.data());
  gpu_->looked = places;
}

void Layers::take_labels(vtkOpenGLRenderWindow& window, double sample_distance) {
  vtkDataArray& values = *values_of(labels_.image);
  const bool other = gpu_->taken_labels != &values || gpu_->taken_labels_time != values.GetMTime();
  if (other) {
    gpu_->taken_labels = nullptr;
    const Eigen::Vector3i size = require_size(*labels_.image, window);
    gpu_->labels.take(values, size, table_);
    gpu_->labels.upload(window);
    gpu_->taken_labels = &values;
    gpu_->taken_labels_time = values.GetMTime();
  }
  const double part = labels_.tint ? 0.0 : sample_distance / labels_.unit_distance;
  if (!other && gpu_->table_version == table_.version() && gpu_->paint_part == part) return;
  gpu_->table_version = table_.version();
  gpu_->paint_part = part;
  const std::vector<float> texels = table_.texels(part);
  const Eigen::Vector3i size(LabelTable::row,
                             static_cast<int>(texels.size() / (4 * LabelTable::row)), 0);
  gpu_->paints.allocate(window, size, {GL_RGBA32F, GL_RGBA, GL_FLOAT, false});
  gpu_->paints.fill(window, Eigen::Vector3i::Zero(), size, texels.data());
  std::vector<bool> shown = table_.shown();
  if (!other && shown == gpu_->shown) return;  // colours alone
  gpu_->shown = std::move(shown);
  upload(window, gpu_->labels.distances(table_), gpu_->label_distances);
}

void Layers::write_block(const RayGrid& main) {
  MemberBlock block;
  std::size_t next = 0;
  for (const std::size_t at : seen()) {
    const LayerInput& input = inputs_[at];
    const LayerOnGpu& on_gpu = gpu_->layers[at];
    block[next++] =
        layer_member(input, on_gpu.use, on_gpu.texture.unit(), on_gpu.gradient_span, main);
  }
  if (labels_are_seen()) block[next] = label_member(labels_, main);
  gpu_->block = block;
  if (gpu_->buffer == 0) glGenBuffers(1, &gpu_->buffer);
  glBindBuffer(GL_UNIFORM_BUFFER, gpu_->buffer);
  glBufferData(GL_UNIFORM_BUFFER, sizeof(block), &block, GL_STREAM_DRAW);
}

bool Layers::fit_processors() const {
  return std::ranges::all_of(seen(), [&](std::size_t at) { return CpuLayers::fit(inputs_[at]); });
}

const CpuFusion& Layers::for_processors(vtkOpenGLRenderWindow& window, const RayGrid& main,
                                        const CpuPicture& picture, double sample_distance) {
  if (cpu_ == nullptr) {
    free();
    cpu_ = std::make_unique<CpuLayers>();
  }
  const CpuLayers::Scene scene{window, main, picture, sample_distance};
  cpu_->begin();
  cpu_->keep(inputs_.size());
  for (const std::size_t at : seen()) cpu_->add(at, inputs_[at], scene);
  if (labels_are_seen()) cpu_->add_labels(labels_, table_, scene);
  return cpu_->fusion();
}

void Layers::prepare(vtkOpenGLRenderWindow& window, const RayGrid& main, double sample_distance) {
  cpu_.reset();
  const std::vector<std::size_t> places = seen();
  bool other_looks = gpu_->looked != places;
  for (const std::size_t at : places) {
    other_looks = take_layer(window, at, sample_distance) || other_looks;
  }
  if (other_looks && !places.empty()) take_looks(window);
  for (std::size_t at = inputs_.size(); at < most; ++at) {
    if (gpu_->layers[at].taken == nullptr) continue;
    gpu_->layers[at].texture.free();
    gpu_->layers[at].distances.free();
    gpu_->layers[at] = {};
  }
  if (labels_are_seen()) take_labels(window, sample_distance);
  write_block(main);
}

void Layers::bind(vtkOpenGLRenderWindow& window) const {
  int unit = RayPrograms::first_layer_unit;
  for (const std::size_t at : seen()) {
    gpu_->layers[at].texture.bind(window, unit++);
    gpu_->layers[at].distances.bind(window, unit++);
  }
  if (unit != RayPrograms::first_layer_unit) gpu_->looks.bind(window, RayPrograms::layer_look_unit);
  if (labels_are_seen()) {
    gpu_->labels.texture().bind(window, RayPrograms::label_unit);
    gpu_->label_distances.bind(window, RayPrograms::label_distance_unit);
    gpu_->paints.bind(window, RayPrograms::label_paint_unit);
  }
  glBindBufferBase(GL_UNIFORM_BUFFER, RayPrograms::member_binding, gpu_->buffer);
}

std::size_t Layers::bytes() const {
  std::size_t bytes = gpu_->looks.bytes() + gpu_->labels.texture().bytes() +
                      gpu_->label_distances.bytes() + gpu_->paints.bytes();
  for (const LayerOnGpu& layer : gpu_->layers) {
    bytes += layer.texture.bytes() + layer.distances.bytes();
  }
  return bytes;
}

void Layers::free() {
  for (LayerOnGpu& layer : gpu_->layers) {
    layer.texture.free();
    layer.distances.free();
  }
  gpu_->labels.free();
  for (GlTexture* texture : {&gpu_->looks, &gpu_->label_distances, &gpu_->paints}) texture->free();
  if (gpu_->buffer != 0) glDeleteBuffers(1, &gpu_->buffer);
  forget();
}

void Layers::forget() {
  gpu_ = std::make_unique<OnGpu>();
  cpu_.reset();
}

}  // namespace volvr::render
