// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Geometry>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "volvr/appearance.h"
#include "volvr/load.h"
#include "volvr/volume.h"

namespace volvr {

/// A volume that is drawn with another one in one pass: PET over CT, two time points. Where volumes
/// share a place they mix as independent media: opacity is 1 - (1 - a1)(1 - a2).., and colour is the
/// mean of theirs, each weighed by its opacity; their order is without meaning. A layer with the
/// technique mip shows its greatest value along the ray, mixed in the same way with what the ray has
/// met.
struct Layer {
  Volume volume = {};          ///< one component
  Appearance appearance = {};  ///< technique composite or mip; a relative scale is placed by its values
  /// From its own patient coordinates to those of the volume that it is drawn with, millimetres: a
  /// registration. The identity is right for one frame of reference.
  Eigen::Affine3d patient_from_layer = Eigen::Affine3d::Identity();
  double opacity = 1.0;   ///< 0..1, that all its opacities are multiplied with
};

/// How one label is drawn.
struct LabelStyle {
  std::int64_t label = 0;  ///< its value in the volume; 0 is no label
  std::string name = {};   ///< of the segment or structure, UTF-8; may be empty
  Eigen::Vector3d rgb = Eigen::Vector3d::Ones();  ///< sRGB, each 0..1
  double opacity = 1.0;    ///< 0..1, of ten millimetres of it; as a tint: its share of the colour
  bool visible = true;
};

enum class LabelLook {
  bodies,  ///< shaded bodies, mixed with the volumes as a layer is
  tint,    ///< colour what is seen of the main volume
};

/// A map of labels on a grid of its own, drawn with a volume in one pass. Labels without a style are
/// hidden. A label's border lies half way between its voxels and those of what is not shown.
struct Labels {
  Volume volume = {};  ///< whole numbers, of which there are at most 65535; 0 is no label
  std::vector<LabelStyle> styles = {};
  LabelLook look = LabelLook::bodies;
  Eigen::Affine3d patient_from_labels = Eigen::Affine3d::Identity();  ///< as a layer's
};

/// What is drawn with a volume in one pass. It is cheap to copy.
struct Fused {
  std::vector<Layer> layers = {};      ///< at most three
  std::optional<Labels> labels = {};   ///< of the volume or of a layer
  bool other_patients = false;         ///< they may be of another patient than the volume
  bool empty() const { return layers.empty() && !labels; }
};

/// Whether a volume with layers or labels over it, or a layer, can be drawn by this technique:
/// composite and mip can.
bool can_be_fused(Technique technique);

/// A colour for a label that has none: for numbers that follow each other far apart in hue.
Eigen::Vector3d label_colour(std::int64_t label);

/// The map with a style for each label in it, in `label_colour`.
/// @throws Error invalid_argument for a volume that is empty or has colours, unsupported for more
///         than 65535 labels
Labels labels_of(const Volume& volume);

/// All segments or structures of a series (DICOM SEG, RTSTRUCT) as one map, with their names and
/// colours (RecommendedDisplayCIELabValue, PS3.3 C.8.20.2; ROIDisplayColor, C.8.8.6), or
/// `label_colour` where a file gives none. Where several claim one voxel the highest number has it;
/// fractions of at least a half count as whole. Both are told in the volume's findings.
/// @param options  for `load`; `volume` is without meaning
/// @throws Error invalid_argument (no labels in the series), and as `load`
Labels load_labels(const SeriesInfo& series, const LoadOptions& options = {});

/// What a reader must know before two volumes are looked at as one, in plain sentences without
/// identity; empty where both are of one patient, study and frame of reference, and where either was
/// made in memory.
std::vector<std::string> fusion_warnings(const Volume& main, const Volume& other);

/// @throws Error mixed_patients where the files tell that the volumes are of different patients, or
///         only one of them tells of whom it is. Patients are told apart by ID, its issuer and the
///         date of birth, where both volumes give these.
void require_same_patient(const Volume& main, const Volume& other);

/// The same for all layers and labels, unless they may be of another patient.
void require_same_patient(const Volume& main, const Fused& fused);

}  // namespace volvr
