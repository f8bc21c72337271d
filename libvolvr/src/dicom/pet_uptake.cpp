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
double scan_start(const SeriesInfo& series, const VolumeInfo& volume) {
  std::optional<double> start;
  std::optional<double> first;
  const std::filesystem::path* opened = nullptr;
  for (const SourceInstance& slice : volume.slices) {
    if (opened != nullptr && *opened == slice.file) continue;
    opened = &slice.file;
    WholeHeader header(slice.file);
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
double dose_at_start(DcmItem& data_set, const SeriesInfo& series, const VolumeInfo& volume) {
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
  const double start = scan_start(series, volume);
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

std::optional<double> philips_factor(DcmItem& item) {
  if (text_at(item, philips_pet_creator) != "Philips PET Private Group") return std::nullopt;
  const auto factor = parse_number(text_at(item, philips_suv_factor));
  return factor && *factor > 0.0 ? factor : std::nullopt;
}

}  // namespace

double uptake_factor(const SeriesInfo& series, const VolumeInfo& volume, PetValue value) {
  if (series.modality != "PT") refuse(series, "the series is no PET");
  WholeHeader header(volume.slices.front().file);
  DcmItem& item = header.items();
  const double size = body_size(item, series, value);
  const double by_weight =
      value == PetValue::suv_body_weight ? 1.0
                                         : size / body_size(item, series, PetValue::suv_body_weight);
  if (series.units == "BQML") return size / dose_at_start(item, series, volume);
  if (series.units == "CNTS") {
    if (const auto factor = philips_factor(item)) return *factor * by_weight;
    refuse(series, "its Units are counts, and no factor for them is told");
  }
  const std::string type = text_at(item, DcmTagKey(0x0054, 0x1006));  // SUVType
  if (series.units == "GML" && (type.empty() || type == "BW")) return by_weight;
  refuse(series, "its Units are " + (series.units.empty() ? "absent" : series.units));
}

}  // namespace volvr::dicom
