// SPDX-License-Identifier: Apache-2.0
#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>
#include <string>

#include "core/text.h"
#include "dicom/value_scaling.h"
#include "dicom/whole_header.h"
#include "volvr/error.h"

namespace volvr::dicom {

namespace {

const DcmTagKey philips_pet_creator(0x7053, 0x0010);
const DcmTagKey philips_suv_factor(0x7053, 0x1000);

[[noreturn]] void refuse(const SeriesInfo& series, const std::string& reason) {
  throw Error(ErrorCode::invalid_argument,
              "Standardised uptake values cannot be computed: " + reason + ".",
              series.series_instance_uid);
}

std::string text_at(DcmItem& item, const DcmTagKey& tag) {
  OFString text;
  item.findAndGetOFString(tag, text);
  return std::string(trim(text.c_str()));
}

double positive(DcmItem& item, const DcmTagKey& tag, const char* keyword,
                const SeriesInfo& series) {
  const auto value = parse_number(text_at(item, tag));
  if (!value || *value <= 0.0 || !std::isfinite(*value)) {
    refuse(series, std::string(keyword) + " is missing or no positive number");
  }
  return *value;
}

// Seconds since some day long ago, of DA "YYYYMMDD" and TM "HHMMSS.ffffff".
std::optional<double> seconds_of(const std::string& date, const std::string& time) {
  if (date.size() < 8 || time.size() < 6) return std::nullopt;
  const auto year = parse_integer(date.substr(0, 4));
  const auto month = parse_integer(date.substr(4, 2));
  const auto day = parse_integer(date.substr(6, 2));
  const auto hours = parse_integer(time.substr(0, 2));
  const auto minutes = parse_integer(time.substr(2, 2));
  const auto seconds = parse_number(time.substr(4, time.find_first_of("+-") - 4));
  if (!year || !month || !day || !hours || !minutes || !seconds) return std::nullopt;
  const std::chrono::year_month_day when{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!when.ok()) return std::nullopt;
  const auto days = std::chrono::sys_days(when).time_since_epoch().count();
  return static_cast<double>(days) * 86400.0 + *hours * 3600.0 + *minutes * 60.0 + *seconds;
}

// The moment to which images are corrected that say START: the series' own time, or, where that was
// written later than the scan, the first acquisition (QIBA FDG-PET/CT profile, appendix G).
double scan_start(const SeriesInfo& series, const VolumeInfo& volume, const Settings& settings) {
  std::optional<double> start;
  std::optional<double> first;
  const std::filesystem::path* opened = nullptr;
  for (const SourceInstance& slice : volume.slices) {
    if (opened != nullptr && *opened == slice.file) continue;
    opened = &slice.file;
    WholeHeader header(slice.file, settings);
    DcmItem& item = header.items();
    if (!start) start = seconds_of(text_at(item, DCM_SeriesDate), text_at(item, DCM_SeriesTime));
    const auto time =
        seconds_of(text_at(item, DCM_AcquisitionDate), text_at(item, DCM_AcquisitionTime));
    if (time && (!first || *time < *first)) first = time;
  }
  if (start && (!first || *start <= *first)) return *start;
  if (!first) refuse(series, "neither SeriesTime nor AcquisitionTime is there");
  return *first;
}

double injection_time(DcmItem& drug, DcmItem& data_set, double start, const SeriesInfo& series) {
  const std::string whole = text_at(drug, DCM_RadiopharmaceuticalStartDateTime);
  if (whole.size() >= 14) {
    if (const auto time = seconds_of(whole.substr(0, 8), whole.substr(8))) return *time;
  }
  // A time without its day is of the day of the scan, or of the evening before.
  auto time = seconds_of(text_at(data_set, DCM_SeriesDate),
                         text_at(drug, DCM_RadiopharmaceuticalStartTime));
  if (!time) refuse(series, "RadiopharmaceuticalStartTime is missing");
  return *time > start ? *time - 86400.0 : *time;
}

// What the dose had decayed to when the scan began, in Bq.
double dose_at_start(DcmItem& data_set, const SeriesInfo& series, const VolumeInfo& volume,
                     const Settings& settings) {
  DcmItem* drug = nullptr;
  if (data_set.findAndGetSequenceItem(DCM_RadiopharmaceuticalInformationSequence, drug, 0).bad()) {
    refuse(series, "RadiopharmaceuticalInformationSequence is missing");
  }
  const double dose = positive(*drug, DCM_RadionuclideTotalDose, "RadionuclideTotalDose", series);
  const std::string correction = text_at(data_set, DCM_DecayCorrection);
  if (correction == "ADMIN") return dose;
  if (correction != "START") refuse(series, "DecayCorrection is neither START nor ADMIN");
  const double half_life =
      positive(*drug, DCM_RadionuclideHalfLife, "RadionuclideHalfLife", series);
  const double start = scan_start(series, volume, settings);
  const double elapsed = start - injection_time(*drug, data_set, start, series);
  if (elapsed < 0.0 || elapsed > 86400.0) {
    refuse(series, "the times of injection and scan are more than a day apart");
  }
  return dose * std::exp2(-elapsed / half_life);
}

// By what the activity a gram is multiplied with, in g or cm².
double body_size(DcmItem& item, const SeriesInfo& series, PetValue value) {
  const double kilograms = positive(item, DCM_PatientWeight, "PatientWeight", series);
  if (value == PetValue::suv_body_weight) return kilograms * 1000.0;
  const double metres = positive(item, DCM_PatientSize, "PatientSize", series);
  if (value == PetValue::suv_body_surface) {
    return 0.007184 * std::pow(kilograms, 0.425) * std::pow(metres * 100.0, 0.725) * 1e4;
  }
  const double mass_index = kilograms / (metres * metres);
  const std::string sex = text_at(item, DCM_PatientSex);
  if (sex != "M" && sex != "F") refuse(series, "PatientSex is neither M nor F");
  return sex == "M" ? 9270.0 * kilograms / (6680.0 + 216.0 * mass_index) * 1000.0
                    : 9270.0 * kilograms / (8780.0 + 244.0 * mass_index) * 1000.0;
}

std::string uptake_type(DcmItem& item) {
  return text_at(item, DcmTagKey(0x0054, 0x1006));  // SUVType
}

// Whether the values are already what is asked for, so that nothing of the patient is needed.
bool is_already(DcmItem& item, const SeriesInfo& series, PetValue value) {
  const std::string type = uptake_type(item);
  if (value == PetValue::suv_body_surface) {
    return series.units == "CM2ML" && (type.empty() || type == "BSA");
  }
  if (series.units != "GML") return false;
  return value == PetValue::suv_lean_body ? type == "LBMJANMA" : type.empty() || type == "BW";
}

// Lean body mass by James (1976) with the later factor for men; kg and cm.
double lean_mass_of_james(DcmItem& item, const SeriesInfo& series) {
  const double kilograms = positive(item, DCM_PatientWeight, "PatientWeight", series);
  const double ratio =
      kilograms / (positive(item, DCM_PatientSize, "PatientSize", series) * 100.0);
  const std::string sex = text_at(item, DCM_PatientSex);
  if (sex != "M" && sex != "F") refuse(series, "PatientSex is neither M nor F");
  const double mass = sex == "M" ? 1.10 * kilograms - 128.0 * ratio * ratio
                                 : 1.07 * kilograms - 148.0 * ratio * ratio;
  if (mass <= 0.0) refuse(series, "James' lean body mass is not positive for this patient");
  return mass * 1000.0;
}

// Values that are uptake already were multiplied by this (SUVType, PS3.3 C.8.9.1).
double size_counted_by(DcmItem& item, const SeriesInfo& series) {
  const std::string type = uptake_type(item);
  if (series.units == "CM2ML" && (type.empty() || type == "BSA")) {
    return body_size(item, series, PetValue::suv_body_surface);
  }
  if (series.units == "GML") {
    if (type.empty() || type == "BW") return body_size(item, series, PetValue::suv_body_weight);
    if (type == "LBMJANMA") return body_size(item, series, PetValue::suv_lean_body);
    if (type == "LBMJAMES128") return lean_mass_of_james(item, series);
  }
  refuse(series, "its values are uptake already, in " + series.units + " of SUVType " +
                     (type.empty() ? "none" : type) +
                     ", which has no one formula; loaded as stored they are what the scanner told");
}

std::optional<double> philips_factor(DcmItem& item) {
  if (text_at(item, philips_pet_creator) != "Philips PET Private Group") return std::nullopt;
  const auto factor = parse_number(text_at(item, philips_suv_factor));
  return factor && *factor > 0.0 ? factor : std::nullopt;
}

}  // namespace

double uptake_factor(const SeriesInfo& series, const VolumeInfo& volume, PetValue value,
                     const Settings& settings) {
  if (series.modality != "PT") refuse(series, "the series is no PET");
  WholeHeader header(volume.slices.front().file, settings);
  DcmItem& item = header.items();
  if (volume.slices.front().pixels.modality_lut_bits > 0) {
    refuse(series, "its values are given by a ModalityLUTSequence");
  }
  if (is_already(item, series, value)) return 1.0;
  const double size = body_size(item, series, value);
  const double by_weight =
      value == PetValue::suv_body_weight ? 1.0
                                         : size / body_size(item, series, PetValue::suv_body_weight);
  if (series.units == "BQML") return size / dose_at_start(item, series, volume, settings);
  if (series.units == "CNTS") {
    if (const auto factor = philips_factor(item)) return *factor * by_weight;
    refuse(series, "its Units are counts, and no factor for them is told");
  }
  if (series.units == "GML" || series.units == "CM2ML") {
    return size / size_counted_by(item, series);
  }
  refuse(series, "its Units are " + (series.units.empty() ? "absent" : series.units));
}

}  // namespace volvr::dicom
