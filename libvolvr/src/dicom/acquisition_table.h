// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>

#include "dicom/attributes.h"

namespace volvr::dicom {

enum class ParameterKind {
  number,     ///< the first value
  numbers,    ///< all values; one alone is a number
  text,       ///< the first value
  texts,      ///< all values, always a list
  free_text,  ///< text that people type
};

struct ParameterRow {
  std::string_view name;
  Tag tag;
  Tag other_tag;  ///< of multi-frame objects (PS3.3 A.36, A.38), 0 where they have the same
  ParameterKind kind;
  double scale = 1.0;
};

inline constexpr double seconds_of_ms = 0.001;

/// What a sidecar says of an acquisition, in its order. Names are those of the BIDS specification
/// (1.10, "Magnetic Resonance Imaging data" and "Positron Emission Tomography"), else DICOM
/// keywords.
inline constexpr std::array parameter_table{
    ParameterRow{"Modality", 0x00080060, 0, ParameterKind::text},
    ParameterRow{"Manufacturer", 0x00080070, 0, ParameterKind::text},
    ParameterRow{"ManufacturersModelName", 0x00081090, 0, ParameterKind::text},
    ParameterRow{"SoftwareVersions", 0x00181020, 0, ParameterKind::text},
    ParameterRow{"MagneticFieldStrength", 0x00180087, 0, ParameterKind::number},
    ParameterRow{"ImagingFrequency", 0x00180084, 0x00189098, ParameterKind::number},
    ParameterRow{"BodyPartExamined", 0x00180015, 0, ParameterKind::text},
    ParameterRow{"PatientPosition", 0x00185100, 0, ParameterKind::text},
    ParameterRow{"SeriesDescription", 0x0008103e, 0, ParameterKind::free_text},
    ParameterRow{"ProtocolName", 0x00181030, 0, ParameterKind::free_text},
    ParameterRow{"ImageType", 0x00080008, 0, ParameterKind::texts},
    ParameterRow{"MRAcquisitionType", 0x00180023, 0, ParameterKind::text},
    ParameterRow{"ScanningSequence", 0x00180020, 0, ParameterKind::texts},
    ParameterRow{"SequenceVariant", 0x00180021, 0, ParameterKind::texts},
    ParameterRow{"ScanOptions", 0x00180022, 0, ParameterKind::texts},
    ParameterRow{"SequenceName", 0x00180024, 0x00189005, ParameterKind::text},
    ParameterRow{"ReceiveCoilName", 0x00181250, 0, ParameterKind::text},
    ParameterRow{"EchoTime", 0x00180081, 0x00189082, ParameterKind::number, seconds_of_ms},
    ParameterRow{"EchoNumber", 0x00180086, 0, ParameterKind::number},
    ParameterRow{"RepetitionTime", 0x00180080, 0, ParameterKind::number, seconds_of_ms},
    ParameterRow{"InversionTime", 0x00180082, 0x00189079, ParameterKind::number, seconds_of_ms},
    ParameterRow{"FlipAngle", 0x00181314, 0, ParameterKind::number},
    ParameterRow{"EchoTrainLength", 0x00180091, 0, ParameterKind::number},
    ParameterRow{"NumberOfAverages", 0x00180083, 0, ParameterKind::number},
    ParameterRow{"PixelBandwidth", 0x00180095, 0, ParameterKind::number},
    ParameterRow{"PercentPhaseFOV", 0x00180094, 0, ParameterKind::number},
    ParameterRow{"PercentSampling", 0x00180093, 0, ParameterKind::number},
    ParameterRow{"ParallelReductionFactorInPlane", 0x00189069, 0, ParameterKind::number},
    ParameterRow{"ParallelReductionFactorOutOfPlane", 0x00189155, 0, ParameterKind::number},
    ParameterRow{"SAR", 0x00181316, 0, ParameterKind::number},
    ParameterRow{"SliceThickness", 0x00180050, 0, ParameterKind::number},
    ParameterRow{"SpacingBetweenSlices", 0x00180088, 0, ParameterKind::number},
    ParameterRow{"KVP", 0x00180060, 0, ParameterKind::number},
    ParameterRow{"XRayTubeCurrent", 0x00181151, 0x00189330, ParameterKind::number},
    ParameterRow{"ExposureTime", 0x00181150, 0x00189328, ParameterKind::number, seconds_of_ms},
    ParameterRow{"Exposure", 0x00181152, 0x00189332, ParameterKind::number},
    ParameterRow{"CTDIvol", 0x00189345, 0, ParameterKind::number},
    ParameterRow{"SpiralPitchFactor", 0x00189311, 0, ParameterKind::number},
    ParameterRow{"GantryDetectorTilt", 0x00181120, 0, ParameterKind::number},
    ParameterRow{"ReconstructionDiameter", 0x00181100, 0x00189317, ParameterKind::numbers},
    ParameterRow{"ConvolutionKernel", 0x00181210, 0, ParameterKind::texts},
    ParameterRow{"FilterType", 0x00181160, 0, ParameterKind::text},
    ParameterRow{"DecayCorrection", 0x00541102, 0, ParameterKind::text},
    ParameterRow{"ScatterCorrectionMethod", 0x00541105, 0, ParameterKind::text},
    ParameterRow{"AttenuationCorrectionMethod", 0x00541101, 0, ParameterKind::text},
    ParameterRow{"RandomsCorrectionMethod", 0x00541100, 0, ParameterKind::text},
    ParameterRow{"ReconstructionMethod", 0x00541103, 0, ParameterKind::text},
    ParameterRow{"DoseCalibrationFactor", 0x00541322, 0, ParameterKind::number},
};

/// Of the first item of RadiopharmaceuticalInformationSequence (0054,0016).
inline constexpr std::array radiopharmaceutical_table{
    ParameterRow{"Radiopharmaceutical", 0x00180031, 0, ParameterKind::text},
    ParameterRow{"InjectedRadioactivity", 0x00181074, 0, ParameterKind::number},
    ParameterRow{"RadionuclideHalfLife", 0x00181075, 0, ParameterKind::number},
    ParameterRow{"RadionuclidePositronFraction", 0x00181076, 0, ParameterKind::number},
    ParameterRow{"InjectedVolume", 0x00181071, 0, ParameterKind::number},
};

}  // namespace volvr::dicom
