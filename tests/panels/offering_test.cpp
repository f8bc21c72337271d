// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "panel_model.h"
#include "panels/canvas_test_base.h"
#include "volvr/viewer.h"

namespace volvr::test {
namespace {

// A block of one value within nothing.
Volume block(int size, float value) {
  GridGeometry grid;
  grid.size = Eigen::Vector3i::Constant(size);
  const auto count = static_cast<std::size_t>(size * size * size);
  const auto buffer = allocate_voxels(count * sizeof(float));
  auto* values = static_cast<float*>(buffer.get());
  std::fill_n(values, count, 0.0f);
  std::fill_n(values + count / 4, count / 2, value);
  return {grid, VoxelType::float32, buffer};
}

OfferedSeries offered(std::string title, int size) {
  OfferedSeries series;
  series.title = std::move(title);
  series.load = [size](const ProgressSink& progress) {
    if (!progress({"loading", 1, 2, "slices"})) throw Error(ErrorCode::cancelled, "Stopped.");
    return Phases{{block(size, 100.0f)}, {}};
  };
  return series;
}

class Offering : public testing::Test {
 protected:
  void SetUp() override {
    try {
      viewer_ = std::make_unique<Viewer>(
          Display::offscreen,
          ViewerOptions{.width = 64, .height = 64, .on_message = [this](std::string_view sentence) {
                          said_.emplace_back(sentence);
                        }});
    } catch (const Error& error) {
      GTEST_SKIP() << error.what();
    }
    viewer_->show(block(16, 50.0f));
  }

  void run(const std::vector<std::string>& sentences) {
    std::vector<Command> commands;
    for (const std::string& sentence : sentences) commands.push_back(parse_command(sentence));
    viewer_->enqueue(commands);
    viewer_->run();
  }

  std::unique_ptr<Viewer> viewer_;
  std::vector<std::string> said_;
};

TEST_F(Offering, AnotherSeriesIsShownWhenItIsWhole) {
  viewer_->offer({offered("one", 16), offered("two", 24)}, 1);
  run({"panel open", "technique mip", "series 2"});
  EXPECT_EQ(viewer_->state().technique, Technique::composite) << "as a study is first shown";
  EXPECT_TRUE(viewer_->state().panel) << "the reader's panel stays open";
}

TEST_F(Offering, TheOldStudyStaysWhereAnotherCannotBeLoaded) {
  OfferedSeries broken;
  broken.title = "broken";
  broken.load = [](const ProgressSink&) -> Phases {
    throw Error(ErrorCode::malformed, "Slices are missing.");
  };
  viewer_->offer({offered("one", 16), broken}, 1);
  run({"technique mip", "series 2"});
  EXPECT_EQ(viewer_->state().technique, Technique::mip);
  EXPECT_THAT(said_, testing::Contains("Slices are missing."));
}

TEST_F(Offering, ThereIsNoSeriesBeyondThoseThatWereOffered) {
  EXPECT_THROW(viewer_->execute("series 1"), Error);
  viewer_->offer({offered("one", 16)}, 1);
  EXPECT_THROW(viewer_->execute("series 2"), Error);
  EXPECT_NO_THROW(viewer_->execute("series 1"));
}

TEST_F(Offering, SettingsAreCheckedWhenTheyAreSet) {
  EXPECT_NO_THROW(viewer_->execute("set render.step 1"));
  EXPECT_THROW(viewer_->execute("set render.step 100"), Error);
  EXPECT_THROW(viewer_->execute("set render.stp 1"), Error);
  viewer_->execute("set dicom.depth 32");
  ASSERT_FALSE(said_.empty());
  EXPECT_THAT(said_.back(), testing::HasSubstr("started"));
}

TEST(PanelModels, TellWhoAndWhatWithoutMixingThem) {
  auto provenance = std::make_shared<Provenance>();
  provenance->series.patient = {"Doe^Jane", "4711", "", "19600101", "F"};
  provenance->series.modality = "CT";
  provenance->series.series_number = 3;
  provenance->series.series_description = "Doe chest";
  const Volume plain = block(8, 300.0f);
  const Volume volume(plain.geometry(), plain.type(), plain.buffer(), 1, "HU", provenance);
  EXPECT_EQ(patient_line(volume), "Doe Jane, born 19600101, F, ID 4711");
  EXPECT_EQ(series_line(volume), "CT, series 3, 8 × 8 × 8");
  const auto facts = study_facts(volume, first_state(volume));
  EXPECT_EQ(facts->lowest, 0.0);
  EXPECT_EQ(facts->highest, 300.0);
  EXPECT_EQ(facts->unit, "HU");
  ASSERT_FALSE(facts->histogram.empty());
  EXPECT_FLOAT_EQ(facts->histogram.front(), 1.0f) << "half of the voxels are 0";
  EXPECT_FLOAT_EQ(facts->histogram.back(), 1.0f) << "and half are 300";
  EXPECT_EQ(facts->histogram[40], 0.0f);
  EXPECT_EQ(facts->presets.size(), presets_for("CT").size());
}

}  // namespace
}  // namespace volvr::test
