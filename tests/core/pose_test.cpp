// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "volvr/state.h"

namespace volvr {
namespace {

const Eigen::Vector3d right_of_viewer = Eigen::Vector3d::UnitX();
const Eigen::Vector3d up = Eigen::Vector3d::UnitY();
const Eigen::Vector3d to_viewer = Eigen::Vector3d::UnitZ();
const Eigen::Vector3d left_of_patient = Eigen::Vector3d::UnitX();
const Eigen::Vector3d posterior = Eigen::Vector3d::UnitY();
const Eigen::Vector3d superior = Eigen::Vector3d::UnitZ();

struct Expected {
  View view;
  Eigen::Vector3d facing_viewer;
  Eigen::Vector3d upwards;
  Eigen::Vector3d at_viewers_right;
};

class Views : public testing::TestWithParam<Expected> {};

TEST_P(Views, TurnTheNamedSideToTheViewer) {
  const Eigen::Quaterniond rotation = scene_from_patient(GetParam().view);
  EXPECT_TRUE((rotation * GetParam().facing_viewer).isApprox(to_viewer));
  EXPECT_TRUE((rotation * GetParam().upwards).isApprox(up));
  EXPECT_TRUE((rotation * GetParam().at_viewers_right).isApprox(right_of_viewer));
}

INSTANTIATE_TEST_SUITE_P(
    All, Views,
    testing::Values(Expected{View::anterior, -posterior, superior, left_of_patient},
                    Expected{View::posterior, posterior, superior, -left_of_patient},
                    Expected{View::left, left_of_patient, superior, posterior},
                    Expected{View::right, -left_of_patient, superior, -posterior},
                    Expected{View::superior, superior, -posterior, -left_of_patient},
                    Expected{View::inferior, -superior, -posterior, left_of_patient}));

TEST(Pose, TheMiddleOfTheStudyLandsOnThePosition) {
  const Eigen::AlignedBox3d bounds(Eigen::Vector3d(-100, 0, 50), Eigen::Vector3d(100, 300, 250));
  Pose pose;
  pose.position = {0.1, 1.2, -0.9};
  pose.scene_from_patient = scene_from_patient(View::left);
  pose.magnification = 2.0;
  const Eigen::Affine3d transform = scene_from_patient(pose, bounds);
  EXPECT_TRUE((transform * bounds.center()).isApprox(pose.position));
}

TEST(Pose, LifeSizeIsAMetreForAThousandMillimetres) {
  const Eigen::AlignedBox3d bounds(Eigen::Vector3d::Zero(), Eigen::Vector3d::Constant(1000));
  const Eigen::Affine3d transform = scene_from_patient(Pose{}, bounds);
  EXPECT_NEAR((transform.linear() * Eigen::Vector3d(1000, 0, 0)).norm(), 1.0, 1e-12);
}

}  // namespace
}  // namespace volvr
