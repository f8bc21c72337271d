// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <string>

#include "render/caster/gl_program.h"

namespace volvr::render {

/// What a ray caster's program is built for. What changes from frame to frame stands in the block
/// Frame; a program is built once for each of these.
struct ProgramKey {
  int technique = 0;  ///< vtkVolumeMapper::BlendModes
  bool shade = false;
  bool lamps = false;             ///< others than one headlight, where anything is shaded
  bool gradient_opacity = false;  ///< composite
  bool shades = false;            ///< composite
  bool jitter = false;            ///< rays start at places that differ from pixel to pixel
  bool colour = false;            ///< four components
  bool with_depth = false;        ///< something opaque may hide the volume
  bool depth_samples = false;     ///< its depths are in a texture of several samples a pixel
  bool stock_rounding = false;
  int iso_values = 0;
  bool clips = false;   ///< any planes or shapes that are kept
  bool gaps = false;    ///< any shapes that are removed
  bool bricks = false;  ///< the volume is in pieces (BrickAtlas)
  bool compute = false;  ///< a compute shader (OpenGL 4.3), else a fragment shader (3.2)
  int layers = 0;        ///< volumes beside the main one (Layers)
  bool labels = false;   ///< a map of labels
  bool tint = false;     ///< whose labels colour the main volume
  bool fused() const { return layers > 0 || labels; }
  auto operator<=>(const ProgramKey&) const = default;
};

/// The programs that were needed so far.
class RayPrograms {
 public:
  /// Texture units by name; the programs' samplers are set to them.
  enum Unit {
    volume_unit = 1,
    distance_unit,
    opacity_unit,
    colour_unit,
    depth_unit,
    range_unit,
    page_unit,
    clip_unit,
    gradient_unit,
    ahead_unit,
    behind_unit
  };
  static constexpr unsigned frame_binding = 3;
  /// For Layers: volume and distances of each layer follow each other.
  enum LayerUnit {
    layer_look_unit = 16,
    first_layer_unit,
    label_unit = first_layer_unit + 6,
    label_distance_unit,
    label_paint_unit
  };
  static constexpr unsigned member_binding = 6;

  /// @throws Error unsupported where the driver does not take it
  const GlProgram& caster(const ProgramKey& key);

  /// Lays a ray caster's picture over what is there.
  /// @param as_it_is  the target's pixels are the viewport's own
  const GlProgram& composer(bool as_it_is);

  void free();

  /// How many programs were built so far.
  std::size_t built() const { return built_; }

  /// Text that stands at the head of every shader from now on, behind the version; programs that
  /// were built before keep theirs.
  void set_preamble(const std::string& text) { preamble_ = text; }
  const std::string& preamble() const { return preamble_; }

 private:
  GlProgram build(const ProgramKey& key) const;

  std::string preamble_;
  std::size_t built_ = 0;
  std::map<ProgramKey, GlProgram> casters_;
  std::array<GlProgram, 2> composers_;  ///< the second takes pixels as they are
};

}  // namespace volvr::render
