// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "core/preset_rows.h"

namespace volvr {

namespace {

using Point = PresetPoint;
using enum Technique;
using enum ValueScale;

constexpr std::array t1{
    Point{0.03, 0.42, 0.34, 0.30, 0.0},  Point{0.10, 0.62, 0.52, 0.46, 0.05},
    Point{0.25, 0.80, 0.70, 0.63, 0.35}, Point{0.50, 0.92, 0.86, 0.80, 0.60},
    Point{1.0, 1.0, 0.99, 0.97, 0.85},
};
constexpr std::array t2{
    Point{0.08, 0.20, 0.26, 0.40, 0.0},  Point{0.20, 0.40, 0.48, 0.64, 0.02},
    Point{0.45, 0.68, 0.74, 0.84, 0.12}, Point{0.70, 0.88, 0.94, 1.0, 0.45},
    Point{1.0, 1.0, 1.0, 1.0, 0.80},
};
constexpr std::array brain{
    Point{0.22, 0.50, 0.40, 0.36, 0.0},  Point{0.34, 0.74, 0.60, 0.54, 0.02},
    Point{0.44, 0.90, 0.76, 0.68, 0.10}, Point{0.56, 1.0, 0.92, 0.86, 0.35},
    Point{0.75, 1.0, 0.98, 0.95, 0.20},  Point{1.0, 1.0, 1.0, 1.0, 0.04},
};
constexpr std::array angiography{
    Point{0.2, 1.0, 1.0, 1.0, 0.0},
    Point{1.1, 1.0, 1.0, 1.0, 1.0},
};
constexpr std::array hot{
    Point{0.0, 0.45, 0.0, 0.0, 0.0},  Point{0.25, 0.75, 0.05, 0.0, 0.5},
    Point{0.50, 1.0, 0.40, 0.0, 1.0}, Point{0.75, 1.0, 0.80, 0.15, 1.0},
    Point{1.0, 1.0, 1.0, 0.90, 1.0},
};

constexpr std::array rows{
    PresetRow{"mr-t1",
              "MR T1",
              "MR",
              "",
              "T1 MPRAGE MP2RAGE SPGR FSPGR BRAVO VIBE LAVA THRIVE FLASH TFE",
              composite,
              relative,
              {0.5, 1.0},
              matte,
              t1},
    PresetRow{"mr-t2",
              "MR T2",
              "MR",
              "",
              "T2 FLAIR HASTE SSFSE CISS FIESTA STIR",
              composite,
              relative,
              {0.5, 1.0},
              matte,
              t2},
    PresetRow{"mr-brain",
              "MR brain",
              "MR",
              "BRAIN HEAD KOPF CRAN NEURO",
              "BRAIN HIRN CEREBR T1 MPRAGE MP2RAGE SPGR FSPGR BRAVO VIBE FLASH TFE",
              composite,
              relative,
              {0.5, 1.0},
              matte,
              brain},
    PresetRow{"mr-angiography",
              "MR angiography",
              "MR",
              "CIRCLEOFWILLIS CAROTID CEREBRALA AORTA ARTERY VEIN",
              "TOF TOF3D 3DTOF MRA CEMRA MRV ANGIO ARTER VENO TWIST TRICKS MIP",
              mip,
              relative,
              {0.65, 0.9},
              unlit,
              angiography},
    PresetRow{"pet-hot", "PET hot", "PT NM", "", "", mip, relative, {0.5, 1.0}, unlit, hot},
};

}  // namespace

std::span<const PresetRow> mr_and_pet_preset_rows() {
  return rows;
}

}  // namespace volvr
