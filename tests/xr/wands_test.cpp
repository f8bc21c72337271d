// SPDX-License-Identifier: Apache-2.0
#include "xr/wands.h"

#include <gtest/gtest.h>
#include <vtkActorCollection.h>
#include <vtkMatrix4x4.h>
#include <vtkPointData.h>
#include <vtkProperty.h>
#include <vtkRenderer.h>

#include <vector>

#include "xr/hand_shapes.h"

namespace volvr::xr {
namespace {

using Eigen::Isometry3d;
using Eigen::Vector3d;

constexpr std::array<bool, 2> nobody_holds{false, false};
const Vector3d here(0.2, 1.1, -0.4);

class TheWands : public ::testing::Test {
 protected:
  TheWands() { wands_.add_to(renderer_); }

  HandLook& look(Hand hand) { return input_.hand(hand).look; }

  void show_controller(Hand hand, double opacity = 1.0) {
    look(hand).kind = HandKind::controller;
    look(hand).scene_from_hand = Isometry3d(Eigen::Translation3d(here));
    look(hand).scene_from_aim = look(hand).scene_from_hand;
    look(hand).opacity = opacity;
  }

  std::vector<vtkActor*> seen(const std::array<bool, 2>& holds = nobody_holds) {
    wands_.update(input_, holds);
    std::vector<vtkActor*> result;
    vtkActorCollection* actors = renderer_->GetActors();
    actors->InitTraversal();
    while (vtkActor* actor = actors->GetNextActor()) {
      if (actor->GetVisibility() != 0) result.push_back(actor);
    }
    return result;
  }

  vtkNew<vtkRenderer> renderer_;
  Wands wands_;
  Input input_;
};

TEST_F(TheWands, AreNotSeenWhereThereAreNoHands) {
  EXPECT_TRUE(seen().empty());
  show_controller(Hand::left, 0.0);
  EXPECT_TRUE(seen().empty()) << "it has faded";
}

TEST_F(TheWands, AreWhereTheHandsAre) {
  show_controller(Hand::right);
  const auto actors = seen();
  ASSERT_EQ(actors.size(), 2U) << "body and accents";
  for (vtkActor* actor : actors) {
    for (int axis = 0; axis < 3; ++axis) {
      EXPECT_EQ(actor->GetUserMatrix()->GetElement(axis, 3), here[axis]);
    }
    EXPECT_LT(actor->GetLength(), 0.25) << "metres";
    EXPECT_GT(actor->GetLength(), 0.05);
  }
}

TEST_F(TheWands, FadeAsTheirHandsDo) {
  show_controller(Hand::right, 0.3);
  for (vtkActor* actor : seen()) EXPECT_EQ(actor->GetProperty()->GetOpacity(), 0.3);
}

TEST_F(TheWands, AreBrighterWhileTheyHold) {
  show_controller(Hand::left);
  show_controller(Hand::right);
  const auto actors = seen({false, true});
  ASSERT_EQ(actors.size(), 4U);
  EXPECT_GT(actors[2]->GetProperty()->GetAmbient(), actors[0]->GetProperty()->GetAmbient());
  EXPECT_GT(actors[3]->GetProperty()->GetAmbient(), actors[1]->GetProperty()->GetAmbient());
}

TEST_F(TheWands, HaveALaserOfTheLengthThatIsGiven) {
  show_controller(Hand::right);
  wands_.set_laser(Hand::right, 0.8);
  auto actors = seen();
  ASSERT_EQ(actors.size(), 4U) << "body, accents, beam and dot";
  std::array<double, 6> beam{};
  actors[2]->GetBounds(beam.data());
  EXPECT_NEAR(beam[4], here.z() - 0.8, 1e-6) << "along -z";
  EXPECT_NEAR(beam[5], here.z(), 1e-6);
  EXPECT_LT(beam[1] - beam[0], 0.004) << "thin";
  EXPECT_NEAR(actors[3]->GetUserMatrix()->GetElement(2, 3), here.z() - 0.8, 1e-12);
  EXPECT_EQ(seen().size(), 4U) << "it stays";
  look(Hand::right).scene_from_aim.reset();
  EXPECT_EQ(seen().size(), 2U) << "nobody knows where it points";
  look(Hand::right).scene_from_aim = look(Hand::right).scene_from_hand;
  wands_.set_laser(Hand::right, std::nullopt);
  EXPECT_EQ(seen().size(), 2U);
}

TEST_F(TheWands, ShowABareHandByItsJoints) {
  look(Hand::left).kind = HandKind::bare;
  look(Hand::left).joints = test::flat_hand(here, 0.03);
  look(Hand::left).opacity = 1.0;
  const auto actors = seen();
  ASSERT_EQ(actors.size(), 1U);
  std::array<double, 6> box{};
  actors[0]->GetBounds(box.data());
  const HandJoints& joints = *look(Hand::left).joints;
  const double tip = joints.place(JointName::middle_tip).z();
  EXPECT_NEAR(box[4], tip - joints[JointName::middle_tip].radius, 1e-6);
  EXPECT_NEAR(box[5], joints.place(JointName::wrist).z() + joints[JointName::wrist].radius, 1e-6);
}

TEST(HandMesh, HasNormalsOfLengthOneAndNothingThatIsNoNumber) {
  HandMesh mesh;
  for (const bool collapsed : {true, false}) {
    mesh.update(collapsed ? HandJoints{} : test::flat_hand(here, 0.01));
    vtkDataArray* normals = mesh.mesh()->GetPointData()->GetNormals();
    ASSERT_EQ(normals->GetNumberOfTuples(), mesh.mesh()->GetNumberOfPoints());
    for (vtkIdType i = 0; i < normals->GetNumberOfTuples(); ++i) {
      ASSERT_NEAR(Vector3d(normals->GetTuple3(i)).norm(), 1.0, 1e-5);
      ASSERT_TRUE(Vector3d(mesh.mesh()->GetPoint(i)).allFinite());
    }
  }
}

}  // namespace
}  // namespace volvr::xr
