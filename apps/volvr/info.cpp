// SPDX-License-Identifier: Apache-2.0
#include "info.h"

#include <filesystem>
#include <iostream>
#include <memory>
#include <vector>

#include "info_report.h"
#include "progress_line.h"
#include "volvr/catalog.h"
#include "volvr/people.h"

namespace volvr::app {

namespace {

struct Options {
  std::vector<std::filesystem::path> paths;
  bool json = false;
  bool show_identity = false;
};

constexpr const char* footer =
    "The JSON is one object: files_seen, dicom_files, findings, and patients > studies > series >\n"
    "volumes. A series has series_instance_uid, series_number, modality, description, findings; a\n"
    "volume has loadable, size (voxels along i, j, k), spacing_mm, origin_mm, patient_from_index\n"
    "(4 x 4, rows, LPS millimetres), axis_codes, plane, shear_degrees, slices, findings, and, where\n"
    "it is a map of several labels, labels (value, name); a "
    "finding\n"
    "has code, severity (note, warning, error), message, files. Patients are numbered; who they "
    "are\n"
    "(identity), dates and accession numbers are there with --show-identity only, and elsewhere\n"
    "texts and file names that hold them say [withheld].\n";

ExitCode print(const Options& options) {
  Catalog catalog;
  {
    ProgressLine progress;
    catalog = scan(options.paths, {.progress = progress.sink()});
  }
  const People people(catalog);
  const InfoReport report{catalog, options.paths, people, options.show_identity};
  if (options.json) {
    std::cout << json_text(info_json(report));
  } else {
    print_info(std::cout, report);
  }
  return ExitCode::done;
}

}  // namespace

std::string InfoReport::shown(const std::string& text) const {
  return show_identity ? text : people.withheld(text);
}

std::string InfoReport::shown(const Finding& finding) const {
  return show_identity ? finding.message : people.withheld(finding);
}

std::string InfoReport::shown_file(const std::string& file) const {
  for (const auto& root : roots) {
    const auto relative = std::filesystem::path(file).lexically_relative(root);
    if (!relative.empty() && *relative.begin() != "..") {
      return relative == "." ? root.filename().string() : shown(relative.string());
    }
  }
  return shown(std::filesystem::path(file).filename().string());
}

void add_info(CLI::App& parser, std::function<ExitCode()>& work) {
  auto options = std::make_shared<Options>();
  CLI::App* verb = parser.add_subcommand(
      "info", "What is in folders and files: patients, studies, series, geometry, findings");
  verb->add_option("PATH", options->paths, "Folders and files to look into")->required();
  verb->add_flag("--json", options->json, "Print JSON");
  verb->add_flag("--show-identity", options->show_identity, "Say who the patients are");
  verb->footer(footer + exit_code_help());
  verb->callback([options, &work] { work = [options] { return print(*options); }; });
}

}  // namespace volvr::app
