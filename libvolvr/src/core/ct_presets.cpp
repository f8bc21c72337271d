// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "core/preset_rows.h"

namespace volvr {

namespace {

using Point = PresetPoint;
using enum Technique;
using enum ValueScale;

constexpr std::array bone{
    Point{100, 0.45, 0.18, 0.12, 0.0},  Point{180, 0.66, 0.36, 0.24, 0.06},
    Point{280, 0.86, 0.68, 0.50, 0.45}, Point{500, 0.95, 0.87, 0.74, 0.85},
    Point{1100, 1.0, 0.98, 0.94, 0.97},
};
constexpr std::array soft_tissue{
    Point{-150, 0.86, 0.70, 0.52, 0.0}, Point{-100, 0.90, 0.74, 0.55, 0.012},
    Point{-30, 0.86, 0.58, 0.46, 0.02}, Point{10, 0.78, 0.44, 0.35, 0.08},
    Point{60, 0.76, 0.37, 0.30, 0.35},  Point{130, 0.84, 0.46, 0.36, 0.55},
    Point{250, 0.94, 0.82, 0.70, 0.80}, Point{900, 1.0, 0.97, 0.92, 0.95},
};
constexpr std::array lung{
    Point{-960, 0.20, 0.32, 0.48, 0.0},   Point{-900, 0.32, 0.50, 0.70, 0.008},
    Point{-820, 0.48, 0.68, 0.86, 0.028}, Point{-700, 0.78, 0.86, 0.94, 0.050},
    Point{-560, 1.0, 0.84, 0.76, 0.090},  Point{-420, 1.0, 0.74, 0.62, 0.10},
    Point{-320, 1.0, 0.70, 0.58, 0.025},  Point{-240, 1.0, 0.70, 0.58, 0.0},
};
// The border of air alone: trachea and bronchi as shells, the lungs' own tissue clear.
constexpr std::array airways{
    Point{-740, 0.30, 0.52, 0.74, 0.0},  Point{-640, 0.48, 0.72, 0.90, 0.05},
    Point{-530, 0.72, 0.88, 0.97, 0.22}, Point{-410, 0.90, 0.95, 0.98, 0.06},
    Point{-320, 0.95, 0.96, 0.96, 0.0},
};
constexpr std::array angiography{
    Point{110, 0.45, 0.05, 0.04, 0.0},  Point{160, 0.62, 0.10, 0.07, 0.10},
    Point{230, 0.82, 0.22, 0.14, 0.55}, Point{350, 0.92, 0.50, 0.34, 0.75},
    Point{600, 0.98, 0.88, 0.74, 0.85}, Point{1200, 1.0, 0.98, 0.94, 0.95},
};
// Portal venous phase: parenchyma (90 to 130 HU) as a veil, its vessels and lesions in it.
constexpr std::array liver{
    Point{20, 0.42, 0.20, 0.14, 0.0},   Point{55, 0.50, 0.24, 0.17, 0.012},
    Point{85, 0.60, 0.29, 0.20, 0.045}, Point{120, 0.72, 0.34, 0.24, 0.06},
    Point{150, 0.55, 0.42, 0.62, 0.20}, Point{200, 0.48, 0.55, 0.82, 0.40},
    Point{280, 0.92, 0.84, 0.72, 0.10}, Point{600, 0.98, 0.94, 0.88, 0.14},
};
// The skin as a veil over the skull.
constexpr std::array head{
    Point{-500, 0.80, 0.58, 0.47, 0.0},  Point{-350, 0.84, 0.62, 0.51, 0.06},
    Point{-200, 0.88, 0.66, 0.55, 0.07}, Point{-120, 0.90, 0.68, 0.56, 0.02},
    Point{-20, 0.84, 0.50, 0.42, 0.006}, Point{90, 0.80, 0.42, 0.34, 0.01},
    Point{160, 0.80, 0.40, 0.30, 0.06},  Point{260, 0.90, 0.74, 0.58, 0.50},
    Point{500, 0.96, 0.89, 0.78, 0.88},  Point{1200, 1.0, 0.98, 0.95, 0.98},
};
constexpr std::array skin{
    Point{-600, 0.70, 0.48, 0.38, 0.0},
    Point{-400, 0.78, 0.55, 0.44, 0.35},
    Point{-200, 0.87, 0.66, 0.54, 0.90},
    Point{100, 0.92, 0.74, 0.62, 1.0},
};
constexpr std::array cinematic{
    Point{15, 0.32, 0.06, 0.04, 0.0},   Point{50, 0.44, 0.09, 0.06, 0.018},
    Point{90, 0.58, 0.15, 0.10, 0.05},  Point{140, 0.74, 0.27, 0.18, 0.30},
    Point{200, 0.85, 0.50, 0.35, 0.70}, Point{290, 0.93, 0.77, 0.59, 0.90},
    Point{550, 0.97, 0.91, 0.81, 0.97}, Point{1300, 1.0, 0.98, 0.95, 1.0},
};
constexpr std::array intensity{
    Point{-200, 1.0, 1.0, 1.0, 0.0},
    Point{1300, 1.0, 1.0, 1.0, 1.0},
};

constexpr std::array rows{
    PresetRow{"ct-bone",
              "CT bone",
              "CT",
              "SKULL SPINE CSPINE TSPINE LSPINE SSPINE CTSPINE TLSPINE LSSPINE COCCYX PELVIS HIP "
              "FEMUR KNEE LEG TIBIA FIBULA PATELLA ANKLE FOOT TOE CALCANEUS EXTREMITY SHOULDER "
              "CLAVICLE SCAPULA ARM HUMERUS ELBOW FOREARM RADIUS ULNA WRIST HAND FINGER THUMB RIB "
              "STERNUM SIJOINT JAW MANDIBLE MAXILLA ZYGOMA",
              "BONE BONES KNOCHEN OSSEUS OSSEOUS FRACTURE FRAKTUR SKELET ORTHO",
              composite,
              absolute,
              {400, 1000},
              glossy,
              bone},
    PresetRow{"ct-soft-tissue",
              "CT soft tissue",
              "CT",
              "ABDOMEN NECK BREAST HALS",
              "SOFT WEICHTEIL MUSCLE",
              composite,
              absolute,
              {50, 400},
              matte,
              soft_tissue},
    PresetRow{"ct-lung",
              "CT lung",
              "CT",
              "LUNG CHEST THORAX",
              "LUNG HRCT POUMON",
              composite,
              absolute,
              {-600, 800},
              matte,
              lung},
    PresetRow{"ct-airways",
              "CT airways",
              "CT",
              "TRACHEA BRONCHUS LARYNX AIRWAY",
              "AIRWAY BRONCH TRACHE LARYN",
              composite,
              absolute,
              {-540, 480},
              matte,
              airways},
    PresetRow{"ct-angiography",
              "CT angiography",
              "CT",
              "HEART CORONARYARTERY AORTA THORACICAORTA ABDOMINALAORTA CAROTID CEREBRALA RENALA "
              "PULMONARYA ILIACA FEMORALA POPLITEALA CIRCLEOFWILLIS ARTERY VEIN",
              "CTA CTPA ANGIO ARTER AORT CORONAR CARDIAC EMBOLI TAVI TAVR RUNOFF WILLIS",
              composite,
              absolute,
              {300, 600},
              glossy,
              angiography},
    PresetRow{"ct-liver",
              "CT liver, portal venous",
              "CT",
              "LIVER GALLBLADDER BILEDUCT SPLEEN PANCREAS",
              "LIVER LEBER HEPAT FOIE PORTAL",
              composite,
              absolute,
              {150, 260},
              glossy,
              liver},
    PresetRow{"ct-head",
              "CT head",
              "CT",
              "HEAD FACE FACIAL BRAIN ORBIT SINUS EAR IAC TMJ NOSE KOPF CRAN SCHAEDEL NEURO",
              "",
              composite,
              absolute,
              {250, 900},
              glossy,
              head},
    PresetRow{
        "ct-skin", "CT skin", "CT", "SKIN", "SKIN", composite, absolute, {-300, 600}, matte, skin},
    PresetRow{"ct-cinematic",
              "CT cinematic",
              "CT",
              "",
              "CINEMATIC",
              composite,
              absolute,
              {200, 500},
              moist,
              cinematic},
    PresetRow{"ct-mip",
              "CT maximum intensity",
              "CT",
              "",
              "MIP",
              mip,
              absolute,
              {550, 1500},
              unlit,
              intensity},
};

}  // namespace

std::span<const PresetRow> ct_preset_rows() {
  return rows;
}

}  // namespace volvr
