// SPDX-License-Identifier: Apache-2.0
#include "convert.h"

#include <algorithm>
#include <filesystem>
#include <format>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "convert_report.h"
#include "option_values.h"
#include "profile_options.h"
#include "program.h"
#include "progress_line.h"
#include "text.h"
#include "volvr/convert.h"
#include "volvr/deidentify.h"
#include "volvr/save.h"

namespace volvr::app {

namespace {

struct Arguments {
  std::vector<std::filesystem::path> inputs;
  std::filesystem::path folder;
  std::filesystem::path report;
  std::string shard;
  std::string max_memory;
  std::vector<std::string> resample;
  std::vector<std::string> settings;
  bool deidentify = false;
  ProfileArguments profile;
  std::string profile_option;  ///< one that was given
  ConvertOptions options;
};

const std::map<std::string, Scaling> scalings = {{"displayed", Scaling::displayed},
                                                 {"real-world", Scaling::real_world},
                                                 {"precise", Scaling::precise},
                                                 {"stored", Scaling::stored}};
const std::map<std::string, PetValue> pet_values = {{"bw", PetValue::suv_body_weight},
                                                    {"lbm", PetValue::suv_lean_body},
                                                    {"bsa", PetValue::suv_body_surface}};

// Says what became of each output while the batch runs, and remembers what is to be said once.
class Telling {
 public:
  Telling(const Arguments& arguments, ProgressLine& progress)
      : arguments_(arguments), progress_(progress) {}

  void tell(const ConvertResult& result) {
    progress_.wipe();
    switch (result.status) {
      case ConvertStatus::written:
      case ConvertStatus::kept:
        ++done_;
        std::cout << done_line(result) << std::endl;
        if (!result.message.empty()) std::cout << "  " << result.message << std::endl;
        warn_of(result.findings, label(result));
        break;
      case ConvertStatus::refused:
      case ConvertStatus::failed:
        complain(label(result) + result.message);
        if (!failure_) failure_ = result.error;
        break;
      case ConvertStatus::passed_over:
        if (!result.message.empty()) warn(label(result) + result.message);
        break;
    }
  }

  void warn_of(const std::vector<Finding>& findings, const std::string& what) {
    for (const Finding& finding : findings) {
      if (finding.severity == Severity::note) continue;
      const std::string sentence = what + finding.message;
      if (warned_.insert(sentence).second) warn(sentence);
    }
  }

  ExitCode summary(const ConvertReport& report) {
    progress_.wipe();
    warn_of(report.findings, "");
    if (report.results.size() > 1) std::cout << summary_line(report) << std::endl;
    if (done_ > 0) return failure_ ? ExitCode::some_failed : ExitCode::done;
    if (failure_) return exit_code_for(*failure_);
    if (arguments_.options.shard.count > 1) return ExitCode::done;  // the others have it all
    complain("There is no series of slices to be converted.");
    return exit_code_for(ErrorCode::not_dicom);
  }

 private:
  static std::string label(const ConvertResult& result) {
    return "series " + std::to_string(result.series_number) + ": ";
  }

  std::string done_line(const ConvertResult& result) const {
    const VolumeShape& shape = result.shape;
    std::string line = printable((arguments_.folder / result.files.front().name).string()) + ": " +
                       size_text(shape.geometry.size);
    if (result.volumes > 1) line += " × " + std::to_string(result.volumes);
    line += std::format(", {}", to_string(shape.type));
    if (!shape.unit.empty()) line += ", " + shape.unit;
    for (const Resampling& one : result.resamplings) line += ", resampled (" + one.reason + ")";
    return line + (result.status == ConvertStatus::kept ? ", kept" : "");
  }

  static std::string summary_line(const ConvertReport& report) {
    std::string line;
    for (const ConvertStatus status :
         {ConvertStatus::written, ConvertStatus::kept, ConvertStatus::refused,
          ConvertStatus::failed, ConvertStatus::passed_over}) {
      const std::size_t count = report.count(status);
      if (count == 0) continue;
      const bool over = status == ConvertStatus::passed_over;
      line += std::format("{}{} {}", line.empty() ? "" : ", ", count,
                          over ? "passed over" : to_string(status));
    }
    return line;
  }

