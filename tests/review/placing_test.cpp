// SPDX-License-Identifier: Apache-2.0
#include "review/placing.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>

#include "review/any_command.h"
#include "volvr/command.h"

namespace volvr {
namespace {

constexpr double degrees = std::numbers::pi / 180.0;

const Eigen::AlignedBox3d& trunk() {
  static const Eigen::AlignedBox3d bounds(Eigen::Vector3d(-200, -150, 0),
                                          Eigen::Vector3d(200, 150, 700));
  return bounds;
}

Eigen::Quaterniond any_turn(std::mt19937_64& random) {
  std::normal_distribution<double> normal;
  return Eigen::Quaterniond(normal(random), normal(random), normal(random), normal(random))
      .normalized();
}

TEST(Squared, IsTheNearestOfTheSquareTurns) {
  std::mt19937_64 random(4);
  for (int i = 0; i < 200; ++i) {
    const Eigen::Quaterniond turn = any_turn(random);
    const Eigen::Quaterniond square = review::squared(turn);
    const Eigen::Matrix3d matrix = square.toRotationMatrix();
    for (const double entry : matrix.reshaped()) {
      EXPECT_NEAR(entry, std::round(entry), 1e-12);
    }
    for (const double angle : {90.0, 180.0, 270.0}) {
      for (const int axis : {0, 1, 2}) {
        const Eigen::Quaterniond other =
            Eigen::AngleAxisd(angle * degrees, Eigen::Vector3d::Unit(axis)) * square;
        EXPECT_LE(square.angularDistance(turn), other.angularDistance(turn) + 1e-9);
      }
    }
    // No turn is further than this from a square one: a cube's group of turns.
    EXPECT_LT(square.angularDistance(turn), 62.9 * degrees);
  }
}

TEST(LyingAt, TouchesTheTableWithItsLowestPoint) {
  std::mt19937_64 random(5);
  for (int i = 0; i < 50; ++i) {
    Pose pose{
        .position = {0.2, 3.0, -1.0}, .scene_from_patient = any_turn(random), .magnification = 0.7};
    const Pose lying = review::lying_at(0.75, pose, trunk());
    double lowest = 10.0;
    for (int corner = 0; corner < 8; ++corner) {
      lowest =
          std::min(lowest, (scene_from_patient(lying, trunk()) *
                            trunk().corner(static_cast<Eigen::AlignedBox3d::CornerType>(corner)))
                               .y());
    }
    EXPECT_NEAR(lowest, 0.75, 1e-12);
    EXPECT_EQ(lying.position.x(), pose.position.x());
    EXPECT_EQ(lying.position.z(), pose.position.z());
  }
}

TEST(BeforeEyes, ComesToWhereOneLooksWithTheSameSideInFront) {
  Pose pose;
  pose.position = {0.0, 1.3, -0.7};
  pose.scene_from_patient = scene_from_patient(View::anterior);
  pose.magnification = 0.5;
  for (const double yaw : {0.0, 90.0, -135.0, 180.0}) {
    for (const double height : {1.1, 1.75}) {  // seated, standing
      Eigen::Isometry3d head = Eigen::Isometry3d::Identity();
      head.translation() = Eigen::Vector3d(0.0, height, 0.0);
      // Looking down a little, head to one side: neither matters.
      head.rotate(Eigen::AngleAxisd(yaw * degrees, Eigen::Vector3d::UnitY()));
      head.rotate(Eigen::AngleAxisd(-25.0 * degrees, Eigen::Vector3d::UnitX()));
      head.rotate(Eigen::AngleAxisd(10.0 * degrees, Eigen::Vector3d::UnitZ()));
      const Pose placed = review::before_eyes(head, pose, trunk());
      const Eigen::Vector3d ahead =
          Eigen::AngleAxisd(yaw * degrees, Eigen::Vector3d::UnitY()) * -Eigen::Vector3d::UnitZ();
      const Eigen::Vector3d way = placed.position - head.translation();
      EXPECT_NEAR(way.dot(ahead), 0.6, 1e-9);
      EXPECT_NEAR((way - way.dot(ahead) * ahead - Eigen::Vector3d(0, way.y(), 0)).norm(), 0.0,
                  1e-9);
      EXPECT_NEAR(placed.position.y(), height - 0.1, 1e-12);
      // Front to the viewer, head up, as before.
      const Eigen::Vector3d front = placed.scene_from_patient * -Eigen::Vector3d::UnitY();
      EXPECT_NEAR(front.dot(-ahead), 1.0, 1e-9);
      EXPECT_NEAR((placed.scene_from_patient * Eigen::Vector3d::UnitZ()).y(), 1.0, 1e-9);
      EXPECT_EQ(placed.magnification, pose.magnification);
    }
  }
}

TEST(BeforeEyes, KeepsWhatIsDeepOutOfTheFace) {
  Pose pose;
  pose.scene_from_patient = scene_from_patient(View::superior);  // 0.7 m deep at life size
  const Eigen::Isometry3d head(Eigen::Translation3d(0.0, 1.6, 0.0));
  const Pose placed = review::before_eyes(head, pose, trunk());
  EXPECT_NEAR(-placed.position.z(), 0.35 + 0.35, 1e-9);
}

TEST(BeforeEyes, StraightDownOrWithinTheHeadHasAnAnswer) {
  Eigen::Isometry3d head(Eigen::Translation3d(0.3, 1.6, 0.2));
  head.rotate(Eigen::AngleAxisd(-90.0 * degrees, Eigen::Vector3d::UnitX()));
  Pose pose;
  pose.position = head.translation();
  const Pose placed = review::before_eyes(head, pose, trunk());
  EXPECT_TRUE(placed.position.allFinite());
  EXPECT_NEAR(placed.scene_from_patient.norm(), 1.0, 1e-12);
}

class PlacingCommands : public testing::Test {
 protected:
  PlacingCommands() : volume_(test::small_ct()), history_(volume_, first_state(volume_)) {}
  void say(std::string_view sentence) { history_.apply(parse_command(sentence)); }
  const State& now() const { return history_.state(); }

