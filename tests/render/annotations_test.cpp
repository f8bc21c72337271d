// SPDX-License-Identifier: Apache-2.0
#include "render/annotations.h"

#include <gtest/gtest.h>

#include <numbers>
#include <vector>

#include <vtkPropCollection.h>

#include "render/stage.h"
#include "volvr/state.h"

namespace volvr::test {
namespace {

using render::direction_letters;

TEST(Annotations, EveryAxisHasItsLetter) {
  EXPECT_EQ(direction_letters({1, 0, 0}), "L");
  EXPECT_EQ(direction_letters({-1, 0, 0}), "R");
  EXPECT_EQ(direction_letters({0, 1, 0}), "P");
  EXPECT_EQ(direction_letters({0, -1, 0}), "A");
  EXPECT_EQ(direction_letters({0, 0, 1}), "S");
  EXPECT_EQ(direction_letters({0, 0, -1}), "I");
}

TEST(Annotations, ALeaningDirectionHasItsParts) {
  EXPECT_EQ(direction_letters(Eigen::Vector3d(2, -1.5, 0).normalized()), "LA");
  EXPECT_EQ(direction_letters(Eigen::Vector3d(1, 0.1, 0).normalized()), "L");
  EXPECT_EQ(direction_letters(Eigen::Vector3d(-1, -2, 3).normalized()), "SA");
  EXPECT_EQ(direction_letters(Eigen::Vector3d(-1, -1.2, 1.1).normalized()), "ASR");
}

TEST(Annotations, LettersFollowTheView) {
  const auto right_edge = [](View view) {
    const Eigen::Vector3d in_patient =
        scene_from_patient(view).conjugate() * Eigen::Vector3d::UnitX();
    return direction_letters(in_patient);
  };
  EXPECT_EQ(right_edge(View::anterior), "L");
  EXPECT_EQ(right_edge(View::posterior), "R");
  EXPECT_EQ(right_edge(View::left), "P");
  EXPECT_EQ(right_edge(View::right), "A");
}

// What stands at the right, left, upper and lower edge of a picture for a camera that is turned so;
// the patient's axes are the scene's.
std::vector<std::string> edges_seen(const Eigen::Quaterniond& scene_from_camera) {
  constexpr int size = 400;
  render::Stage stage({}, true);
  Eigen::Isometry3d camera(scene_from_camera);
  camera.pretranslate(scene_from_camera * Eigen::Vector3d(0.0, 0.0, 2.0));
  stage.look(camera, 30.0);
  stage.prepare(size, size);
  std::vector<std::string> found(4);
  vtkPropCollection* props = stage.renderer()->GetViewProps();
  for (int i = 0; i < props->GetNumberOfItems(); ++i) {
    auto* text = vtkTextActor::SafeDownCast(props->GetItemAsObject(i));
    if (text == nullptr || text->GetInput() == nullptr) continue;
    const std::string letters = text->GetInput();
    const Eigen::Vector2d at = Eigen::Vector2d(text->GetPosition()) / size;
    if (letters.empty() || letters.size() > 3) continue;
    if (at.x() > 0.9) found[0] = letters;
    if (at.x() < 0.1) found[1] = letters;
    if (at.y() > 0.9) found[2] = letters;
    if (at.y() < 0.1) found[3] = letters;
  }
  return found;
}

Eigen::Quaterniond turned(double degrees, const Eigen::Vector3d& axis) {
  return Eigen::Quaterniond(Eigen::AngleAxisd(degrees * std::numbers::pi / 180.0, axis));
}

TEST(Annotations, LettersAreThoseOfWhoLooks) {
  using Edges = std::vector<std::string>;
  EXPECT_EQ(edges_seen(turned(0, Eigen::Vector3d::UnitY())), (Edges{"L", "R", "P", "A"}));
  EXPECT_EQ(edges_seen(turned(180, Eigen::Vector3d::UnitY())), (Edges{"R", "L", "P", "A"}));
  EXPECT_EQ(edges_seen(turned(90, Eigen::Vector3d::UnitY())), (Edges{"I", "S", "P", "A"}));
  EXPECT_EQ(edges_seen(turned(-90, Eigen::Vector3d::UnitX())), (Edges{"L", "R", "I", "S"}));
  EXPECT_EQ(edges_seen(turned(180, Eigen::Vector3d::UnitZ())), (Edges{"R", "L", "A", "P"}));
}

}  // namespace
}  // namespace volvr::test