  const Arguments& arguments_;
  ProgressLine& progress_;
  std::set<std::string> warned_;
  std::size_t done_ = 0;
  std::optional<ErrorCode> failure_;
};

void complete(Arguments& arguments) {
  ConvertOptions& options = arguments.options;
  if (!arguments.shard.empty()) options.shard = shard_of(arguments.shard);
  if (!arguments.max_memory.empty()) options.max_memory = bytes_of(arguments.max_memory);
  for (const std::string& what : arguments.resample) {
    (what == "tilt" ? options.resample_tilt : options.resample_slices) = true;
  }
  options.settings = settings_of(arguments.settings);
  if (!arguments.profile_option.empty() && !arguments.deidentify) {
    throw Error(ErrorCode::invalid_argument,
                arguments.profile_option + " is for --deidentify alone.");
  }
}

ExitCode convert(Arguments arguments) {
  complete(arguments);
  ProgressLine progress;
  Telling telling(arguments, progress);
  std::optional<Deidentifier> deidentifier;
  if (arguments.deidentify) deidentifier = deidentifier_of(arguments.profile);
  arguments.options.deidentifier = deidentifier ? &*deidentifier : nullptr;
  arguments.options.progress = progress.sink();
  arguments.options.on_result = [&](const ConvertResult& result) { telling.tell(result); };
  const ConvertReport report =
      volvr::convert(arguments.inputs, arguments.folder, arguments.options);
  const ExitCode code = telling.summary(report);
  if (!arguments.report.empty()) write_report(report, arguments.report);
  return code;
}

std::string names_help() {
  std::string text = "Names (--name) are text with placeholders:\n";
  for (const NamePlaceholder& one : name_placeholders()) {
    text += std::format("  {:<15} {}{}\n", "{" + std::string(one.name) + "}", one.help,
                        one.identity ? " (needs --identity-in-names)" : "");
  }
  return text;
}

void add_what_is_made(CLI::App& verb, Arguments& arguments) {
  ConvertOptions& options = arguments.options;
  const std::vector<std::string> formats(convert_formats().begin(), convert_formats().end());
  verb.add_option("--format", options.format, "Format of the files")
      ->check(CLI::IsMember(formats))
      ->capture_default_str();
  verb.add_option("--series", options.series, "Only the series of this number or UID");
  verb.add_option("--name", options.name, "Names of the files, see below");
  verb.add_flag("--identity-in-names", options.identity_in_names,
                "Allow names that tell who the patient is");
  verb.add_flag("--overwrite", options.overwrite, "Replace files that exist");
  verb.add_flag("--sidecar,!--no-sidecar", options.sidecar,
                "A JSON file beside each volume (default), without patient identity");
  verb.add_flag("--round", options.round_values,
                "DICOM: round values that 16 bits do not hold, and say by how much");
  verb.add_flag("--split-4d", options.split_4d, "A file for each volume of a sequence");
}

void add_how_values_are_read(CLI::App& verb, Arguments& arguments) {
  ConvertOptions& options = arguments.options;
  verb.add_option("--resample", arguments.resample,
                  "Interpolate what forms no right-angled or even grid: tilt, slices")
      ->delimiter(',')
      ->check(CLI::IsMember({"tilt", "slices"}));
  verb.add_flag("--strict", options.strict,
                "Refuse volumes with a warning, and those that would need resampling");
  verb.add_option("--scaling", options.scaling,
                  "Which values: displayed (default), real-world, precise, stored")
      ->transform(CLI::CheckedTransformer(scalings).description(""));
  verb.add_option("--suv", options.pet_value,
                  "PET as uptake values by body weight, lean body mass or surface: bw, lbm, bsa")
      ->transform(CLI::CheckedTransformer(pet_values).description(""));
  verb.add_option("--set", arguments.settings, "Setting NAME=VALUE (dicom.*); may be repeated")
      ->allow_extra_args(false);
}

void add_what_is_told(CLI::App& verb, Arguments& arguments) {
  verb.add_flag("--deidentify", arguments.deidentify,
                "Tell nothing that identifies a patient (DICOM PS3.15 annex E), and convert no "
                "file whose pixels may show it")
      ->group("De-identification");
  add_profile_options(verb, arguments.profile);
}

void add_how_the_batch_runs(CLI::App& verb, Arguments& arguments) {
  verb.add_option("-j,--jobs", arguments.options.jobs,
                  "Threads that work at once (default: one a processor)")
      ->check(CLI::Range(1, 1024));
  verb.add_option("--max-memory", arguments.max_memory,
                  "Most memory, with K, M, G or T (default: half of the machine's)");
  verb.add_option("--shard", arguments.shard, "Only part I of N, as I/N");
  verb.add_option("--report", arguments.report, "A JSON line for each output, into this file");
}

}  // namespace

void add_convert(CLI::App& parser, std::function<ExitCode()>& work) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* verb = parser.add_subcommand("convert", "Writes studies as files, one for each volume");
  verb->add_option("IN", arguments->inputs, "Folders, files and archives (zip, tar) to look into")
      ->required();
  verb->add_option("-o,--out", arguments->folder, "Folder for the files, made if absent")
      ->required();
  add_what_is_made(*verb, *arguments);
  add_how_values_are_read(*verb, *arguments);
  add_how_the_batch_runs(*verb, *arguments);
  add_what_is_told(*verb, *arguments);
  verb->footer(
      "Values are as the study means them (Hounsfield units, Bq/ml). Names hold no patient\n"
      "identity. What goes wrong with one volume does not stop the others. volvr-manifest.jsonl\n"
      "in the output folder tells what was made of what: the same call again goes on where it was\n"
      "ended, and makes anew only what changed.\n\n"
      "With --deidentify, files that deidentify would refuse are refused, and so are those whose\n"
      "pixels it would make black: deidentify first writes them, and convert takes what it "
      "wrote.\n\n" +
      names_help() + "\n" + exit_code_help());
  verb->callback([arguments, verb, &work] {
    arguments->profile_option = given_profile_option(*verb);
    work = [arguments] { return convert(*arguments); };
  });
}

}  // namespace volvr::app
