// SPDX-License-Identifier: Apache-2.0
#include <format>

#include "info_report.h"
#include "text.h"

namespace volvr::app {

namespace {

void print_findings(std::ostream& out, const InfoReport& report,
                    const std::vector<Finding>& findings, const std::string& indent) {
  for (const Finding& finding : findings) {
    out << indent << to_string(finding.severity) << ": " << printable(report.shown(finding))
        << '\n';
  }
}

std::string quoted(const InfoReport& report, const std::string& text) {
  return text.empty() ? std::string() : ", \"" + printable(report.shown(text)) + "\"";
}

void print_volume(std::ostream& out, const InfoReport& report, const VolumeInfo& volume,
                  const std::string& indent) {
  const GridGeometry& grid = volume.geometry;
  out << indent << (volume.label.empty() ? "volume" : "volume, " + printable(volume.label)) << ": ";
  if (is_loadable(volume)) {
    out << size_text(grid.size) << ", " << spacing_text(spacing(grid)) << ", " << plane_name(grid)
        << ", axes " << axis_codes(grid)
        << std::format(", origin ({:.2f}, {:.2f}, {:.2f})\n", origin(grid).x(), origin(grid).y(),
                       origin(grid).z());
  } else {
    out << counted(volume.slices.size(), "slice") << ", cannot be loaded\n";
  }
  print_findings(out, report, volume.findings, indent + "  ");
}

void print_series(std::ostream& out, const InfoReport& report, const SeriesInfo& series) {
  out << "    series " << series.series_number << ": "
      << (series.modality.empty() ? "unknown modality" : printable(series.modality))
      << quoted(report, series.series_description) << '\n'
      << "      " << printable(series.series_instance_uid) << '\n';
  print_findings(out, report, series.findings, "      ");
  for (const VolumeInfo& volume : series.volumes) print_volume(out, report, volume, "      ");
}

void print_patient(std::ostream& out, const InfoReport& report, const PatientInfo& patient) {
  out << "patient " << report.people.number_of(patient);
  if (report.show_identity) {
    out << ": " << printable(patient.patient_name) << ", ID " << printable(patient.patient_id);
    if (!patient.patient_birth_date.empty()) {
      out << ", born " << printable(patient.patient_birth_date);
    }
    if (!patient.patient_sex.empty()) out << ", " << printable(patient.patient_sex);
  }
  out << '\n';
}

void print_study(std::ostream& out, const InfoReport& report, const StudyInfo& study,
                 std::size_t number) {
  out << "  study " << number << quoted(report, study.study_description);
  if (report.show_identity) {
    out << ", " << printable(study.study_date) << ", accession number "
        << printable(study.accession_number);
  }
  out << '\n';
}

}  // namespace

void print_info(std::ostream& out, const InfoReport& report) {
  out << counted(report.catalog.files_seen, "file") << ", " << report.catalog.dicom_files
      << " of them DICOM\n";
  std::size_t patient = 0;
  std::size_t study = 0;
  const SeriesInfo* before = nullptr;
  for (const SeriesInfo& series : report.catalog.series) {
    const std::size_t number = report.people.number_of(series.patient);
    const bool next_patient = before == nullptr || number != patient;
    if (next_patient) {
      print_patient(out, report, series.patient);
      patient = number;
      study = 0;
    }
    if (next_patient || series.study.study_instance_uid != before->study.study_instance_uid) {
      print_study(out, report, series.study, ++study);
    }
    print_series(out, report, series);
    before = &series;
  }
  print_findings(out, report, report.catalog.findings, "");
}

}  // namespace volvr::app
