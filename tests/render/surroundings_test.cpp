// SPDX-License-Identifier: Apache-2.0
#include "render/surroundings.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include <vtkActor.h>
#include <vtkActorCollection.h>
#include <vtkRenderer.h>

namespace volvr {
namespace {

TEST(RoundLength, IsOneTwoOrFiveTimesAPowerOfTen) {
  EXPECT_DOUBLE_EQ(render::round_length(100.0), 100.0);
  EXPECT_DOUBLE_EQ(render::round_length(99.9), 50.0);
  EXPECT_DOUBLE_EQ(render::round_length(49.0), 20.0);
  EXPECT_DOUBLE_EQ(render::round_length(19.0), 10.0);
  EXPECT_DOUBLE_EQ(render::round_length(0.7), 0.5);
  EXPECT_DOUBLE_EQ(render::round_length(0.013), 0.01);
}

TEST(SceneFromSign, FacesTheReaderUpright) {
  const Eigen::Vector3d place(0.2, 1.0, -0.7);
  for (const Eigen::Vector3d& eyes :
       {Eigen::Vector3d(0, 1.6, 0), Eigen::Vector3d(-2, 0.3, -3), Eigen::Vector3d(0.2, 5, -0.69)}) {
    const Eigen::Affine3d sign = render::scene_from_sign({place, eyes, 0.02});
    EXPECT_TRUE((sign * Eigen::Vector3d::Zero()).isApprox(place));
    EXPECT_NEAR(sign.linear().col(2).normalized().dot((eyes - place).normalized()), 1.0, 1e-9);
    EXPECT_NEAR(sign.linear().col(0).y(), 0.0, 1e-12) << "its lines are level";
    EXPECT_GT(sign.linear().col(1).y(), 0.0) << "it is not on its head";
    EXPECT_NEAR(sign.linear().determinant(), 0.02 * 0.02 * 0.02, 1e-12) << "nor a mirror picture";
  }
  const Eigen::Affine3d above =
      render::scene_from_sign({place, place + Eigen::Vector3d(0, 1, 0), 1});
  EXPECT_TRUE(above.matrix().allFinite());
}

class SurroundingsTest : public testing::Test {
 protected:
  SurroundingsTest() {
    around_.add_to(renderer_);
    state_.pose.position = {0, 1.3, -0.7};
    state_.pose.scene_from_patient = scene_from_patient(View::anterior);
  }

  void look_from(const Eigen::Vector3d& eyes) {
    around_.update(state_, bounds_);
    around_.face(eyes);
  }

  // Boxes of all that is seen, in the scene.
  std::vector<Eigen::AlignedBox3d> seen() {
    std::vector<Eigen::AlignedBox3d> boxes;
    vtkActorCollection* actors = renderer_->GetActors();
    vtkCollectionSimpleIterator at = nullptr;
    actors->InitTraversal(at);
    while (vtkActor* actor = actors->GetNextActor(at)) {
      if (actor->GetVisibility() == 0) continue;
      const double* b = actor->GetBounds();
      boxes.emplace_back(Eigen::Vector3d(b[0], b[2], b[4]), Eigen::Vector3d(b[1], b[3], b[5]));
    }
    return boxes;
  }

  int count_at(const Eigen::Vector3d& place, double within) {
    int count = 0;
    for (const auto& box : seen()) count += (box.center() - place).norm() < within ? 1 : 0;
    return count;
  }

  vtkNew<vtkRenderer> renderer_;
  render::Surroundings around_;
  State state_;
  // A trunk: 400 mm across, 300 deep, 700 high.
  Eigen::AlignedBox3d bounds_{Eigen::Vector3d(-200, -150, 0), Eigen::Vector3d(200, 150, 700)};
};

TEST_F(SurroundingsTest, TheBarIsTrueMillimetresOfThePatient) {
  for (const double magnification : {1.0, 0.5, 2.5}) {
    state_.pose.magnification = magnification;
    look_from({0, 1.3, 0.5});
    // 0.4 of 700 mm at most: 200 mm.
    const auto boxes = seen();
    EXPECT_EQ(std::ranges::count_if(boxes,
                                    [&](const auto& box) {
                                      return std::abs(box.sizes().x() - 0.2 * magnification) <
                                                 1e-6 &&
                                             box.sizes().y() < 0.004;
                                    }),
              1)
        << magnification;
  }
}

TEST_F(SurroundingsTest, LettersStandAtTheirSidesAndNotBeforeTheStudy) {
  look_from({0, 1.3, 0.5});
  // The patient's left is to the viewer's right in front of them, as in every radiograph.
  const double letter = 0.1;
  EXPECT_EQ(count_at({0.2, 1.3, -0.7}, letter), 1) << "left";
  EXPECT_EQ(count_at({-0.2, 1.3, -0.7}, letter), 1) << "right";
  EXPECT_EQ(count_at({0, 1.65, -0.7}, letter), 1) << "superior";
  EXPECT_EQ(count_at({0, 1.3, -0.55}, letter), 0) << "anterior, towards the viewer";
  EXPECT_EQ(count_at({0, 1.3, -0.85}, letter), 0) << "posterior, behind the study";
  look_from({2, 1.3, -0.7});
  EXPECT_EQ(count_at({0, 1.3, -0.55}, letter), 1) << "from the side it is read";
  EXPECT_EQ(count_at({0.2, 1.3, -0.7}, letter), 0);
}

TEST_F(SurroundingsTest, TheTableStaysWhereItWasPut) {
  const auto tables = [&] {
    const auto boxes = seen();
    return std::ranges::count_if(boxes, [](const auto& box) {
      return box.sizes().x() > 0.8 && std::abs(box.max().y() - 0.75) < 1e-9 &&
             std::abs(box.center().z() + 0.7) < 1e-3;
    });
  };
  look_from({0, 1.3, 0.5});
  EXPECT_EQ(tables(), 0);
  state_.table = 0.75;
  look_from({0, 1.3, 0.5});
  EXPECT_EQ(tables(), 1);
  state_.pose.position += Eigen::Vector3d(0.5, 0.5, 0.5);
  look_from({0, 1.3, 0.5});
  EXPECT_EQ(tables(), 1);
}

TEST_F(SurroundingsTest, TheCardIsSeenWhereThereIsText) {
  look_from({0, 1.3, 0.5});
  const std::size_t without = seen().size();
  around_.set_text("MR, series 3\nNot for primary diagnosis");
  EXPECT_EQ(seen().size(), without + 1);
  around_.set_text("");
  EXPECT_EQ(seen().size(), without);
}

}  // namespace
}  // namespace volvr
