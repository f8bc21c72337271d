// SPDX-License-Identifier: Apache-2.0
#include "deidentify.h"

#include <cstdint>
#include <filesystem>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "json_text.h"
#include "private_file.h"
#include "profile_options.h"
#include "program.h"
#include "progress_line.h"
#include "text.h"
#include "volvr/deidentify.h"

namespace volvr::app {

namespace {

struct Options {
  std::vector<std::filesystem::path> inputs;
  std::filesystem::path folder;
  std::filesystem::path report;
  std::filesystem::path mapping;
  int jobs = 0;
  bool overwrite = false;
  ProfileArguments profile;
};

using Outcome = DeidentifyResult::Outcome;

std::string_view to_string(Outcome outcome) {
  switch (outcome) {
    case Outcome::written:
      return "written";
    case Outcome::was_there:
      return "was-there";
    case Outcome::passed_over:
      return "passed-over";
    case Outcome::refused:
      break;
  }
  return "refused";
}

bool is_done(Outcome outcome) {
  return outcome == Outcome::written || outcome == Outcome::was_there;
}

Json json_of(const DeidentifyResult& result) {
  Json line{{"input", result.number}, {"outcome", to_string(result.outcome)}};
  if (!is_done(result.outcome)) {
    line["code"] = volvr::to_string(result.code);
    line["reason"] = result.reason;
    return line;
  }
  line["file"] = result.result.file.generic_string();
  line["elements"] = Json::array();
  for (const ElementChange& change : result.result.changes) {
    line["elements"].push_back(
        {{"path", change.path}, {"keyword", change.keyword}, {"action", change.action}});
  }
  return line;
}

Json mapping_of(const DeidentifyResult& result) {
  Json line{{"input", result.number},
            {"path", result.input.string()},
            {"outcome", to_string(result.outcome)}};
  if (is_done(result.outcome)) {
    line["sop_instance_uid"] = result.result.original_uid;
    line["file"] = result.result.file.generic_string();
  } else {
    line["reason"] = result.reason;
  }
  return line;
}

std::string line_of(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

// How often each reason was given, so that a batch's end says why.
class Reasons {
 public:
  void add(const DeidentifyResult& result) {
    if (is_done(result.outcome)) return;
    auto& [count, first] = reasons_[{result.outcome == Outcome::refused, result.reason}];
    if (count++ == 0) first = result.number;
  }

  void tell() const {
    for (const auto& [key, seen] : reasons_) {
      const auto& [refused, reason] = key;
      const std::string sentence = counted(seen.first, "input") +
                                   (refused ? " refused: " : " passed over: ") + reason +
                                   " The first is number " + std::to_string(seen.second) + ".";
      refused ? complain(sentence) : warn(sentence);
    }
  }

 private:
  std::map<std::pair<bool, std::string>, std::pair<std::size_t, std::size_t>> reasons_;
};

// What the options say before anything is read.
void require_sense(const Options& options) {
  for (const auto& input : options.inputs) {
    std::error_code failed;
    const auto within = std::filesystem::relative(options.folder, input, failed);
    if (!failed && !within.empty() && *within.begin() != "..") {
      throw Error(ErrorCode::invalid_argument,
                  "The output folder lies within the input; its files would be read again.");
    }
  }
}

ExitCode exit_code_of(const DeidentifySummary& summary) {
  const std::size_t done = summary.written + summary.was_there;
  if (done > 0) return summary.refused > 0 ? ExitCode::some_failed : ExitCode::done;
  if (summary.first_refusal) return exit_code_for(*summary.first_refusal);
  complain("There is no DICOM file to be de-identified.");
  return ExitCode::no_series;
}

// One sentence without the path, which may name the patient.
void require_inputs(const Options& options) {
  for (std::size_t i = 0; i < options.inputs.size(); ++i) {
    std::error_code failed;
    if (std::filesystem::exists(options.inputs[i], failed)) continue;
    throw Error(ErrorCode::not_found,
                "Input " + std::to_string(i + 1) + " of the command line is not there.");
  }
}

ExitCode deidentify_all(Options options) {
  require_sense(options);
  require_inputs(options);
  const Deidentifier deidentifier = deidentifier_of(options.profile);
  std::optional<PrivateFile> report;
  std::optional<PrivateFile> mapping;
  if (!options.report.empty()) report.emplace(options.report, options.overwrite);
  if (!options.mapping.empty()) mapping.emplace(options.mapping, options.overwrite);
  Reasons reasons;
  ProgressLine progress;
  const DeidentifySummary summary =
      volvr::deidentify(options.inputs, options.folder, deidentifier,
                        {.threads = options.jobs,
                         .overwrite = options.overwrite,
                         .progress = progress.sink(),
                         .on_result = [&](const DeidentifyResult& result) {
                           if (report) report->write(line_of(json_of(result)));
                           if (mapping) mapping->write(line_of(mapping_of(result)));
                           reasons.add(result);
                         }});
  if (report) report->finish();
  if (mapping) mapping->finish();
  progress.wipe();
  reasons.tell();
  std::cout << counted(summary.written, "file") << " written, " << summary.was_there
            << " there already, " << summary.passed_over << " passed over, " << summary.refused
            << " refused\n";
  return exit_code_of(summary);
}

}  // namespace

void add_deidentify(CLI::App& parser, std::function<ExitCode()>& work) {
  auto options = std::make_shared<Options>();
  CLI::App* verb =
      parser.add_subcommand("deidentify", "Writes DICOM files without the patients' identity");
  verb->add_option("IN", options->inputs, "Folders, files and archives (zip, tar) to look into")
      ->required();
  verb->add_option("-o,--out", options->folder, "Folder for the files, made if absent")->required();
  verb->add_option("--report", options->report, "Every element changed, as JSON lines");
  verb->add_option("--mapping", options->mapping,
                   "Which input became which file, as JSON lines: identifies the patients");
  verb->add_option("-j,--jobs", options->jobs, "Files at a time; 0: one a processor")
      ->check(CLI::Range(0, 1024));
  verb->add_flag("--overwrite", options->overwrite, "Replace files that exist");
  add_profile_options(*verb, options->profile);
  verb->footer(
      "Follows the basic profile of DICOM PS3.15 annex E, edition 2024e. What is not known to be\n"
      "harmless goes; an object in which identity may remain is refused, the others are done.\n"
      "Files are named by their new UIDs. Run again with the same key, and only what is missing\n"
      "is written. Nothing but the mapping names an input; reasons tell its number.\n\n" +
      exit_code_help());
  verb->callback([options, &work] { work = [options] { return deidentify_all(*options); }; });
}

}  // namespace volvr::app