  Volume volume_;
  History history_;
};

TEST_F(PlacingCommands, LifeSizeIsKept) {
  say("magnify 0.4");
  const double before = now().pose.magnification;
  say("life-size on");
  EXPECT_EQ(now().pose.magnification, 1.0);
  say("magnify 2");
  say("pose 0 1 0 0 0 0 1 5");
  EXPECT_EQ(now().pose.magnification, 1.0);
  EXPECT_EQ(now().pose.position, Eigen::Vector3d(0, 1, 0));
  say("undo");
  say("undo");
  EXPECT_FALSE(now().life_size);
  EXPECT_EQ(now().pose.magnification, before);
}

TEST_F(PlacingCommands, ATableCarriesTheStudy) {
  say("table 0.8");
  EXPECT_EQ(now().table, 0.8);
  const auto bounds = bounds_in_patient(volume_.geometry());
  EXPECT_NEAR((scene_from_patient(now().pose, bounds) *
               Eigen::Vector3d(bounds.center().x(), bounds.center().y(), bounds.min().z()))
                  .y(),
              0.8, 1e-9);
  EXPECT_ANY_THROW(say("table 2.5"));
  say("table remove");
  EXPECT_FALSE(now().table.has_value());
  say("undo");
  EXPECT_EQ(now().table, 0.8);
}

TEST_F(PlacingCommands, PanelAndIdentityAreNoStepsToUndo) {
  say("window 40 400");
  say("panel open");
  say("identity show");
  say("undo");
  EXPECT_TRUE(now().panel);
  EXPECT_TRUE(now().identity);
  EXPECT_FALSE(history_.can_undo());
  say("redo");
  say("panel close");
  say("undo");
  EXPECT_FALSE(now().panel);
}

TEST_F(PlacingCommands, AViewerFindsTheStudyBeforeTheEyes) {
  Pose found = now().pose;
  found.position = {1.0, 1.5, 2.0};
  found.scene_from_patient =
      Eigen::AngleAxisd(0.5 * std::numbers::pi, Eigen::Vector3d::UnitY()) * found.scene_from_patient;
  say("window 40 400");
  history_.begin_at(found);
  EXPECT_EQ(now().pose.position, found.position);
  say("undo");
  EXPECT_EQ(now().pose.position, found.position) << "the step before is found there, too";
  EXPECT_FALSE(history_.can_undo());
  say("move 0.1 0 0");
  say("reset");
  EXPECT_EQ(now().pose.position, found.position);
}

TEST_F(PlacingCommands, WhatWasTurnedTurnsWithItAndWhatWasMovedStays) {
  const Eigen::Quaterniond turn(
      Eigen::AngleAxisd(0.5 * std::numbers::pi, Eigen::Vector3d::UnitY()));
  Pose found = now().pose;
  found.position = {1.0, 1.5, 2.0};
  found.scene_from_patient = turn * found.scene_from_patient;
  say("view left");
  history_.begin_at(found);
  EXPECT_EQ(now().pose.position, found.position);
  EXPECT_NEAR(now().pose.scene_from_patient.angularDistance(turn * scene_from_patient(View::left)),
              0.0, 1e-9);
  say("move 0.1 0 0");
  const Pose moved = now().pose;
  found.position = {0.0, 1.0, 0.0};
  history_.begin_at(found);
  EXPECT_EQ(now().pose.position, moved.position);
}

TEST_F(PlacingCommands, ResetLeavesPanelsAlone) {
  say("panel open");
  say("life-size on");
  say("reset");
  EXPECT_TRUE(now().panel);
  EXPECT_FALSE(now().life_size);
}

}  // namespace
}  // namespace volvr
