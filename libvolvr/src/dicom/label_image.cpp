// SPDX-License-Identifier: Apache-2.0
#include "dicom/label_image.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace volvr::dicom {

namespace {

constexpr double same_place = 0.05;  // of a voxel: positions are written with two decimals
constexpr double on_slice = 0.1;     // of a slice: contours are rounded more

bool is_named(const std::vector<std::string>& series, const SeriesInfo& candidate) {
  return std::ranges::find(series, candidate.series_instance_uid) != series.end();
}

template <class F>
void for_images(const Catalog& catalog, const PatientInfo& patient, const F& f) {
  for (const SeriesInfo& series : catalog.series) {
    if (!is_same_patient(series.patient, patient)) continue;
    for (const VolumeInfo& volume : series.volumes) {
      if (is_loadable(volume) && !volume.label_source) f(series, volume);
    }
  }
}

// How well a volume suits a structure: the first numbers count most.
struct Suit {
  std::size_t images = 0;  ///< that the contours name, among its slices
  std::size_t planes = 0;  ///< contours that lie on its slices

  auto key() const { return std::tuple(images, planes); }
};

Suit suit_of(const StructureSet::Structure& structure, const VolumeInfo& volume) {
  Suit suit;
  for (const SourceInstance& slice : volume.slices) {
    if (std::ranges::binary_search(structure.images, slice.sop_instance_uid)) ++suit.images;
  }
  const Eigen::Affine3d index_from_patient = volume.geometry.patient_from_index.inverse();
  for (const Eigen::Vector3d& place : structure.places) {
    const double k = (index_from_patient * place).z();
    const bool within = k > -0.5 && k < volume.geometry.size[2] - 0.5;
    if (within && std::abs(k - std::round(k)) <= on_slice) ++suit.planes;
  }
  return suit;
}

bool is_same_place(const VolumeInfo& a, const VolumeInfo& b) {
  return a.geometry.size == b.geometry.size &&
         a.geometry.patient_from_index.isApprox(b.geometry.patient_from_index, 1e-6);
}

Finding warning(const std::string& message) {
  return {FindingCode::label_volume, Severity::warning, message, {}};
}

}  // namespace

bool is_same_patient(const PatientInfo& a, const PatientInfo& b) {
  return a.patient_id == b.patient_id && a.issuer_of_patient_id == b.issuer_of_patient_id &&
         a.patient_birth_date == b.patient_birth_date;
}

std::optional<int> slice_of(const SegmentFrame& frame, const GridGeometry& grid) {
  const Eigen::Vector3d index = grid.patient_from_index.inverse() * frame.position;
  const double k = std::round(index.z());
  if (std::abs(index.x()) > same_place || std::abs(index.y()) > same_place ||
      std::abs(index.z() - k) > same_place || k < 0 || k >= grid.size[2]) {
    return std::nullopt;
  }
  return static_cast<int>(k);
}

bool lies_on(const Segmentation& segmentation, const PixelLayout& layout,
             const GridGeometry& grid) {
  const Eigen::Matrix3d axes = directions(grid);
  const Eigen::Vector3d steps = spacing(grid);
  return layout.columns == grid.size[0] && layout.rows == grid.size[1] &&
         (axes.col(0) - segmentation.orientation.row).norm() < 1e-3 &&
         (axes.col(1) - segmentation.orientation.column).norm() < 1e-3 &&
         (steps.head<2>() - segmentation.pixel_spacing).norm() < 1e-3 * steps.head<2>().norm() &&
         std::ranges::all_of(
             segmentation.frames,
             [&](const SegmentFrame& frame) { return slice_of(frame, grid).has_value(); });
}

const VolumeInfo* image_of(const Segmentation& segmentation, const Header& object,
                           const Catalog& catalog) {
  const VolumeInfo* found = nullptr;
  const auto& named = segmentation.referenced_series;
  for_images(catalog, object.series->patient, [&](const SeriesInfo& series, const VolumeInfo& one) {
    // Another image than one that is named would be a guess.
    if (found != nullptr || (!named.empty() && !is_named(named, series))) return;
    if (series.frame_of_reference_uid == object.series->frame_of_reference_uid &&
        lies_on(segmentation, object.instance.pixels, one.geometry)) {
      found = &one;
    }
  });
  return found;
}

StructureImage image_of(const StructureSet::Structure& structure, const StructureSet& set,
                        const Header& object, const Catalog& catalog) {
  StructureImage best;
  Suit best_suit;
  bool other_frame = false;
  bool several = false;
  for_images(catalog, object.series->patient, [&](const SeriesInfo& series, const VolumeInfo& one) {
    const Suit suit = suit_of(structure, one);
    const bool same_frame = series.frame_of_reference_uid == structure.frame_of_reference_uid;
    const bool may_be =
        set.referenced_series.empty() ? suit.planes > 0 : is_named(set.referenced_series, series);
    if (suit.images == 0 && !(same_frame && may_be)) return;
    if (best.volume != nullptr && suit.key() <= best_suit.key()) {
      several = several || (suit.key() == best_suit.key() && !is_same_place(*best.volume, one));
      return;
    }
    best.volume = &one;
    best_suit = suit;
    other_frame = !same_frame && !structure.frame_of_reference_uid.empty() &&
                  !series.frame_of_reference_uid.empty();
    several = false;
  });
  if (best.volume == nullptr) return best;
  if (best_suit.images == 0 && !structure.images.empty()) {
    best.findings.push_back(warning(
        "The images that the contours name are not here; they are drawn on another one of the same "
        "frame of reference."));
  }
  if (other_frame) {
    best.findings.push_back(
        warning("The contours name these images, but another frame of reference than theirs."));
  }
  if (several) {
    best.findings.push_back(
        warning("More than one image suits the contours; they are drawn on the first of them."));
  }
  return best;
}

}  // namespace volvr::dicom
