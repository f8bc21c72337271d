// SPDX-License-Identifier: Apache-2.0
// Segments as one map with names and colours.
#include <gtest/gtest.h>

#include <algorithm>

#include "dicom/label_colours.h"
#include "support/data.h"
#include "support/segmentation_phantom.h"
#include "support/temporary_folder.h"
#include "volvr/error.h"
#include "volvr/layers.h"

namespace volvr::test {
namespace {

namespace fs = std::filesystem;

Phantom an_image() {
  Phantom phantom;
  phantom.size = {21, 17, 5};
  return phantom;
}

bool in_first(int i, int j, int k) {
  return i < 9 && j > 3 && k > 0;
}
bool in_second(int i, int j, int k) {
  return i > 12 && j < 14 && k < 4;
}
bool in_third(int i, int j, int k) {
  return i > 6 && i < 15 && j == 8 && k == 2;
}

SeriesInfo written(const std::vector<SegmentPhantom>& segments, const fs::path& folder,
                   int fraction = 0) {
  const Phantom image = an_image();
  write_phantom(image, folder);
  write_object(segmentation_of(image, segments, fraction), folder / "seg.dcm");
  for (const SeriesInfo& series : scan(folder).series) {
    if (series.modality == "SEG") return series;
  }
  ADD_FAILURE() << "no series of labels";
  return {};
}

bool is_warned(const Labels& labels, const std::string& words) {
  return std::ranges::any_of(labels.volume.provenance().findings, [&](const Finding& finding) {
    return finding.severity == Severity::warning &&
           finding.message.find(words) != std::string::npos;
  });
}

// `number(i, j, k)` tells the label of each voxel.
template <class F>
void expect_labels(const Labels& labels, const F& number) {
  ASSERT_EQ(labels.volume.geometry().size, an_image().size);
  int wrong = 0;
  for (int k = 0; k < 5; ++k) {
    for (int j = 0; j < 17; ++j) {
      for (int i = 0; i < 21; ++i) {
        if (value_at(labels.volume, {i, j, k}) != number(i, j, k)) ++wrong;
      }
    }
  }
  EXPECT_EQ(wrong, 0);
}

// White, and the ICC's values of sRGB's primaries under D50.
TEST(LabelColours, AreConvertedFromCielab) {
  const auto encoded = [](double l, double a, double b) {
    return dicom::rgb_of_cielab(
        static_cast<std::uint16_t>(std::lround(l / 100.0 * 65535.0)),
        static_cast<std::uint16_t>(std::lround((a + 128.0) / 255.0 * 65535.0)),
        static_cast<std::uint16_t>(std::lround((b + 128.0) / 255.0 * 65535.0)));
  };
  EXPECT_LT((encoded(100, 0, 0) - Eigen::Vector3d::Ones()).norm(), 0.01);
  EXPECT_LT(encoded(0, 0, 0).norm(), 0.01);
  EXPECT_LT((encoded(54.29, 80.81, 69.89) - Eigen::Vector3d(1, 0, 0)).norm(), 0.02);
  EXPECT_LT((encoded(87.82, -79.27, 80.99) - Eigen::Vector3d(0, 1, 0)).norm(), 0.02);
  EXPECT_LT((encoded(29.57, 68.30, -112.03) - Eigen::Vector3d(0, 0, 1)).norm(), 0.02);
  const Eigen::Vector3d grey = encoded(53.585, 0, 0);
  EXPECT_LT((grey - Eigen::Vector3d::Constant(0.5019)).norm(), 0.01);
}

TEST(LoadLabels, GivesNamesColoursAndOneMap) {
  const TemporaryFolder folder;
  const Labels labels = load_labels(written(
      {{3, "left", in_first, {{35579, 53665, 50857}}}, {700, "right", in_second}}, folder.path()));
  ASSERT_EQ(labels.styles.size(), 2U);
  EXPECT_EQ(labels.styles[0].label, 3);
  EXPECT_EQ(labels.styles[0].name, "left");
  EXPECT_LT((labels.styles[0].rgb - Eigen::Vector3d(1, 0, 0)).norm(), 0.05);
  EXPECT_EQ(labels.styles[1].label, 700);
  EXPECT_EQ(labels.styles[1].rgb, label_colour(700));
  EXPECT_FALSE(is_warned(labels, ""));
  expect_labels(labels, [](int i, int j, int k) {
    return in_first(i, j, k) ? 3 : in_second(i, j, k) ? 700 : 0;
  });
}

TEST(LoadLabels, TakesTheHighestNumberOfThoseThatOverlap) {
  const TemporaryFolder folder;
  const Labels labels = load_labels(written(
      {{5, "bar", in_third}, {1, "left", in_first}, {2, "right", in_second}}, folder.path()));
  ASSERT_EQ(labels.styles.size(), 3U);
  EXPECT_EQ(labels.styles[2].name, "bar");
  EXPECT_TRUE(is_warned(labels, "belong to several labels"));
  EXPECT_FALSE(is_warned(labels, "left out")) << "they are not";
  expect_labels(labels, [](int i, int j, int k) {
    return in_third(i, j, k) ? 5 : in_second(i, j, k) ? 2 : in_first(i, j, k) ? 1 : 0;
  });
}

TEST(LoadLabels, TakesASingleSegment) {
  const TemporaryFolder folder;
  const Labels labels = load_labels(written({{9, "only", in_second}}, folder.path()));
  ASSERT_EQ(labels.styles.size(), 1U);
  expect_labels(labels, [](int i, int j, int k) { return in_second(i, j, k) ? 9 : 0; });
}

TEST(LoadLabels, TakesFractionsOfAHalfForWhole) {
  for (const int fraction : {99, 100}) {
    const TemporaryFolder folder;
    const Labels labels =
        load_labels(written({{1, "a", in_first}, {2, "b", in_second}}, folder.path(), fraction));
    EXPECT_TRUE(is_warned(labels, "fractions"));
    expect_labels(labels, [&](int i, int j, int k) {
      if (fraction < 100) return 0;
      return in_first(i, j, k) ? 1 : in_second(i, j, k) ? 2 : 0;
    });
  }
}

TEST(LoadLabels, RefusesASeriesOfImages) {
  const TemporaryFolder folder;
  write_phantom(an_image(), folder.path());
  try {
    load_labels(scan(folder.path()).series.at(0));
    FAIL() << "labels of nothing";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
  }
}

TEST(LoadLabels, OfARealLiverHasItsColour) {
  VOLVR_SHARED_SET_OR_SKIP(image, "ct_3slice_with_seg_dcmqi");
  VOLVR_SHARED_SET_OR_SKIP(others, "nonimage_public");
  for (const SeriesInfo& series : scan(std::vector<fs::path>{image, others / "liver.dcm"}).series) {
    if (series.modality != "SEG") continue;
    const Labels labels = load_labels(series);
    ASSERT_FALSE(labels.styles.empty());
    EXPECT_FALSE(labels.styles[0].name.empty());
    EXPECT_GT(statistics(labels.volume).mean, 0.0);
    return;
  }
  FAIL() << "no segmentation";
}

}  // namespace
}  // namespace volvr::test
