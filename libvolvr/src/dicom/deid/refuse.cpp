// SPDX-License-Identifier: Apache-2.0
#include "dicom/deid/refuse.h"

#include <dcmtk/dcmdata/dctk.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "core/text.h"

namespace volvr::dicom::deid {

namespace {

enum class Kind {
  image,       ///< of the body; no text is expected in it
  screen,      ///< pixels that devices are known to write text into
  projection,  ///< X-ray runs: an original is an image, a derived one a screen
  report,      ///< structured content
  drawing,     ///< presentation states: graphics
  data,        ///< no pixels: geometry, doses, waveforms, measurements
  never,       ///< documents, video, photographs
};

struct Row {
  std::string_view sop_class;
  Kind kind;
};

constexpr std::array rows{
    Row{UID_CTImageStorage, Kind::image},
    Row{UID_EnhancedCTImageStorage, Kind::image},
    Row{UID_LegacyConvertedEnhancedCTImageStorage, Kind::image},
    Row{UID_MRImageStorage, Kind::image},
    Row{UID_EnhancedMRImageStorage, Kind::image},
    Row{UID_EnhancedMRColorImageStorage, Kind::image},
    Row{UID_LegacyConvertedEnhancedMRImageStorage, Kind::image},
    Row{UID_PositronEmissionTomographyImageStorage, Kind::image},
    Row{UID_EnhancedPETImageStorage, Kind::image},
    Row{UID_LegacyConvertedEnhancedPETImageStorage, Kind::image},
    Row{UID_NuclearMedicineImageStorage, Kind::image},
    Row{UID_ComputedRadiographyImageStorage, Kind::image},
    Row{UID_DigitalXRayImageStorageForPresentation, Kind::image},
    Row{UID_DigitalXRayImageStorageForProcessing, Kind::image},
    Row{UID_DigitalMammographyXRayImageStorageForPresentation, Kind::image},
    Row{UID_DigitalMammographyXRayImageStorageForProcessing, Kind::image},
    Row{UID_DigitalIntraOralXRayImageStorageForPresentation, Kind::image},
    Row{UID_DigitalIntraOralXRayImageStorageForProcessing, Kind::image},
    Row{UID_BreastTomosynthesisImageStorage, Kind::image},
    Row{UID_XRay3DAngiographicImageStorage, Kind::image},
    Row{UID_XRay3DCraniofacialImageStorage, Kind::image},
    Row{UID_RTImageStorage, Kind::image},
    Row{UID_RTDoseStorage, Kind::image},
    Row{UID_SegmentationStorage, Kind::image},
    Row{UID_ParametricMapStorage, Kind::image},
    Row{UID_XRayAngiographicImageStorage, Kind::projection},
    Row{UID_EnhancedXAImageStorage, Kind::projection},
    Row{UID_XRayRadiofluoroscopicImageStorage, Kind::projection},
    Row{UID_EnhancedXRFImageStorage, Kind::projection},
    Row{UID_UltrasoundImageStorage, Kind::screen},
    Row{UID_UltrasoundMultiframeImageStorage, Kind::screen},
    Row{UID_RETIRED_UltrasoundImageStorage, Kind::screen},
    Row{UID_RETIRED_UltrasoundMultiframeImageStorage, Kind::screen},
    Row{UID_EnhancedUSVolumeStorage, Kind::screen},
    Row{UID_SecondaryCaptureImageStorage, Kind::screen},
    Row{UID_MultiframeSingleBitSecondaryCaptureImageStorage, Kind::screen},
    Row{UID_MultiframeGrayscaleByteSecondaryCaptureImageStorage, Kind::screen},
    Row{UID_MultiframeGrayscaleWordSecondaryCaptureImageStorage, Kind::screen},
    Row{UID_MultiframeTrueColorSecondaryCaptureImageStorage, Kind::screen},
    Row{UID_BasicTextSRStorage, Kind::report},
    Row{UID_EnhancedSRStorage, Kind::report},
    Row{UID_ComprehensiveSRStorage, Kind::report},
    Row{UID_Comprehensive3DSRStorage, Kind::report},
    Row{UID_ExtensibleSRStorage, Kind::report},
    Row{UID_KeyObjectSelectionDocumentStorage, Kind::report},
    Row{UID_XRayRadiationDoseSRStorage, Kind::report},
    Row{UID_RadiopharmaceuticalRadiationDoseSRStorage, Kind::report},
    Row{UID_MammographyCADSRStorage, Kind::report},
    Row{UID_ChestCADSRStorage, Kind::report},
    Row{UID_GrayscaleSoftcopyPresentationStateStorage, Kind::drawing},
    Row{UID_ColorSoftcopyPresentationStateStorage, Kind::drawing},
    Row{UID_PseudoColorSoftcopyPresentationStateStorage, Kind::drawing},
    Row{UID_BlendingSoftcopyPresentationStateStorage, Kind::drawing},
    Row{UID_RTStructureSetStorage, Kind::data},
    Row{UID_RTPlanStorage, Kind::data},
    Row{UID_RTIonPlanStorage, Kind::data},
    Row{UID_RTBeamsTreatmentRecordStorage, Kind::data},
    Row{UID_SpatialRegistrationStorage, Kind::data},
    Row{UID_DeformableSpatialRegistrationStorage, Kind::data},
    Row{UID_SpatialFiducialsStorage, Kind::data},
    Row{UID_RealWorldValueMappingStorage, Kind::data},
    Row{UID_MRSpectroscopyStorage, Kind::data},
    Row{UID_TwelveLeadECGWaveformStorage, Kind::data},
    Row{UID_GeneralECGWaveformStorage, Kind::data},
    Row{UID_HemodynamicWaveformStorage, Kind::data},
    Row{UID_EncapsulatedPDFStorage, Kind::never},
    Row{UID_EncapsulatedCDAStorage, Kind::never},
    Row{UID_EncapsulatedSTLStorage, Kind::never},
    Row{UID_VideoEndoscopicImageStorage, Kind::never},
    Row{UID_VideoMicroscopicImageStorage, Kind::never},
    Row{UID_VideoPhotographicImageStorage, Kind::never},
    Row{UID_VLEndoscopicImageStorage, Kind::never},
    Row{UID_VLMicroscopicImageStorage, Kind::never},
    Row{UID_VLPhotographicImageStorage, Kind::never},
    Row{UID_RawDataStorage, Kind::never},
};

std::string text_of(DcmItem& item, const DcmTagKey& key) {
  OFString value;
  item.findAndGetOFStringArray(key, value);
  return std::string(trim(std::string_view(value.c_str(), value.size())));
}

const Row* row_of(DcmItem& data_set) {
  const std::string sop_class = text_of(data_set, DCM_SOPClassUID);
  const auto* const row = std::ranges::find(rows, sop_class, &Row::sop_class);
  return row == rows.end() ? nullptr : row;
}

// What scanners write into ImageType where the picture is a page, a screen or carries a legend.
bool is_page(std::string_view image_type) {
  constexpr std::array<std::string_view, 9> marks{"SCREEN", "DOSE",  "PASTED", "CAPTURE", "REPORT",
                                                  "PROT",   "TABLE", "SAVE",   "EVIDENCE"};
  return std::ranges::any_of(marks, [&](std::string_view mark) {
    return image_type.find(mark) != std::string_view::npos;
  });
}

bool is_secondary(std::string_view image_type) {
  const auto parts = split(image_type, '\\');
  return trim(parts[0]) == "DERIVED" || (parts.size() > 1 && trim(parts[1]) == "SECONDARY");
}

}  // namespace

std::optional<std::string> refusal(DcmItem& data_set, const DeidentifyOptions& options) {
  const Row* row = row_of(data_set);
  if (row == nullptr) {
    return "Its SOP class is not among those that volvr knows how to make anonymous.";
  }
  if (row->kind == Kind::never || data_set.tagExists(DCM_EncapsulatedDocument)) {
    return "It is a document, a video, a photograph or raw data: identity in it cannot be found.";
  }
  if (row->kind == Kind::report && !options.clean_structured_content) {
    return "It is a structured report, whose content is only treated with the option to clean "
           "structured content.";
  }
  if (row->kind == Kind::drawing && !options.clean_graphics) {
    return "It is a presentation state, whose drawings are only treated with the option to clean "
           "graphics.";
  }
  if (text_of(data_set, DCM_RecognizableVisualFeatures) == "YES") {
    return "It is declared to show a recognizable face, and volvr cannot clean visual features.";
  }
  return std::nullopt;
}

bool is_image(DcmItem& data_set) {
  const Row* row = row_of(data_set);
  return row != nullptr &&
         (row->kind == Kind::image || row->kind == Kind::screen || row->kind == Kind::projection);
}

std::optional<std::string> burned_in_risk(DcmItem& data_set) {
  const std::string declared = text_of(data_set, DCM_BurnedInAnnotation);
  const std::string image_type = text_of(data_set, DCM_ImageType);
  const Row* row = row_of(data_set);
  const Kind kind = row == nullptr ? Kind::screen : row->kind;
  if (kind == Kind::data || kind == Kind::report || kind == Kind::drawing) return std::nullopt;
  if (declared == "YES") return "Text is declared to be burned into its pixels.";
  // Devices that burn in the patient's name declare NO all the same.
  if (kind == Kind::screen) {
    return "It is of a kind (ultrasound, secondary capture) whose pixels often hold the patient's "
           "name.";
  }
  if (declared == "NO") return std::nullopt;
  Uint16 samples = 1;
  data_set.findAndGetUint16(DCM_SamplesPerPixel, samples);
  const bool pasted = kind == Kind::projection && is_secondary(image_type);
  if (pasted || is_page(image_type) || samples > 1 || data_set.tagExists(DCM_ConversionType)) {
    return "It is a page, a screen or a picture in colours, which may show text, and nothing says "
           "that it does not.";
  }
  return std::nullopt;
}

}  // namespace volvr::dicom::deid
