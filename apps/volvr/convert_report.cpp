// SPDX-License-Identifier: Apache-2.0
#include "convert_report.h"

#include <format>
#include <fstream>
#include <system_error>

#include "json_text.h"
#include "volvr/version.h"

namespace volvr::app {

namespace {

Json findings_json(const std::vector<Finding>& findings) {
  Json list = Json::array();
  for (const Finding& finding : findings) {
    list.push_back({{"code", to_string(finding.code)},
                    {"severity", to_string(finding.severity)},
                    {"message", finding.message}});
  }
  return list;
}

Json files_json(const std::vector<ConvertedFile>& files) {
  Json list = Json::array();
  for (const ConvertedFile& file : files) {
    list.push_back(
        {{"name", file.name}, {"bytes", file.bytes}, {"crc32", std::format("{:08x}", file.crc32)}});
  }
  return list;
}

Json result_json(const ConvertResult& result) {
  Json json = {{"status", to_string(result.status)},    {"series", result.series_hash},
               {"series_number", result.series_number}, {"modality", result.modality},
               {"description", result.description},     {"label", result.label},
               {"files", files_json(result.files)}};
  if (result.shape.geometry.size.minCoeff() > 0) {
    const Eigen::Vector3i& size = result.shape.geometry.size;
    json["size"] = {size.x(), size.y(), size.z()};
    json["volumes"] = result.volumes;
    json["type"] = to_string(result.shape.type);
    json["unit"] = result.shape.unit;
  }
  json["findings"] = findings_json(result.findings);
  Json resampled = Json::array();
  for (const Resampling& one : result.resamplings) {
    resampled.push_back(
        {{"reason", one.reason}, {"interpolator", one.interpolator}, {"detail", one.detail}});
  }
  json["resampled"] = std::move(resampled);
  if (result.error) json["error"] = to_string(*result.error);
  if (!result.message.empty()) json["message"] = result.message;
  return json;
}

Json summary_json(const ConvertReport& report) {
  Json summary = {{"volvr", version}};
  for (const ConvertStatus status :
       {ConvertStatus::written, ConvertStatus::kept, ConvertStatus::refused, ConvertStatus::failed,
        ConvertStatus::passed_over}) {
    summary[std::string(to_string(status))] = report.count(status);
  }
  summary["findings"] = findings_json(report.findings);
  return {{"summary", std::move(summary)}};
}

std::string line(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

void write_report(const ConvertReport& report, const std::filesystem::path& file) {
  std::filesystem::path partial = file;
  partial += ".partial";
  std::ofstream out(partial, std::ios::binary);
  for (const ConvertResult& result : report.results) out << line(result_json(result));
  out << line(summary_json(report));
  out.close();
  std::error_code failed;
  if (out) std::filesystem::rename(partial, file, failed);
  if (out && !failed) return;
  std::filesystem::remove(partial, failed);
  throw Error(ErrorCode::not_writable, "The report " + file.string() + " cannot be written.",
              file.string(), "write");
}

}  // namespace volvr::app
