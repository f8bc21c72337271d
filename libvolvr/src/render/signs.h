// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Geometry>
#include <string>

#include <vtkActor.h>
#include <vtkNew.h>
#include <vtkTexture.h>
#include <vtkVectorText.h>

namespace volvr::render {

/// Where something that is read stands: upright, its face to the reader.
struct Standing {
  Eigen::Vector3d place;  ///< of its middle, scene metres
  Eigen::Vector3d eyes;   ///< of the reader
  double height = 0.0;    ///< of a capital letter, metres
};

/// Matrix of something drawn in a plane (x to the right, y up, around the origin, capitals of
/// height 1) that stands so. Nobody's head is above or below enough for it to fall over: it turns
/// about the vertical and leans towards the eyes.
Eigen::Affine3d scene_from_sign(const Standing& standing);

/// A few letters and digits as solid shapes, which hide and are hidden as any other geometry.
class Letters {
 public:
  Letters();
  vtkActor* actor() { return actor_; }
  void set(const std::string& ascii);
  void stand(const Standing& standing);

 private:
  vtkNew<vtkVectorText> text_;
  vtkNew<vtkActor> actor_;
};

/// Lines of text on a dark card. UTF-8.
class Card {
 public:
  Card();
  vtkActor* actor() { return actor_; }

  /// Nothing is drawn again where the text is the same.
  void set(const std::string& lines);

  /// The middle of its upper edge is at the place.
  void stand(Standing standing);

 private:
  std::string lines_;
  Eigen::Vector2d size_ = Eigen::Vector2d::Zero();  // in capitals
  vtkNew<vtkTexture> texture_;
  vtkNew<vtkActor> actor_;
};

}  // namespace volvr::render
