// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <string>
#include <string_view>

#include "panels/model.h"
#include "volvr/clip.h"

namespace volvr::panels {

/// "Magnification 1:1 (life size)", "Magnification × 1.8".
std::string magnification_text(double magnification);

/// Voxels and how finely they are drawn: "Voxels 0.78 × 0.78 × 1 mm, all drawn".
std::string quality_text(const Live& live);

/// The patient where the state lets it be seen, else that identity is hidden; then the series.
std::string patient_text(const Model& model);

/// What a clip leaves: "Plane, leaves what is P of (0, 135, 0) mm". Letters are patient directions.
std::string clip_text(const Clip& clip);

/// The axis of the patient that a direction (LPS) lies nearest to: L, R, A, P, S or I.
char axis_letter(const Eigen::Vector3d& direction);

/// The characters beyond ASCII, of a text that is `clean`.
std::u32string characters_of(std::string_view text);

/// Control characters become blanks, and what is no UTF-8 the replacement mark.
std::string clean(std::string_view text);

}  // namespace volvr::panels
