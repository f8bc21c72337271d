// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Geometry>
#include <array>
#include <string>

#include <vtkNew.h>
#include <vtkRenderer.h>
#include <vtkTextActor.h>

namespace volvr::render {

/// Letters of the patient direction that a unit vector points to (LPS): "L", or "LA" where it leans
/// far from the axes; the larger part first.
std::string direction_letters(const Eigen::Vector3d& direction_in_patient);

/// The line that this is no diagnostic picture, and at the four edges the patient's directions.
class Annotations {
 public:
  Annotations();

  void add_to(vtkRenderer& renderer);

  /// @param camera_from_patient  how the study is turned to who looks: x to their right, y up
  /// @param width, height       of the picture in pixels
  /// @param remark              what else a reader must know of the picture, a line; may be empty
  void update(const Eigen::Quaterniond& camera_from_patient, int width, int height,
              const std::string& remark = {});

 private:
  std::array<vtkNew<vtkTextActor>, 4> edges_;  ///< right, left, top, bottom
  vtkNew<vtkTextActor> notice_;
  vtkNew<vtkTextActor> remark_;
};

}  // namespace volvr::render
