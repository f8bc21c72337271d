// SPDX-License-Identifier: Apache-2.0
#include "volvr/acquisition.h"

#include <algorithm>
#include <cmath>

#include "core/text.h"
#include "dicom/parameter_source.h"
#include "volvr/error.h"

namespace volvr {

namespace {

using dicom::ParameterSource;
using dicom::Tag;

constexpr Tag in_plane_phase_encoding = 0x00181312, repetition_time = 0x00180080;
constexpr Tag frame_acquisition_time = 0x00189074, actual_frame_duration = 0x00181242;
constexpr Tag mosaic_times = 0x00191029, phase_bandwidth = 0x00191028, units = 0x00541001;
constexpr Tag radiopharmaceuticals = 0x00540016;
constexpr std::string_view siemens = "SIEMENS MR HEADER";
constexpr double least_time_between_slices = 1e-4;  // seconds

class Reader {
 public:
  Reader(const SeriesInfo& series, const std::vector<std::size_t>& volumes,
         const Settings& settings)
      : series_(series),
        volumes_(volumes),
        settings_(settings),
        first_(volume(0)),
        source_(first_.slices.front(), settings) {}

  std::vector<AcquisitionParameter> read() {
    const int frame = first_.slices.front().frame;
    for (const auto& row : dicom::parameter_table) {
      if (const auto value = source_.value(row, frame)) {
        add(row.name, *value, row.kind == dicom::ParameterKind::free_text);
      }
    }
    if (series_.modality == "PT") add_pet(frame);
    if (series_.modality == "MR") {
      add_phase_encoding(frame);
      add_slice_timing();
    }
    return std::move(parameters_);
  }

 private:
  const VolumeInfo& volume(std::size_t number) const {
    if (number >= volumes_.size() || volumes_[number] >= series_.volumes.size() ||
        series_.volumes[volumes_[number]].slices.empty()) {
      throw Error(ErrorCode::invalid_argument, "There is no such volume in the series.",
                  series_.series_instance_uid);
    }
    return series_.volumes[volumes_[number]];
  }

  void add(std::string_view name, ParameterValue value, bool is_free_text = false) {
    parameters_.push_back({std::string(name), std::move(value), is_free_text});
  }

  void add_pet(int frame) {
    for (const auto& row : dicom::radiopharmaceutical_table) {
      const auto value = source_.value_in(radiopharmaceuticals, row);
      if (!value) continue;
      add(row.name, *value);
      if (row.name == "InjectedRadioactivity") add("InjectedRadioactivityUnits", "Bq");
    }
    if (const auto unit = source_.text(units, frame)) {
      add("Units", *unit == "BQML" ? std::string("Bq/mL") : *unit);
    }
    std::vector<double> starts, durations;
    for (std::size_t i = 0; i < volumes_.size(); ++i) {
      const VolumeInfo& one = volume(i);
      if (one.time) starts.push_back(*one.time);
      const SourceInstance& slice = one.slices.front();
      const auto ms = i == 0 ? source_.numbers(actual_frame_duration, slice.frame)
                             : ParameterSource(slice, settings_).numbers(actual_frame_duration, slice.frame);
      if (!ms.empty()) durations.push_back(ms[0] * dicom::seconds_of_ms);
    }
    if (starts.size() == volumes_.size()) add("FrameTimesStart", starts);
    if (durations.size() == volumes_.size()) add("FrameDuration", durations);
  }

  void add_phase_encoding(int frame) {
    const auto along = source_.text(in_plane_phase_encoding, frame);
    if (!along) return;
    const bool is_row = *along == "ROW";
    if (!is_row && *along != "COL" && *along != "COLUMN") return;
    add("PhaseEncodingAxis", is_row ? "i" : "j");
    const auto hertz = source_.private_numbers(phase_bandwidth, siemens);
    const int lines = is_row ? first_.geometry.size.x() : first_.geometry.size.y();
    if (hertz.empty() || !(hertz[0] > 0.0) || lines < 2) return;
    // As BIDS defines both: by the lines of the reconstructed image (of one tile of a mosaic).
    const double spacing = 1.0 / (hertz[0] * lines);
    add("EffectiveEchoSpacing", spacing);
    add("TotalReadoutTime", spacing * (lines - 1));
  }

  void add_slice_timing() {
    std::vector<double> seconds = source_.is_multi_frame() ? times_of_frames() : times_of_mosaic();
    if (seconds.size() != first_.slices.size() || seconds.size() < 2) return;
    const auto [least, most] = std::ranges::minmax(seconds);
    const auto repetition = source_.numbers(repetition_time, first_.slices.front().frame);
    const bool within = !repetition.empty() && most - least < repetition[0] * 0.001 + 1e-3;
    if (!within || most - least < least_time_between_slices) return;
    for (double& time : seconds) time = std::round((time - least) * 1e6) / 1e6;
    add("SliceTiming", seconds);
  }

  // One time for every tile of the mosaic, in the order of the tiles.
  std::vector<double> times_of_mosaic() const {
    const auto ms = source_.private_numbers(mosaic_times, siemens);
    std::vector<double> seconds;
    for (const SourceInstance& slice : first_.slices) {
      const bool same_file = slice.file == first_.slices.front().file;
      if (!same_file || slice.frame < 0 || static_cast<std::size_t>(slice.frame) >= ms.size()) {
        return {};
      }
      seconds.push_back(ms[static_cast<std::size_t>(slice.frame)] * dicom::seconds_of_ms);
    }
    return seconds;
  }

  // Seconds of the day; a scan across midnight leaves the bounds of a repetition, and is dropped.
  std::vector<double> times_of_frames() const {
    constexpr std::size_t date_digits = 8, time_digits = 6;
    std::vector<double> seconds;
    for (const SourceInstance& slice : first_.slices) {
      if (slice.file != first_.slices.front().file) return {};
      const auto moment = source_.text(frame_acquisition_time, slice.frame);
      if (!moment || moment->size() < date_digits + time_digits) return {};
      const std::string time =
          moment->substr(date_digits, moment->find_first_of("+-") - date_digits);
      const auto hours = parse_integer(time.substr(0, 2)),
                 minutes = parse_integer(time.substr(2, 2));
      const auto rest = parse_number(time.substr(4));
      if (!hours || !minutes || !rest) return {};
      seconds.push_back(3600.0 * *hours + 60.0 * *minutes + *rest);
    }
    return seconds;
  }

  const SeriesInfo& series_;
  const std::vector<std::size_t>& volumes_;
  const Settings& settings_;
  const VolumeInfo& first_;
  ParameterSource source_;
  std::vector<AcquisitionParameter> parameters_;
};

}  // namespace

std::vector<AcquisitionParameter> acquisition_parameters(const SeriesInfo& series,
                                                         const std::vector<std::size_t>& volumes,
                                                         const Settings& settings) {
  return Reader(series, volumes, settings).read();
}

}  // namespace volvr
