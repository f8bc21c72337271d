// SPDX-License-Identifier: Apache-2.0
#include "render/caster/ray_programs.h"

#include <string_view>

#include <vtkVolumeMapper.h>

#include "render/caster/brick_layout.h"
#include "render/caster/shader_texts.h"
#include "volvr/error.h"

namespace volvr::render {

namespace {

constexpr std::string_view version = "#version 150\n";
constexpr std::string_view compute_version = "#version 430\n#define COMPUTE\n";

std::string joined(std::initializer_list<std::string_view> parts) {
  std::string text;
  for (const std::string_view part : parts) text += part;
  return text;
}

std::string definitions(const ProgramKey& key) {
  std::string text;
  text += key.colour ? "#define COLOUR\n#define CHANNEL a\n" : "#define CHANNEL r\n";
  if (key.shade) text += "#define SHADE\n";
  if (key.lamps) text += "#define LAMPS\n";
  if (key.gradient_opacity) text += "#define GRADIENT_OPACITY\n";
  if (key.shades) text += "#define SHADES\n";
  if (key.jitter) text += "#define JITTER\n";
  if (key.with_depth) text += "#define WITH_DEPTH\n";
  if (key.depth_samples) text += "#define DEPTH_SAMPLES\n";
  if (key.stock_rounding) text += "#define STOCK_ROUNDING\n";
  text += "#define ISO_VALUES " + std::to_string(key.iso_values) + "\n";
  if (key.clips || key.gaps) text += "#define CLIPS\n";
  if (key.gaps) text += "#define GAPS\n";
  if (key.bricks) {
    text += "#define BRICK_CORE " + std::to_string(BrickLayout::core) + ".0\n";
    text += "#define BRICK_APRON " + std::to_string(BrickLayout::apron) + ".0\n";
    text += "#define BRICK_STORED " + std::to_string(BrickLayout::stored) + ".0\n";
  }
  if (key.fused()) {
    text += "#define FUSED\n#define LAYERS " + std::to_string(key.layers) + "\n";
    text += "#define MEMBERS " + std::to_string(key.layers + (key.labels ? 1 : 0)) + "\n";
    if (key.labels) text += "#define LABELS\n";
    if (key.tint) text += "#define TINT\n";
    if (key.technique == vtkVolumeMapper::MAXIMUM_INTENSITY_BLEND) text += "#define GREATEST\n";
  }
  const bool least = key.technique == vtkVolumeMapper::MINIMUM_INTENSITY_BLEND;
  text += least ? "#define TOWARDS -1.0\n" : "#define TOWARDS 1.0\n";
  return text;
}

// Only these two mix: an average and an isosurface say nothing of a place.
std::string_view fused_march_of(int technique) {
  if (technique == vtkVolumeMapper::COMPOSITE_BLEND ||
      technique == vtkVolumeMapper::MAXIMUM_INTENSITY_BLEND) {
    return shader_texts::fusion;
  }
  throw Error(ErrorCode::unsupported,
              "Layers and labels are drawn over a composite or a greatest value alone.");
}

std::string_view march_of(const ProgramKey& key) {
  if (key.fused()) return fused_march_of(key.technique);
  switch (key.technique) {
    case vtkVolumeMapper::COMPOSITE_BLEND:
      return shader_texts::composite;
    case vtkVolumeMapper::MAXIMUM_INTENSITY_BLEND:
    case vtkVolumeMapper::MINIMUM_INTENSITY_BLEND:
      return shader_texts::extreme;
    case vtkVolumeMapper::AVERAGE_INTENSITY_BLEND:
      return shader_texts::average;
    case vtkVolumeMapper::ISOSURFACE_BLEND:
      return shader_texts::isosurface;
    default:
      break;
  }
  throw Error(ErrorCode::unsupported, "The ray caster does not know this blend mode.");
}

std::string_view light_of(const ProgramKey& key) {
  if (!key.shade) return shader_texts::no_light;
  return key.lamps ? "" : shader_texts::headlight;
}

void set_units(const GlProgram& program) {
  program.use();
  program.set("volume", RayPrograms::volume_unit);
  program.set("distances", RayPrograms::distance_unit);
  program.set("opacities", RayPrograms::opacity_unit);
  program.set("colours", RayPrograms::colour_unit);
  program.set("depths", RayPrograms::depth_unit);
  program.set("ranges", RayPrograms::range_unit);
  program.set("pages", RayPrograms::page_unit);
  program.set("clip_numbers", RayPrograms::clip_unit);
  program.set("light_ahead", RayPrograms::ahead_unit);
  program.set("light_behind", RayPrograms::behind_unit);
  program.set("gradient_opacities", RayPrograms::gradient_unit);
  program.set("picture", RayPrograms::volume_unit);
  program.bind_block("Frame", RayPrograms::frame_binding);
  program.set("layer_looks", RayPrograms::layer_look_unit);
  for (int layer = 0; layer < 3; ++layer) {
    const std::string number = std::to_string(layer);
    const int first = RayPrograms::first_layer_unit + 2 * layer;
    program.set(("layer_volume" + number).c_str(), first);
    program.set(("layer_distances" + number).c_str(), first + 1);
  }
  program.set("labels", RayPrograms::label_unit);
  program.set("label_distances", RayPrograms::label_distance_unit);
  program.set("label_paints", RayPrograms::label_paint_unit);
  program.bind_block("Members", RayPrograms::member_binding);
}

}  // namespace

GlProgram RayPrograms::build(const ProgramKey& key) const {
  const std::string core =
      joined({preamble_, definitions(key), shader_texts::frame, shader_texts::fovea,
              key.fused() ? shader_texts::members : "",
              key.bricks ? shader_texts::bricks : shader_texts::dense, shader_texts::clips,
              shader_texts::cast, key.lamps ? shader_texts::lamps : "", light_of(key),
              key.shades ? shader_texts::shades : "",
              key.labels ? shader_texts::labels : "", march_of(key), shader_texts::pixel});
  if (key.compute) {
    return GlProgram::of_compute(joined({compute_version, core, shader_texts::compute}));
  }
  return GlProgram::of_fragments(joined({version, preamble_, shader_texts::whole_picture}),
                                 joined({version, core, shader_texts::fragment}));
}

const GlProgram& RayPrograms::caster(const ProgramKey& key) {
  GlProgram& program = casters_[key];
  if (!program) {
    program = build(key);
    ++built_;
    set_units(program);
  }
  return program;
}

const GlProgram& RayPrograms::composer(bool as_it_is) {
  // Both at once: a picture may be of another resolution than the last, and must not wait.
  for (std::size_t at = 0; at < composers_.size() && !composers_[at]; ++at) {
    composers_[at] = GlProgram::of_fragments(
        joined({version, preamble_, shader_texts::whole_picture}),
        joined({version, preamble_, at == 1 ? "#define AS_IT_IS\n" : "", shader_texts::frame,
                shader_texts::fovea, shader_texts::compose}));
    ++built_;
    set_units(composers_[at]);
  }
  return composers_[as_it_is ? 1 : 0];
}

void RayPrograms::free() {
  for (auto& [key, program] : casters_) program.free();
  casters_.clear();
  for (GlProgram& program : composers_) program.free();
}

}  // namespace volvr::render
