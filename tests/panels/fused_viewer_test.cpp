// SPDX-License-Identifier: Apache-2.0
// A viewer that shows layers and labels with a study: what it checks, and what it says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "panel_model.h"
#include "panels/canvas_test_base.h"
#include "volvr/error.h"
#include "volvr/viewer.h"

namespace volvr::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// A block of one value within nothing, of a patient and a study.
Volume block(float value, const std::string& patient = "A", const std::string& study = "2.25.1") {
  GridGeometry grid;
  grid.size = Eigen::Vector3i::Constant(16);
  const std::size_t count = 16 * 16 * 16;
  const auto buffer = allocate_voxels(count * sizeof(float));
  auto* values = static_cast<float*>(buffer.get());
  std::fill_n(values, count, 0.0f);
  std::fill_n(values + count / 4, count / 2, value);
  auto provenance = std::make_shared<Provenance>();
  provenance->series.modality = "PT";
  provenance->series.series_number = 7;
  provenance->series.series_instance_uid = "2.25.9";
  provenance->series.frame_of_reference_uid = "2.25.8";
  provenance->series.study.study_instance_uid = study;
  provenance->series.patient.patient_id = patient;
  return {grid, VoxelType::float32, buffer, 1, "g/ml", provenance};
}

Fused with(const Volume& layer) {
  Fused fused{.layers = {{.volume = layer, .appearance = find_preset("pet-hot")}}};
  fused.labels = Labels{.volume = block(3.0f)};
  fused.labels->styles = {{.label = 3, .name = "Liver", .rgb = {1, 0, 0}}};
  return fused;
}

class FusedViewer : public testing::Test {
 protected:
  void SetUp() override {
    try {
      viewer_ = std::make_unique<Viewer>(
          Display::offscreen, ViewerOptions{.width = 64,
                                            .height = 64,
                                            .preset = {},
                                            .on_message = [this](std::string_view sentence) {
                                              said_.emplace_back(sentence);
                                            }});
    } catch (const Error& error) {
      GTEST_SKIP() << error.what();
    }
  }

  std::pair<ErrorCode, std::string> refusal(const std::function<void()>& act) {
    try {
      act();
    } catch (const Error& error) {
      return {error.code(), error.what()};
    }
    ADD_FAILURE() << "nothing was refused";
    return {ErrorCode::internal, {}};
  }

  std::unique_ptr<Viewer> viewer_;
  std::vector<std::string> said_;
};

TEST_F(FusedViewer, ShowsThemAndObeysTheirCommands) {
  viewer_->show(block(50.0f), with(block(60.0f)));
  EXPECT_THAT(said_, IsEmpty()) << "of one patient, study and frame of reference";
  ASSERT_EQ(viewer_->state().layers.size(), 1U);
  EXPECT_EQ(viewer_->state().layers[0].preset, "pet-hot");
  viewer_->execute("layer 1 opacity 0.5");
  viewer_->execute("label 3 hide");
  EXPECT_EQ(viewer_->state().layers[0].opacity, 0.5);
  EXPECT_FALSE(viewer_->state().labels->front().visible);
  viewer_->execute("undo");
  EXPECT_TRUE(viewer_->state().labels->front().visible);
  viewer_->run();
}

TEST_F(FusedViewer, ShowsThemWithVolumesThatFollowEachOther) {
  viewer_->show(Phases{{block(50.0f), block(80.0f)}, PhaseTimes{.begins = {0.0, 1.0}}},
                with(block(60.0f)));
  ASSERT_EQ(viewer_->state().time_points, 2);
  for (const char* sentence : {"layer 1 opacity 0.5", "time 2", "label 3 hide", "time 1", "undo"}) {
    viewer_->execute(sentence);
    viewer_->run();
  }
  EXPECT_EQ(viewer_->state().time_point, 2);
  EXPECT_EQ(viewer_->state().layers.at(0).opacity, 0.5);
  EXPECT_FALSE(viewer_->state().labels->front().visible);
  EXPECT_THAT(said_, IsEmpty());
}

TEST_F(FusedViewer, RefusesAnotherPatientAndKeepsWhatItShows) {
  viewer_->show(block(50.0f));
  const auto [code, text] = refusal([&] { viewer_->show(block(50.0f), with(block(60.0f, "B"))); });
  EXPECT_EQ(code, ErrorCode::mixed_patients);
  EXPECT_THAT(text, HasSubstr("different patients"));
  EXPECT_THAT(viewer_->state().layers, IsEmpty());
  viewer_->run();
  Fused allowed = with(block(60.0f, "B"));
  allowed.other_patients = true;
  viewer_->show(block(50.0f), allowed);
  EXPECT_THAT(said_, Contains("Layer 1: The volumes are of different patients."));
}

TEST_F(FusedViewer, WarnsOfWhatMayNotFit) {
  viewer_->show(block(50.0f), with(block(60.0f, "A", "2.25.2")));
  EXPECT_THAT(said_, ElementsAre(HasSubstr("Layer 1: They are of different studies")));
}

TEST_F(FusedViewer, RefusesWhatCannotBeDrawnAndKeepsWhatItShows) {
  viewer_->show(block(50.0f));
  Fused many = with(block(60.0f));
  many.layers.resize(4, many.layers.front());
  EXPECT_EQ(refusal([&] { viewer_->show(block(50.0f), many); }).first, ErrorCode::invalid_argument);
  EXPECT_THAT(viewer_->state().layers, IsEmpty());
  EXPECT_EQ(refusal([&] { viewer_->execute("layer 1 hide"); }).first, ErrorCode::invalid_argument);
  viewer_->run();
}

TEST_F(FusedViewer, AnotherMapperIsRefusedWhileThereAreAny) {
  viewer_->show(block(50.0f), with(block(60.0f)));
  const auto [code, text] = refusal([&] { viewer_->execute("set render.mapper stock"); });
  EXPECT_EQ(code, ErrorCode::unsupported);
  EXPECT_THAT(text, HasSubstr("render.mapper stays volvr"));
  viewer_->execute("set render.step 1");
  viewer_->run();
}

TEST_F(FusedViewer, AnotherSeriesLeavesThem) {
  viewer_->show(block(50.0f), with(block(60.0f)));
  OfferedSeries other;
  other.title = "other";
  other.load = [](const ProgressSink&) { return Phases{{block(70.0f)}, {}}; };
  viewer_->offer({other});
  viewer_->enqueue({parse_command("series 1"), parse_command("wait 0")});
  viewer_->run();
  EXPECT_THAT(viewer_->state().layers, IsEmpty());
  EXPECT_EQ(viewer_->state().labels, nullptr);
  EXPECT_THAT(said_, Contains(HasSubstr("are not drawn with this one")));
}

TEST(FusedFacts, NameWhatPanelsShow) {
  const auto facts = fused_facts(with(block(60.0f)));
  ASSERT_EQ(facts->layers.size(), 1U);
  EXPECT_EQ(facts->layers[0].name, "PT, series 7");
  EXPECT_EQ(facts->layers[0].unit, "g/ml");
  ASSERT_FALSE(facts->layers[0].presets.empty());
  EXPECT_EQ(facts->layers[0].presets[0].name, "pet-hot");
  ASSERT_EQ(facts->labels.size(), 1U);
  EXPECT_EQ(facts->labels[0].name, "Liver");
  EXPECT_EQ(fused_facts({}), nullptr);
}

}  // namespace
}  // namespace volvr::test
