// SPDX-License-Identifier: Apache-2.0
#include "dicom/group.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "dicom/findings.h"

namespace volvr::dicom {

namespace {

// Who somebody is. Not the sex: it is often left out or corrected within one study.
using PatientKey = std::tuple<std::string, std::string, std::string, std::string>;
using SeriesKey = std::tuple<PatientKey, std::string, int, std::string>;

// "DOE^JANE^^" and "DOE^JANE" name the same person (PS3.5 6.2.1: trailing delimiters may be left).
std::string without_trailing_delimiters(std::string name) {
  while (!name.empty() && (name.back() == '^' || name.back() == '=' || name.back() == ' ')) {
    name.pop_back();
  }
  return name;
}

PatientKey patient_of(const Header& header) {
  const PatientInfo& patient = header.series->patient;
  return {patient.patient_id, patient.issuer_of_patient_id,
          without_trailing_delimiters(patient.patient_name), patient.patient_birth_date};
}

SeriesKey series_of(const Header& header) {
  return {patient_of(header), header.series->study.study_instance_uid, header.series->series_number,
          header.series->series_instance_uid};
}

}  // namespace

std::vector<SeriesGroup> group_by_series(std::vector<Header> headers) {
  std::map<SeriesKey, SeriesGroup> by_series;
  for (Header& header : headers) {
    SeriesGroup& group = by_series[series_of(header)];
    group.push_back(std::move(header));
  }
  std::vector<SeriesGroup> groups;
  for (auto& [key, group] : by_series) {
    std::ranges::sort(group, {}, [](const Header& h) { return h.instance.file; });
    groups.push_back(std::move(group));
  }
  return groups;
}

std::vector<Finding> patient_findings(const std::vector<SeriesGroup>& groups) {
  std::set<PatientKey> patients;
  std::map<std::string, std::set<PatientKey>> patients_of_series;
  for (const SeriesGroup& group : groups) {
    const PatientKey patient = patient_of(group.front());
    patients.insert(patient);
    patients_of_series[group.front().series->series_instance_uid].insert(patient);
  }
  std::vector<Finding> findings;
  if (patients.size() > 1) {
    findings.push_back(
        {FindingCode::several_patients,
         Severity::warning,
         "These files belong to " + std::to_string(patients.size()) + " different patients.",
         {}});
  }
  const auto shared = std::ranges::count_if(
      patients_of_series, [](const auto& entry) { return entry.second.size() > 1; });
  if (shared > 0) {
    findings.push_back({FindingCode::several_patients,
                        Severity::warning,
                        count_of(static_cast<std::size_t>(shared), "series UID") +
                            " used for more than one patient; their files are kept apart.",
                        {}});
  }
  return findings;
}

}  // namespace volvr::dicom
