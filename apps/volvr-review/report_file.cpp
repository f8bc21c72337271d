// SPDX-License-Identifier: Apache-2.0
#include "report_file.h"

#include <cerrno>
#include <fstream>
#include <system_error>

#include "json_text.h"
#include "volvr/error.h"

namespace volvr::app {

void write_report(const ViewerReport& report, const std::string& loaded,
                  const std::filesystem::path& file) {
  const Json json = {{"display", report.display},
                     {"graphics", report.graphics},
                     {"width", report.width},
                     {"height", report.height},
                     {"loaded", loaded},
                     {"ended_because", report.ended_because},
                     {"frame_seconds", report.frame_seconds}};
  const std::filesystem::path partial = file.string() + ".partial";
  std::ofstream output(partial);
  output << json_text(json);
  output.close();
  std::error_code failed;
  if (output) std::filesystem::rename(partial, file, failed);
  if (output && !failed) return;
  const bool full = errno == ENOSPC;
  std::filesystem::remove(partial, failed);
  throw Error(full ? ErrorCode::no_space : ErrorCode::not_writable,
              "The report " + file.string() + " cannot be written.", file.string(), "write");
}

}  // namespace volvr::app
