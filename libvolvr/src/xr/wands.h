// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vtkActor.h>
#include <vtkNew.h>

#include <array>
#include <optional>

#include "xr/hand_mesh.h"
#include "xr/input.h"

class vtkRenderer;

namespace volvr::xr {

/// The hands as one sees them: controllers of no maker, or bare hands by their joints; blue for
/// left and orange for right, brighter while they hold the study. What is lost fades as its look
/// says.
class Wands {
 public:
  Wands();
  void add_to(vtkRenderer* renderer);

  /// How far a hand's laser goes, from its aim: metres; nothing: no laser is drawn. It stays so.
  void set_laser(Hand hand, std::optional<double> length) { lasers_[index_of(hand)] = length; }

  /// @param holds  which hands hold the study
  void update(const Input& input, const std::array<bool, 2>& holds);

 private:
  struct Wand {
    vtkNew<vtkActor> body;
    vtkNew<vtkActor> accents;
    vtkNew<vtkActor> hand;
    vtkNew<vtkActor> beam;
    vtkNew<vtkActor> dot;
    HandMesh mesh;

    std::array<vtkActor*, 5> actors() const { return {body, accents, hand, beam, dot}; }
  };

  void dress(Hand hand);
  static void update_look(Wand& wand, const HandLook& look, bool holds);
  static void update_laser(Wand& wand, const HandLook& look, const std::optional<double>& length);

  std::array<Wand, 2> wands_;
  std::array<std::optional<double>, 2> lasers_;
};

}  // namespace volvr::xr
