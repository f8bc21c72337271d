// SPDX-License-Identifier: Apache-2.0
#include "info_report.h"
#include "volvr/version.h"

namespace volvr::app {

namespace {

template <class Vector>
Json numbers(const Vector& vector) {
  Json list = Json::array();
  for (const auto value : vector) list.push_back(value);
  return list;
}

Json findings_json(const InfoReport& report, const std::vector<Finding>& findings) {
  Json list = Json::array();
  for (const Finding& finding : findings) {
    Json files = Json::array();
    for (const std::string& file : finding.files) files.push_back(report.shown_file(file));
    list.push_back({{"code", to_string(finding.code)},
                    {"severity", to_string(finding.severity)},
                    {"message", report.shown(finding)},
                    {"files", std::move(files)}});
  }
  return list;
}

Json volume_json(const InfoReport& report, const VolumeInfo& volume) {
  const GridGeometry& grid = volume.geometry;
  Json json = {
      {"label", volume.label}, {"loadable", is_loadable(volume)}, {"slices", volume.slices.size()}};
  if (is_loadable(volume)) {
    json["size"] = numbers(grid.size);
    json["spacing_mm"] = numbers(spacing(grid));
    json["origin_mm"] = numbers(origin(grid));
    Json rows = Json::array();
    for (int row = 0; row < 4; ++row) {
      rows.push_back(numbers(Eigen::RowVector4d(grid.patient_from_index.matrix().row(row))));
    }
    json["patient_from_index"] = std::move(rows);
    json["axis_codes"] = axis_codes(grid);
    json["plane"] = plane_name(grid);
    json["shear_degrees"] = shear_degrees(grid);
    const PixelLayout& pixels = volume.slices.front().pixels;
    json["transfer_syntax_uid"] = pixels.transfer_syntax_uid;
    json["bits_stored"] = pixels.bits_stored;
  }
  if (volume.label_source && !volume.label_source->joined.empty()) {
    Json labels = Json::array();
    for (const LabelEntry& entry : volume.label_source->joined) {
      labels.push_back({{"value", entry.value}, {"name", report.shown(entry.name)}});
    }
    json["labels"] = std::move(labels);
  }
  json["findings"] = findings_json(report, volume.findings);
  return json;
}

Json series_json(const InfoReport& report, const SeriesInfo& series) {
  Json json = {{"series_instance_uid", series.series_instance_uid},
               {"series_number", series.series_number},
               {"modality", series.modality},
               {"description", report.shown(series.series_description)},
               {"protocol", report.shown(series.protocol_name)},
               {"body_part", report.shown(series.body_part_examined)},
               {"manufacturer", series.manufacturer},
               {"model", series.manufacturer_model_name},
               {"patient_position", series.patient_position},
               {"image_type", series.image_type},
               {"units", series.units}};
  Json volumes = Json::array();
  for (const VolumeInfo& volume : series.volumes) volumes.push_back(volume_json(report, volume));
  json["volumes"] = std::move(volumes);
  json["findings"] = findings_json(report, series.findings);
  return json;
}

Json patient_json(const InfoReport& report, const PatientInfo& patient) {
  Json json = {{"label", "patient " + std::to_string(report.people.number_of(patient))}};
  if (report.show_identity) {
    json["identity"] = {{"patient_name", patient.patient_name},
                        {"patient_id", patient.patient_id},
                        {"issuer_of_patient_id", patient.issuer_of_patient_id},
                        {"patient_birth_date", patient.patient_birth_date},
                        {"patient_sex", patient.patient_sex}};
  }
  json["studies"] = Json::array();
  return json;
}

Json study_json(const InfoReport& report, const StudyInfo& study, std::size_t number) {
  Json json = {{"label", "study " + std::to_string(number)},
               {"description", report.shown(study.study_description)}};
  if (report.show_identity) {
    json["identity"] = {{"study_instance_uid", study.study_instance_uid},
                        {"study_id", study.study_id},
                        {"study_date", study.study_date},
                        {"study_time", study.study_time},
                        {"accession_number", study.accession_number}};
  }
  json["series"] = Json::array();
  return json;
}

}  // namespace

Json info_json(const InfoReport& report) {
  Json patients = Json::array();
  const SeriesInfo* before = nullptr;
  for (const SeriesInfo& series : report.catalog.series) {
    const bool next_patient = before == nullptr || report.people.number_of(before->patient) !=
                                                       report.people.number_of(series.patient);
    if (next_patient) patients.push_back(patient_json(report, series.patient));
    Json& studies = patients.back()["studies"];
    if (next_patient || before->study.study_instance_uid != series.study.study_instance_uid) {
      studies.push_back(study_json(report, series.study, studies.size() + 1));
    }
    studies.back()["series"].push_back(series_json(report, series));
    before = &series;
  }
  return {{"volvr", version},
          {"files_seen", report.catalog.files_seen},
          {"dicom_files", report.catalog.dicom_files},
          {"patients", std::move(patients)},
          {"findings", findings_json(report, report.catalog.findings)}};
}

}  // namespace volvr::app
