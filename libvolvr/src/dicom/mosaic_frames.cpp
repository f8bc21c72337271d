// SPDX-License-Identifier: Apache-2.0
#include "dicom/mosaic_frames.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

#include <Eigen/Geometry>
#include <cmath>
#include <optional>

#include "core/text.h"
#include "dicom/siemens_csa.h"

namespace volvr::dicom {

namespace {

constexpr int most_tiles = 4096;

const DcmTagKey csa_creator(0x0029, 0x0010);
const DcmTagKey csa_image_header(0x0029, 0x1010);
const DcmTagKey uih_frames(0x0065, 0x1051);

struct Tiling {
  int count = 0;
  int side = 0;  ///< tiles along each side of the image
  int columns = 0;
  int rows = 0;
};

std::optional<Tiling> tiling_of(int count, const Elements& elements) {
  const int columns = elements.word(tag::columns).value_or(0);
  const int rows = elements.word(tag::rows).value_or(0);
  if (count < 1 || count > most_tiles) return std::nullopt;
  const int side = static_cast<int>(std::ceil(std::sqrt(static_cast<double>(count))));
  if (columns == 0 || rows == 0 || columns % side != 0 || rows % side != 0) return std::nullopt;
  return Tiling{count, side, columns / side, rows / side};
}

RawFrame tile_frame(const Elements& elements, const Tiling& tiling, int index) {
  RawFrame frame{elements, 0,
                 Tile{index % tiling.side * tiling.columns, index / tiling.side * tiling.rows,
                      tiling.columns * tiling.side, tiling.rows * tiling.side}};
  frame.elements.add_word(tag::columns, static_cast<std::uint16_t>(tiling.columns));
  frame.elements.add_word(tag::rows, static_cast<std::uint16_t>(tiling.rows));
  return frame;
}

std::vector<std::uint8_t> csa_header(DcmItem& data_set) {
  const Uint8* bytes = nullptr;
  unsigned long count = 0;
  OFString creator;
  if (data_set.findAndGetOFString(csa_creator, creator).bad() || creator != "SIEMENS CSA HEADER" ||
      data_set.findAndGetUint8Array(csa_image_header, bytes, &count).bad() || bytes == nullptr) {
    return {};
  }
  return {bytes, bytes + count};
}

std::optional<Eigen::Vector3d> vector_of(const std::vector<std::string>& texts) {
  if (texts.size() < 3) return std::nullopt;
  Eigen::Vector3d vector;
  for (int i = 0; i < 3; ++i) {
    const auto number = parse_number(texts[static_cast<std::size_t>(i)]);
    if (!number) return std::nullopt;
    vector[i] = *number;
  }
  if (std::abs(vector.norm() - 1.0) > 1e-2) return std::nullopt;
  return vector.normalized();
}

struct Place {
  Eigen::Vector3d first;  ///< position of the first slice's first pixel
  Eigen::Vector3d step;   ///< from slice to slice
};

std::optional<Place> place_of(const Elements& elements, const Tiling& tiling,
                              const Eigen::Vector3d& normal) {
  const auto p = elements.numbers(tag::image_position_patient, 3);
  const auto v = elements.numbers(tag::image_orientation_patient, 6);
  const auto spacing = elements.numbers(tag::pixel_spacing, 2);
  const auto between = elements.number(tag::spacing_between_slices);
  if (p.empty() || v.empty() || spacing.empty() || !between || *between <= 0.0) return std::nullopt;
  const Eigen::Vector3d row(v[0], v[1], v[2]);
  const Eigen::Vector3d column(v[3], v[4], v[5]);
  // The plane's own normal is the more exact one; the header's tells which way it points.
  const Eigen::Vector3d exact = row.cross(column).normalized();
  if (std::abs(exact.dot(normal)) < 0.99) return std::nullopt;
  const double beyond = 0.5 * (tiling.side - 1);
  return Place{Eigen::Vector3d(p[0], p[1], p[2]) + row * (beyond * tiling.columns * spacing[1]) +
                   column * (beyond * tiling.rows * spacing[0]),
               exact * (exact.dot(normal) > 0.0 ? *between : -*between)};
}

std::string text_of(const Eigen::Vector3d& point) {
  return number_text(point.x()) + "\\" + number_text(point.y()) + "\\" + number_text(point.z());
}

}  // namespace

std::vector<RawFrame> mosaic_frames(DcmItem& data_set, const Elements& elements,
                                    std::string& problem) {
  const std::vector<std::uint8_t> header = csa_header(data_set);
  const auto counts = csa_values(header, "NumberOfImagesInMosaic");
  const auto normal = vector_of(csa_values(header, "SliceNormalVector"));
  const auto count = counts.empty() ? std::nullopt : parse_integer(counts.front());
  if (!count || !normal) {
    problem = "it is a mosaic, and no CSA header tells how its slices lie";
    return {};
  }
  const auto tiling = tiling_of(*count, elements);
  if (!tiling) {
    problem = "it is a mosaic of " + std::to_string(*count) + " slices, which do not fit its size";
    return {};
  }
  const auto place = place_of(elements, *tiling, *normal);
  if (!place) {
    problem = "it is a mosaic without a valid position, orientation or slice spacing";
    return {};
  }
  std::vector<RawFrame> frames;
  for (int i = 0; i < tiling->count; ++i) {
    RawFrame& frame = frames.emplace_back(tile_frame(elements, *tiling, i));
    frame.elements.add_text(tag::image_position_patient, text_of(place->first + i * place->step));
  }
  return frames;
}

std::vector<RawFrame> grid_frames(DcmItem& data_set, const Elements& elements,
                                  std::string& problem) {
  DcmSequenceOfItems* sequence = nullptr;
  if (data_set.findAndGetSequence(uih_frames, sequence).bad() || sequence == nullptr) {
    problem = "it is a grid of slices, and nothing tells how they lie";
    return {};
  }
  const auto tiling = tiling_of(static_cast<int>(sequence->card()), elements);
  if (!tiling) {
    problem = "it is a grid of " + std::to_string(sequence->card()) +
              " slices, which do not fit its size";
    return {};
  }
  std::vector<RawFrame> frames;
  DcmObject* object = nullptr;
  while ((object = sequence->nextInContainer(object)) != nullptr) {
    RawFrame& frame =
        frames.emplace_back(tile_frame(elements, *tiling, static_cast<int>(frames.size())));
    auto* item = dynamic_cast<DcmItem*>(object);
    if (item == nullptr || !item->tagExists(DCM_ImagePositionPatient)) {
      problem = "it is a grid of slices, not all of which have a position";
      return {};
    }
    const auto columns = frame.elements.word(tag::columns);
    const auto rows = frame.elements.word(tag::rows);
    overlay(frame.elements, *item);
    frame.elements.add_word(tag::columns, *columns);
    frame.elements.add_word(tag::rows, *rows);
  }
  return frames;
}

}  // namespace volvr::dicom
