// SPDX-License-Identifier: Apache-2.0
#include "convert.h"

#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "choose_series.h"
#include "output_names.h"
#include "people.h"
#include "program.h"
#include "progress_line.h"
#include "text.h"
#include "volvr/catalog.h"
#include "volvr/load.h"
#include "volvr/save.h"

namespace volvr::app {

namespace {

struct Options {
  std::vector<std::filesystem::path> inputs;
  std::filesystem::path folder;
  std::string format = "nii.gz";
  std::string series;
  bool overwrite = false;
};

// One run: what was done so far, and the first thing that went wrong.
class Conversion {
 public:
  Conversion(const Options& options, const Catalog& catalog)
      : options_(options),
        catalog_(catalog),
        people_(catalog),
        names_(people_, options.folder, options.format) {}

  ExitCode run() {
    warn_of(catalog_.findings, "");
    for (const SeriesInfo& series : catalog_.series) {
      if (!options_.series.empty() && !is_named(series, options_.series)) continue;
      for (std::size_t i = 0; i < series.volumes.size(); ++i) take(series, i);
      if (series.volumes.empty()) pass_over(series);
    }
    if (done_ > 0) return failure_ ? ExitCode::some_failed : ExitCode::done;
    if (!failure_) fail(ErrorCode::not_dicom, "There is no series of slices to be converted.");
    return exit_code_for(*failure_);
  }

 private:
  static std::string label(const SeriesInfo& series) {
    return "series " + std::to_string(series.series_number) + ": ";
  }

  void fail(ErrorCode code, const std::string& sentence) {
    progress_.wipe();
    complain(sentence);
    if (!failure_) failure_ = code;
  }

  void warn_of(const std::vector<Finding>& findings, const std::string& what) {
    for (const Finding& finding : findings) {
      if (finding.severity == Severity::note) continue;
      const std::string sentence = what + people_.withheld(finding);
      if (!warned_.insert(sentence).second) continue;  // of the series, met with each volume
      progress_.wipe();
      warn(sentence);
    }
  }

  // What `load` says of a volume that cannot be loaded is its finding.
  std::string reason(const Error& error, const VolumeInfo& volume) const {
    for (const Finding& finding : volume.findings) {
      if (finding.message == error.what()) return people_.withheld(finding);
    }
    return people_.withheld(error);
  }

  // A series without volumes: pages and the like are no failure, slices that cannot be read are.
  void pass_over(const SeriesInfo& series) {
    const Finding* reason = gravest_finding(series);
    if (reason == nullptr) return;
    const std::string sentence = label(series) + people_.withheld(*reason);
    if (reason->severity == Severity::error) {
      fail(ErrorCode::unsupported, sentence);
    } else {
      progress_.wipe();
      warn(sentence);
    }
  }

  void take(const SeriesInfo& series, std::size_t index) {
    try {
      const Volume volume = load(series, {.volume = index, .progress = progress_.sink()});
      const auto file = names_.next(series, series.volumes[index]);
      save(volume, file, {.overwrite = options_.overwrite, .progress = progress_.sink()});
      progress_.wipe();
      std::cout << printable(file.string()) << ": " << size_text(volume.geometry().size) << ", "
                << to_string(volume.type()) << (volume.unit().empty() ? "" : ", ") << volume.unit()
                << std::endl;
      ++done_;
      warn_of(volume.provenance().findings, label(series));
    } catch (const Error& error) {
      if (error.code() == ErrorCode::cancelled) throw;
      fail(error.code(), label(series) + reason(error, series.volumes[index]));
    }
  }

  const Options& options_;
  const Catalog& catalog_;
  People people_;
  OutputNames names_;
  ProgressLine progress_;
  std::set<std::string> warned_;
  std::size_t done_ = 0;
  std::optional<ErrorCode> failure_;
};

void make_folder(const std::filesystem::path& folder) {
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (failed || !std::filesystem::is_directory(folder)) {
    throw Error(ErrorCode::not_writable, "The folder " + folder.string() + " cannot be made.",
                folder.string(), "create_directories");
  }
}

ExitCode convert(const Options& options) {
  Catalog catalog;
  {
    ProgressLine progress;
    catalog = scan(options.inputs, {.progress = progress.sink()});
  }
  require_series(catalog, options.series);
  make_folder(options.folder);
  return Conversion(options, catalog).run();
}

}  // namespace

void add_convert(CLI::App& parser, std::function<ExitCode()>& work) {
  auto options = std::make_shared<Options>();
  CLI::App* verb = parser.add_subcommand("convert", "Writes each volume to a file of its own");
  std::vector<std::string> formats(save_formats().begin(), save_formats().end());
  verb->add_option("IN", options->inputs, "Folders and files to look into")->required();
  verb->add_option("-o,--out", options->folder, "Folder for the files, made if absent")->required();
  verb->add_option("--format", options->format, "Format of the files")
      ->check(CLI::IsMember(formats))
      ->capture_default_str();
  verb->add_option("--series", options->series, "Only the series of this number or UID");
  verb->add_flag("--overwrite", options->overwrite, "Replace files that exist");
  verb->footer(
      "Values are as the study means them (Hounsfield units, Bq/ml). Files are named by series\n"
      "number and description, without patient identity. What goes wrong with one volume does not\n"
      "stop the others.\n\n" +
      exit_code_help());
  verb->callback([options, &work] { work = [options] { return convert(*options); }; });
}

}  // namespace volvr::app
