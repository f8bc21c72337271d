// SPDX-License-Identifier: Apache-2.0
//
// Segmentations and structure sets as label volumes: a shape that is known in millimetres must come
// out at its place, on the grid of the image that it belongs to.
#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <gtest/gtest.h>

#include <Eigen/Geometry>
#include <cmath>
#include <string>
#include <vector>

#include "dicom/expect.h"
#include "support/data.h"
#include "support/object_phantom.h"
#include "support/temporary_folder.h"
#include "volvr/load.h"

namespace volvr::test {
namespace {

namespace fs = std::filesystem;
using Polygon = std::vector<Eigen::Vector2d>;  // continuous i and j

Phantom image_phantom(bool oblique = false) {
  Phantom phantom;
  phantom.size = {41, 33, 6};
  if (oblique) {
    phantom.axes =
        Eigen::AngleAxisd(0.5, Eigen::Vector3d(1, 2, -1).normalized()).toRotationMatrix();
  }
  return phantom;
}

Phantom object_phantom(const Phantom& image, const std::string& series_uid) {
  Phantom phantom = image;
  phantom.series_uid = series_uid;
  phantom.series_number = 2;
  phantom.bits_allocated = phantom.bits_stored = 8;
  phantom.stored_value = [](int, int, int) { return std::int64_t{0}; };
  return phantom;
}

// The series that draws labels, of a folder that holds an image too or not.
SeriesInfo label_series(const fs::path& folder) {
  for (const SeriesInfo& series : scan(folder).series) {
    if (series.series_number == 2) return series;
  }
  ADD_FAILURE() << "no series of labels";
  return {};
}

// Twice the signed area of a-b-p tells the side: the winding number of a polygon around a point.
bool is_inside(const Polygon& polygon, const Eigen::Vector2d& p) {
  int winding = 0;
  for (std::size_t n = 0; n < polygon.size(); ++n) {
    const Eigen::Vector2d a = polygon[n];
    const Eigen::Vector2d b = polygon[(n + 1) % polygon.size()];
    const double side = (b.x() - a.x()) * (p.y() - a.y()) - (p.x() - a.x()) * (b.y() - a.y());
    if (a.y() <= p.y() && b.y() > p.y() && side > 0) ++winding;
    if (a.y() > p.y() && b.y() <= p.y() && side < 0) --winding;
  }
  return winding != 0;
}

struct Measures {
  double area = 0.0;  ///< mm²
  Eigen::Vector3d centroid = Eigen::Vector3d::Zero();
};

Measures measures_of_slice(const Volume& volume, int k) {
  Measures measures;
  const Eigen::Vector3d step = spacing(volume.geometry());
  int count = 0;
  for (int j = 0; j < volume.geometry().size.y(); ++j) {
    for (int i = 0; i < volume.geometry().size.x(); ++i) {
      if (value_at(volume, {i, j, k}) == 0) continue;
      ++count;
      measures.centroid += volume.geometry().patient_from_index * Eigen::Vector3d(i, j, k);
    }
  }
  measures.area = count * step.x() * step.y();
  measures.centroid /= std::max(count, 1);
  return measures;
}

struct Drawn {
  Polygon polygon;
  double k = 0.0;
};

// An asymmetric shape: a mirrored or transposed one differs everywhere.
const Polygon wedge{{5.3, 4.2}, {30.6, 6.1}, {25.4, 28.7}, {8.2, 17.9}};
const Polygon hole{{15.2, 9.6}, {22.7, 10.3}, {21.1, 17.4}};

ObjectPhantom structure_set(const Phantom& image, const std::vector<Drawn>& contours,
                            const std::string& type = "CLOSED_PLANAR") {
  ObjectPhantom object =
      plain_object(object_phantom(image, "2.25.1000.2"), "1.2.840.10008.5.1.4.1.1.481.3");
  const std::string roi = "StructureSetROISequence.";
  object.attributes = {
      {"Modality", "RTSTRUCT"},
      {roi + "ROINumber", "5"},
      {roi + "ROIName", "Liver"},
      {roi + "ReferencedFrameOfReferenceUID", image.study_uid + ".9"},
      {"ROIContourSequence.ReferencedROINumber", "5"},
      {"ReferencedFrameOfReferenceSequence.RTReferencedStudySequence.RTReferencedSeriesSequence."
       "SeriesInstanceUID",
       image.series_uid}};
  for (std::size_t n = 0; n < contours.size(); ++n) {
    const std::string path = "ROIContourSequence[0].ContourSequence[" + std::to_string(n) + "].";
    std::string data;
    for (const Eigen::Vector2d& p : contours[n].polygon) {
      data += (data.empty() ? "" : "\\") +
              decimals(patient_from_index(image) * Eigen::Vector3d(p.x(), p.y(), contours[n].k));
    }
    object.attributes[path + "ContourGeometricType"] = type;
    object.attributes[path + "NumberOfContourPoints"] = std::to_string(contours[n].polygon.size());
    object.attributes[path + "ContourData"] = data;
  }
  object.edit = [](DcmItem& item) {
    for (const DcmTagKey& tag : {DCM_PixelData, DCM_Rows, DCM_Columns, DCM_NumberOfFrames}) {
      item.findAndDeleteElement(tag);
    }
  };
  return object;
}

class structures : public testing::TestWithParam<bool> {};

TEST_P(structures, fill_what_lies_within_their_contours) {
  const Phantom image = image_phantom(GetParam());
  const TemporaryFolder folder;
  write_phantom(image, folder.path());
  write_object(structure_set(image, {{wedge, 2}, {hole, 2}, {hole, 4}}), folder.path() / "set.dcm");
  const SeriesInfo series = label_series(folder.path());
  ASSERT_EQ(series.volumes.size(), 1U);
  EXPECT_EQ(series.volumes[0].label_source->name, "Liver");
  const Volume volume = load(series);
  ASSERT_EQ(volume.geometry().size, image.size);
  expect_same_transform(volume.geometry().patient_from_index, patient_from_index(image));
  int wrong = 0;
  for (int k = 0; k < image.size.z(); ++k) {
    for (int j = 0; j < image.size.y(); ++j) {
      for (int i = 0; i < image.size.x(); ++i) {
        const bool in_hole = is_inside(hole, Eigen::Vector2d(i, j));
        const bool inside =
            k == 4 ? in_hole : k == 2 && is_inside(wedge, Eigen::Vector2d(i, j)) && !in_hole;
        if (value_at(volume, {i, j, k}) != (inside ? 5.0 : 0.0)) ++wrong;
      }
    }
  }
  EXPECT_EQ(wrong, 0);
}

TEST_P(structures, have_the_area_and_centroid_that_was_drawn) {
  Phantom image = image_phantom(GetParam());
  image.size.head<2>() = Eigen::Vector2i(200, 160);
  // 60 × 42 mm with a hole of 15 × 14 mm at one corner, in millimetres from the first pixel.
  const auto box = [&](double x0, double y0, double x1, double y1) {
    const Eigen::Vector2d s = image.spacing.head<2>();
    return Polygon{{x0 / s.x(), y0 / s.y()},
                   {x1 / s.x(), y0 / s.y()},
                   {x1 / s.x(), y1 / s.y()},
                   {x0 / s.x(), y1 / s.y()}};
  };
  const TemporaryFolder folder;
  write_phantom(image, folder.path());
  write_object(
      structure_set(image, {{box(20.1, 30.2, 80.1, 72.2), 3}, {box(25.1, 35.2, 40.1, 49.2), 3}}),
      folder.path() / "set.dcm");
  const Measures found = measures_of_slice(load(label_series(folder.path())), 3);
  const double whole = 60.0 * 42.0;
  const double cut = 15.0 * 14.0;
  EXPECT_NEAR(found.area, whole - cut, 0.01 * whole);
  const Eigen::Vector2d centre =
      (whole * Eigen::Vector2d(50.1, 51.2) - cut * Eigen::Vector2d(32.6, 42.2)) / (whole - cut);
  const Eigen::Vector3d expected = image.origin + image.axes.leftCols<2>() * centre +
                                   image.axes.col(2) * (3 * image.spacing.z());
  EXPECT_LT((found.centroid - expected).norm(), 0.3);
}

INSTANTIATE_TEST_SUITE_P(images, structures, testing::Bool(), [](const auto& instance) {
  return std::string(instance.param ? "oblique" : "axial");
});

TEST(structures, contours_beyond_the_image_are_said) {
  const Phantom image = image_phantom();
  const TemporaryFolder folder;
  write_phantom(image, folder.path());
  write_object(structure_set(image, {{wedge, 2}, {wedge, 7}, {wedge, -3}}),
               folder.path() / "set.dcm");
  const Volume volume = load(label_series(folder.path()));
  EXPECT_TRUE(
      has_finding(volume.provenance().findings, FindingCode::label_volume, Severity::warning));
  EXPECT_GT(measures_of_slice(volume, 2).area, 0.0);
  EXPECT_EQ(measures_of_slice(volume, 0).area, 0.0);
  EXPECT_EQ(measures_of_slice(volume, 5).area, 0.0);
}

// The contours' own images: (series, slice) of each contour.
void name_images(ObjectPhantom& object, const std::vector<std::string>& sop_instance_uids) {
  for (std::size_t n = 0; n < sop_instance_uids.size(); ++n) {
    object.attributes["ROIContourSequence[0].ContourSequence[" + std::to_string(n) +
                      "].ContourImageSequence.ReferencedSOPInstanceUID"] = sop_instance_uids[n];
  }
}

TEST(structures, are_drawn_on_the_images_that_their_contours_name) {
  const Phantom image = image_phantom();
  Phantom finer = image;  // of the same frame of reference, and scanned first
  finer.series_uid = "2.25.1000.0";
  finer.series_number = 0;
  finer.spacing.z() /= 2;
  finer.size.z() *= 2;
  const std::string other = "ReferencedFrameOfReferenceSequence.RTReferencedStudySequence."
                            "RTReferencedSeriesSequence[1].SeriesInstanceUID";
  for (const Phantom& drawn_on : {image, finer}) {
    const TemporaryFolder folder;
    write_phantom(image, folder.path() / "a");
    write_phantom(finer, folder.path() / "b");
    ObjectPhantom object = structure_set(image, {{wedge, 2}, {wedge, 3}});
    object.attributes[other] = finer.series_uid;
    const int step = drawn_on.size.z() / image.size.z();
    name_images(object, {drawn_on.series_uid + "." + std::to_string(2 * step + 1),
                         drawn_on.series_uid + "." + std::to_string(3 * step + 1)});
    write_object(object, folder.path() / "set.dcm");
    const VolumeInfo label = label_series(folder.path()).volumes.at(0);
    EXPECT_EQ(label.geometry.size, drawn_on.size);
    EXPECT_EQ(label.slices.front().sop_instance_uid, drawn_on.series_uid + ".1");
  }
}

TEST(structures, are_drawn_on_the_volume_that_they_name_of_a_series_of_several) {
  Phantom image = image_phantom();
  image.modality = "MR";
  image.size.z() = 8;
  // Two echoes of the same four slices.
  const double back = 4 * image.spacing.z();
  image.edit = [back](PhantomSlice& slice) {
    slice.attributes["EchoTime"] = slice.k < 4 ? "2" : "5";
    if (slice.k >= 4) slice.position.z() -= back;
  };
  for (const int echo : {0, 1}) {
    const TemporaryFolder folder;
    write_phantom(image, folder.path());
    ObjectPhantom object = structure_set(image, {{wedge, 1}});
    name_images(object, {image.series_uid + "." + std::to_string(4 * echo + 2)});
    write_object(object, folder.path() / "set.dcm");
    const SeriesInfo series = label_series(folder.path());
    ASSERT_TRUE(is_loadable(series.volumes.at(0)));
    EXPECT_EQ(series.volumes[0].slices.front().sop_instance_uid,
              image.series_uid + "." + std::to_string(4 * echo + 1));
    EXPECT_GT(measures_of_slice(load(series), 1).area, 0.0);
  }
}

TEST(structures, on_every_second_slice_leave_gaps_that_are_told_and_not_filled) {
  const Phantom image = image_phantom();
  const TemporaryFolder folder;
  write_phantom(image, folder.path());
  write_object(structure_set(image, {{wedge, 0}, {wedge, 2}, {wedge, 4}}),
               folder.path() / "set.dcm");
  const SeriesInfo series = label_series(folder.path());
  bool said = false;
  for (const Finding& finding : series.volumes.at(0).findings) {
    said = said || (finding.severity == Severity::warning &&
                    finding.message.find("every second slice only: 2 of the 5 slices") !=
                        std::string::npos);
  }
  EXPECT_TRUE(said);
  const Volume volume = load(series);
  for (const int k : {0, 2, 4}) EXPECT_GT(measures_of_slice(volume, k).area, 0.0) << k;
  for (const int k : {1, 3}) EXPECT_EQ(measures_of_slice(volume, k).area, 0.0) << k;
}

TEST(structures, between_slices_do_not_wipe_out_those_on_them) {
  const Phantom image = image_phantom();
  const TemporaryFolder folder;
  write_phantom(image, folder.path());
  write_object(structure_set(image, {{wedge, 2}, {wedge, 2.3}, {wedge, 1.7}}),
               folder.path() / "set.dcm");
  const Volume volume = load(label_series(folder.path()));
  int wrong = 0;
  for (int j = 0; j < image.size.y(); ++j) {
    for (int i = 0; i < image.size.x(); ++i) {
      const bool inside = is_inside(wedge, Eigen::Vector2d(i, j));
      if (value_at(volume, {i, j, 2}) != (inside ? 5.0 : 0.0)) ++wrong;
    }
  }
  EXPECT_EQ(wrong, 0);
  bool said = false;
  for (const Finding& finding : volume.provenance().findings) {
    said = said || finding.message.starts_with("2 contours between the image's slices");
  }
  EXPECT_TRUE(said);
}

TEST(structures, whose_number_is_no_value_are_drawn_as_1) {
  const Phantom image = image_phantom();
  const TemporaryFolder folder;
  write_phantom(image, folder.path());
  ObjectPhantom object = structure_set(image, {{wedge, 2}});
  object.attributes["StructureSetROISequence.ROINumber"] = "0";
  object.attributes["ROIContourSequence.ReferencedROINumber"] = "0";
  write_object(object, folder.path() / "set.dcm");
  const SeriesInfo series = label_series(folder.path());
  EXPECT_TRUE(
      has_finding(series.volumes.at(0).findings, FindingCode::label_volume, Severity::warning));
  EXPECT_EQ(statistics(load(series)).maximum, 1.0);
}

// A second structure beside the wedge, or over it.
TEST(structures, are_joined_where_they_do_not_overlap) {
  const Polygon beside{{32.2, 20.1}, {39.7, 20.9}, {36.4, 30.2}};
  for (const bool overlap : {false, true}) {
    const Phantom image = image_phantom();
    const TemporaryFolder folder;
    write_phantom(image, folder.path());
    ObjectPhantom object = structure_set(image, {{wedge, 2}});
    const ObjectPhantom second = structure_set(image, {{overlap ? hole : beside, 2}});
    for (const auto& [path, value] : second.attributes) {
      std::string to = path;
      for (const std::string name : {"StructureSetROISequence", "ROIContourSequence"}) {
        if (!to.starts_with(name)) continue;
        to.erase(name.size(), to[name.size()] == '[' ? 3 : 0).insert(name.size(), "[1]");
        object.attributes[to] = value == "5" ? "300" : value;
      }
    }
    write_object(object, folder.path() / "set.dcm");
    const SeriesInfo series = label_series(folder.path());
    ASSERT_EQ(series.volumes.size(), 3U);
    EXPECT_EQ(series.volumes[2].label, "all 2 structures");
    const auto& table = series.volumes[2].label_source->joined;
    ASSERT_EQ(table.size(), 2U);
    EXPECT_EQ(table[0].value, 5);
    EXPECT_EQ(table[1].value, 300);
    EXPECT_EQ(table[1].name, "Liver");
    const Volume volume = load(series, {.volume = 2});
    EXPECT_EQ(volume.type(), VoxelType::uint16);
    int wrong = 0;
    for (int j = 0; j < image.size.y(); ++j) {
      for (int i = 0; i < image.size.x(); ++i) {
        const Eigen::Vector2d at(i, j);
        const double expected = overlap ? 0.0 : is_inside(wedge, at) ? 5.0
                                          : is_inside(beside, at)    ? 300.0
                                                                     : 0.0;
        if (value_at(volume, {i, j, 2}) != expected) ++wrong;
      }
    }
    EXPECT_EQ(wrong, 0);
    bool said = false;
    for (const Finding& finding : volume.provenance().findings) {
      said = said || finding.message.starts_with("The labels 5, 300 overlap");
    }
    EXPECT_EQ(said, overlap);
    EXPECT_GT(statistics(load(series, {.volume = 1})).maximum, 299.0);
  }
}

TEST(structures, contours_across_slices_are_refused) {
  const Phantom image = image_phantom();
  const TemporaryFolder folder;
  write_phantom(image, folder.path());
  ObjectPhantom object = structure_set(image, {{wedge, 2}});
  object.attributes["ROIContourSequence[0].ContourSequence[0].ContourData"] =
      "-95\\-70\\13\\-80\\-70\\15\\-80\\-60\\19";
  write_object(object, folder.path() / "set.dcm");
  const SeriesInfo series = label_series(folder.path());
  EXPECT_EQ(error_of([&] { load(series); }).code(), ErrorCode::unsupported);
}

TEST(structures, without_their_image_or_a_closed_contour_are_refused) {
  const Phantom image = image_phantom();
  const TemporaryFolder alone;
  write_object(structure_set(image, {{wedge, 2}}), alone.path() / "set.dcm");
  const SeriesInfo series = label_series(alone.path());
  EXPECT_EQ(error_of([&] { load(series); }).code(), ErrorCode::missing_geometry);

  const TemporaryFolder points;
  write_phantom(image, points.path());
  write_object(structure_set(image, {{wedge, 2}}, "POINT"), points.path() / "set.dcm");
  EXPECT_FALSE(is_loadable(label_series(points.path()).volumes.at(0)));
}

TEST(structures, the_image_of_another_patient_is_not_drawn_on) {
  Phantom image = image_phantom();
  const TemporaryFolder folder;
  ObjectPhantom object = structure_set(image, {{wedge, 2}});
  image.patient_id = "PHANTOM-2";
  write_phantom(image, folder.path());
  write_object(object, folder.path() / "set.dcm");
  EXPECT_FALSE(is_loadable(label_series(folder.path()).volumes.at(0)));
}

// Segment 1 fills the wedge on slices 1 to 3, segment 2 the hole's shape on slice 3.
struct SegmentFrame {
  int segment = 1;
  int k = 0;
};
const std::vector<SegmentFrame> segment_frames{{1, 3}, {2, 3}, {1, 1}, {1, 2}};

bool is_in_segment(int segment, int i, int j) {
  return is_inside(segment == 1 ? wedge : hole, Eigen::Vector2d(i, j));
}

ObjectPhantom segmentation(const Phantom& image, bool fractional) {
  ObjectPhantom object = enhanced_object(image);
  object.phantom = object_phantom(image, "2.25.1000.2");
  object.sop_class_uid = "1.2.840.10008.5.1.4.1.1.66.4";
  for (auto it = object.shared.begin(); it != object.shared.end();) {
    it = it->first.starts_with("PixelValueT") ? object.shared.erase(it) : std::next(it);
  }
  std::vector<ObjectFrame> frames;
  for (const SegmentFrame& one : segment_frames) {
    ObjectFrame frame = object.frames[static_cast<std::size_t>(one.k)];
    frame.groups["SegmentIdentificationSequence.ReferencedSegmentNumber"] =
        std::to_string(one.segment);
    frames.push_back(frame);
  }
  object.frames = frames;
  object.attributes = {{"Modality", "SEG"},
                       {"SegmentationType", fractional ? "FRACTIONAL" : "BINARY"},
                       {"SegmentSequence[0].SegmentNumber", "1"},
                       {"SegmentSequence[0].SegmentLabel", "wedge"},
                       {"SegmentSequence[1].SegmentNumber", "2"},
                       {"SegmentSequence[1].SegmentLabel", "core"},
                       {"ReferencedSeriesSequence.SeriesInstanceUID", image.series_uid}};
  if (fractional) {
    object.attributes["SegmentationFractionalType"] = "PROBABILITY";
    object.attributes["MaximumFractionalValue"] = "200";
  } else {
    object.attributes["BitsAllocated"] = "1";
    object.attributes["BitsStored"] = "1";
    object.attributes["HighBit"] = "0";
  }
  object.edit = [image, fractional](DcmItem& item) {
    std::vector<Uint8> bytes;
    std::size_t bit = 0;
    for (const SegmentFrame& one : segment_frames) {
      for (int j = 0; j < image.size.y(); ++j) {
        for (int i = 0; i < image.size.x(); ++i, ++bit) {
          const bool inside = is_in_segment(one.segment, i, j);
          if (fractional) {
            bytes.push_back(static_cast<Uint8>(inside ? 50 + i : 0));
            continue;
          }
          if (bit / 8 == bytes.size()) bytes.push_back(0);
          if (inside) bytes.back() = static_cast<Uint8>(bytes.back() | 1U << (bit % 8));
        }
      }
    }
    if (bytes.size() % 2 != 0) bytes.push_back(0);
    item.putAndInsertUint8Array(DCM_PixelData, bytes.data(),
                                static_cast<unsigned long>(bytes.size()));
  };
  return object;
}

// The volume's slice k shows the image's slice k + shift.
void expect_segment(const Volume& volume, int segment, bool fractional, int shift) {
  int wrong = 0;
  for (int k = 0; k < volume.geometry().size.z(); ++k) {
    const int at = k + shift;
    const bool drawn = segment == 1 ? at >= 1 && at <= 3 : at == 3;
    for (int j = 0; j < volume.geometry().size.y(); ++j) {
      for (int i = 0; i < volume.geometry().size.x(); ++i) {
        const double full = fractional ? (50 + i) / 200.0 : segment;
        const double expected = drawn && is_in_segment(segment, i, j) ? full : 0.0;
        if (std::abs(value_at(volume, {i, j, k}) - expected) > 1e-6) ++wrong;
      }
    }
  }
  EXPECT_EQ(wrong, 0) << "segment " << segment;
}

struct SegCase {
  bool fractional = false;
  bool oblique = false;
};

class segments : public testing::TestWithParam<SegCase> {};

TEST_P(segments, lie_on_the_grid_of_their_image) {
  const Phantom image = image_phantom(GetParam().oblique);
  const TemporaryFolder folder;
  write_phantom(image, folder.path());
  write_object(segmentation(image, GetParam().fractional), folder.path() / "seg.dcm");
  const SeriesInfo series = label_series(folder.path());
  ASSERT_EQ(series.volumes.size(), GetParam().fractional ? 2U : 3U);
  EXPECT_EQ(series.volumes[1].label_source->name, "core");
  for (int segment : {1, 2}) {
    const Volume volume = load(series, {.volume = static_cast<std::size_t>(segment - 1)});
    ASSERT_EQ(volume.geometry().size, image.size);
    expect_same_transform(volume.geometry().patient_from_index, patient_from_index(image));
    expect_segment(volume, segment, GetParam().fractional, 0);
  }
}

TEST_P(segments, without_their_image_lie_on_a_grid_of_their_own) {
  const Phantom image = image_phantom(GetParam().oblique);
  const TemporaryFolder folder;
  write_object(segmentation(image, GetParam().fractional), folder.path() / "seg.dcm");
  const SeriesInfo series = label_series(folder.path());
  ASSERT_EQ(series.volumes.size(), GetParam().fractional ? 2U : 3U);
  Phantom expected = image;
  expected.origin = patient_from_index(image) * Eigen::Vector3d(0, 0, 1);
  for (int segment : {1, 2}) {
    const Volume volume = load(series, {.volume = static_cast<std::size_t>(segment - 1)});
    ASSERT_EQ(volume.geometry().size, Eigen::Vector3i(image.size.x(), image.size.y(), 3));
    EXPECT_LT(
        (volume.geometry().patient_from_index.matrix() - patient_from_index(expected).matrix())
            .cwiseAbs()
            .maxCoeff(),
        1e-6);
    expect_segment(volume, segment, GetParam().fractional, 1);
  }
}

INSTANTIATE_TEST_SUITE_P(kinds, segments,
                         testing::Values(SegCase{false, false}, SegCase{false, true},
                                         SegCase{true, false}, SegCase{true, true}),
                         [](const auto& instance) {
                           return std::string(instance.param.fractional ? "fractional" : "binary") +
                                  (instance.param.oblique ? "_oblique" : "");
                         });

TEST(segments, that_lie_between_the_image_s_pixels_get_a_grid_of_their_own) {
  const Phantom image = image_phantom();
  Phantom shifted = image;
  shifted.origin.x() += 0.4 * image.spacing.x();
  const TemporaryFolder folder;
  write_phantom(image, folder.path());
  write_object(segmentation(shifted, false), folder.path() / "seg.dcm");
  const Volume volume = load(label_series(folder.path()));
  EXPECT_NEAR(volume.geometry().patient_from_index.translation().x(), shifted.origin.x(), 1e-9);
  expect_segment(volume, 1, false, 1);
}

TEST(segments, that_overlap_are_left_out_of_the_joined_map_and_kept_alone) {
  const Phantom image = image_phantom();
  const TemporaryFolder folder;
  write_phantom(image, folder.path());
  write_object(segmentation(image, false), folder.path() / "seg.dcm");
  const SeriesInfo series = label_series(folder.path());
  ASSERT_EQ(series.volumes.size(), 3U);
  const Volume joined = load(series, {.volume = 2});
  EXPECT_EQ(statistics(joined).maximum, 0.0);
  EXPECT_TRUE(
      has_finding(joined.provenance().findings, FindingCode::label_volume, Severity::warning));
  expect_segment(load(series, {.volume = 0}), 1, false, 0);
}

// A label map (Supplement 243): one frame a plane, whose values are segment numbers; the wedge and
// within it the core, and one value that no segment describes.
ObjectPhantom label_map(const Phantom& image, int bits) {
  ObjectPhantom object = segmentation(image, false);
  object.sop_class_uid = "1.2.840.10008.5.1.4.1.1.66.7";
  const ObjectPhantom planes = enhanced_object(image);
  object.frames.clear();
  for (const int k : {2, 1, 3}) object.frames.push_back(planes.frames[static_cast<std::size_t>(k)]);
  object.attributes["SegmentationType"] = "LABELMAP";
  object.attributes["SegmentSequence[1].SegmentNumber"] = bits == 16 ? "700" : "2";
  object.attributes["SegmentSequence[2].SegmentNumber"] = "0";
  object.attributes["SegmentSequence[2].SegmentLabel"] = "background";
  object.attributes["BitsAllocated"] = object.attributes["BitsStored"] = std::to_string(bits);
  object.attributes["HighBit"] = std::to_string(bits - 1);
  object.edit = [image, bits](DcmItem& item) {
    std::vector<Uint8> bytes;
    for (const int k : {2, 1, 3}) {
      for (int j = 0; j < image.size.y(); ++j) {
        for (int i = 0; i < image.size.x(); ++i) {
          int value = is_in_segment(1, i, j) ? 1 : 0;
          if (k == 3 && is_in_segment(2, i, j)) value = bits == 16 ? 700 : 2;
          if (i == 0 && j == 0) value = 9;
          bytes.push_back(static_cast<Uint8>(value));
          if (bits == 16) bytes.push_back(static_cast<Uint8>(value >> 8));
        }
      }
    }
    if (bytes.size() % 2 != 0) bytes.push_back(0);
    item.putAndInsertUint8Array(DCM_PixelData, bytes.data(),
                                static_cast<unsigned long>(bytes.size()));
  };
  return object;
}

TEST(segments, of_a_label_map_are_volumes_and_a_map) {
  for (const int bits : {8, 16}) {
    const Phantom image = image_phantom(bits == 16);
    const TemporaryFolder folder;
    write_phantom(image, folder.path());
    write_object(label_map(image, bits), folder.path() / "seg.dcm");
    const SeriesInfo series = label_series(folder.path());
    ASSERT_EQ(series.volumes.size(), 3U) << bits;
    const double core = bits == 16 ? 700.0 : 2.0;
    EXPECT_EQ(series.volumes[2].label_source->joined.size(), 2U);
    const std::vector<Volume> volumes{load(series, {.volume = 0}), load(series, {.volume = 1}),
                                      load(series, {.volume = 2})};
    EXPECT_EQ(volumes[0].type(), VoxelType::uint8);
    EXPECT_EQ(volumes[2].type(), bits == 16 ? VoxelType::uint16 : VoxelType::uint8);
    int wrong = 0;
    for (int k = 0; k < image.size.z(); ++k) {
      for (int j = 0; j < image.size.y(); ++j) {
        for (int i = 0; i < image.size.x(); ++i) {
          const bool in_core = k == 3 && is_in_segment(2, i, j);
          const bool in_wedge = k >= 1 && k <= 3 && is_in_segment(1, i, j) && !in_core;
          const double joined = in_core ? core : in_wedge ? 1.0 : 0.0;
          if (value_at(volumes[0], {i, j, k}) != (in_wedge ? 1.0 : 0.0)) ++wrong;
          if (value_at(volumes[1], {i, j, k}) != (in_core ? core : 0.0)) ++wrong;
          if (value_at(volumes[2], {i, j, k}) != joined) ++wrong;
        }
      }
    }
    EXPECT_EQ(wrong, 0) << bits;
    bool said = false;
    for (const Finding& finding : volumes[2].provenance().findings) {
      said = said || finding.message.starts_with("1 value of the map belong");
    }
    EXPECT_TRUE(said);
  }
}

TEST(segments, a_slab_is_cut_out_at_its_place) {
  const Phantom image = image_phantom();
  const TemporaryFolder folder;
  write_phantom(image, folder.path());
  write_object(segmentation(image, false), folder.path() / "seg.dcm");
  const Volume slab = load(label_series(folder.path()), {.first_slice = 2, .slice_count = 3});
  EXPECT_EQ(slab.geometry().size.z(), 3);
  EXPECT_LT((slab.geometry().patient_from_index.translation() -
             patient_from_index(image) * Eigen::Vector3d(0, 0, 2))
                .norm(),
            1e-9);
  expect_segment(slab, 1, false, 2);
}

TEST(segments, of_a_real_liver_lie_on_their_image) {
  VOLVR_SHARED_SET_OR_SKIP(image, "ct_3slice_with_seg_dcmqi");
  VOLVR_SHARED_SET_OR_SKIP(others, "nonimage_public");
  const Catalog catalog = scan(std::vector<fs::path>{image, others / "liver.dcm"});
  const VolumeInfo* ct = nullptr;
  const SeriesInfo* seg = nullptr;
  for (const SeriesInfo& series : catalog.series) {
    if (series.modality == "SEG") seg = &series;
    if (series.modality == "CT") ct = &series.volumes.at(0);
  }
  ASSERT_TRUE(ct != nullptr && seg != nullptr);
  const Volume volume = load(*seg);
  EXPECT_EQ(volume.geometry().size, ct->geometry.size);
  expect_same_transform(volume.geometry().patient_from_index, ct->geometry.patient_from_index);
  EXPECT_GT(statistics(volume).mean, 0.0);
}

}  // namespace
}  // namespace volvr::test
