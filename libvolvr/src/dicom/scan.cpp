// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <variant>

#include "core/parallel.h"
#include "dicom/catalog_series.h"
#include "dicom/classify.h"
#include "dicom/find_files.h"
#include "dicom/findings.h"
#include "dicom/group.h"
#include "dicom/index_file.h"
#include "dicom/labels.h"
#include "dicom/parse.h"
#include "dicom/scan_archives.h"
#include "volvr/catalog.h"
#include "volvr/error.h"

namespace volvr {

namespace {

using dicom::about_files;
using dicom::FileProblem;
using dicom::Header;

// What became of the files, apart from their images.
struct Refused {
  std::vector<std::string> not_dicom;
  std::vector<std::string> unreadable;
  std::map<std::string, std::vector<std::string>> no_pixels;   // by what they are
  std::vector<std::pair<std::string, std::string>> malformed;   // file, reason
  std::vector<std::pair<std::string, std::string>> over_limit;  // likewise
  std::size_t image_files = 0;
  std::size_t index_files = 0;
  std::vector<dicom::SeenFile> seen;  // every file, as the indices among them are asked about it

  std::size_t dicom_files() const {
    std::size_t count = image_files + index_files + malformed.size() + over_limit.size();
    for (const auto& [name, files] : no_pixels) count += files.size();
    return count;
  }
};

using Parsed = std::unique_ptr<dicom::ParsedFile>;

std::vector<Header> take_images(const std::vector<std::filesystem::path>& files,
                                std::vector<Parsed> parsed, Refused& refused) {
  std::vector<Header> images;
  for (std::size_t i = 0; i < files.size(); ++i) {
    dicom::SeenFile& seen = refused.seen.emplace_back();
    seen.path = files[i];
    if (auto* headers = std::get_if<std::vector<Header>>(&*parsed[i])) {
      const Header& first = headers->front();
      seen.sop_instance_uid = first.instance.sop_instance_uid;
      seen.is_index = first.is_index;
      if (first.is_index) {
        ++refused.index_files;
      } else if (classify(first) == dicom::ObjectKind::no_pixels) {
        refused.no_pixels[dicom::object_name(first.instance.sop_class_uid)].push_back(
            files[i].string());
      } else {
        ++refused.image_files;
        std::ranges::move(*headers, std::back_inserter(images));
      }
      parsed[i].reset();  // headers of many files are much memory
      continue;
    }
    const auto& problem = std::get<FileProblem>(*parsed[i]);
    seen.is_dicom = problem.kind == FileProblem::Kind::malformed ||
                    problem.kind == FileProblem::Kind::over_limit;
    switch (problem.kind) {
      case FileProblem::Kind::not_dicom:
        refused.not_dicom.push_back(files[i].string());
        break;
      case FileProblem::Kind::unreadable:
        refused.unreadable.push_back(files[i].string());
        break;
      case FileProblem::Kind::malformed:
        refused.malformed.emplace_back(files[i].string(), problem.reason);
        break;
      case FileProblem::Kind::over_limit:
        refused.over_limit.emplace_back(files[i].string(), problem.reason);
        break;
    }
  }
  return images;
}

void report(const Refused& refused, std::vector<Finding>& findings) {
  if (!refused.not_dicom.empty()) {
    findings.push_back(about_files(
        FindingCode::not_dicom, Severity::note, "The file {file} is not DICOM; it was passed over.",
        "{count} files are not DICOM; they were passed over.", refused.not_dicom));
  }
  if (!refused.unreadable.empty()) {
    findings.push_back(about_files(FindingCode::unreadable_file, Severity::warning,
                                   "{file} cannot be read.",
                                   "{count} files or folders cannot be read.", refused.unreadable));
  }
  for (const auto& [file, reason] : refused.malformed) {
    findings.push_back(about_files(FindingCode::malformed_file, Severity::warning,
                                   "The file {file} was passed over: " + reason + ".", {}, {file}));
  }
  for (const auto& [file, reason] : refused.over_limit) {
    findings.push_back(about_files(FindingCode::over_limit, Severity::warning,
                                   "The file {file} was passed over: " + reason + ".", {}, {file}));
  }
  for (const auto& [name, files] : refused.no_pixels) {
    findings.push_back(about_files(FindingCode::no_pixels, Severity::note,
                                   "The DICOM file {file} holds no image: " + name + ".",
                                   "{count} DICOM files hold no image: " + name + ".", files));
  }
}

std::string where(const std::vector<std::filesystem::path>& paths) {
  if (paths.empty()) return "no place at all";
  return paths.front().string() +
         (paths.size() > 1 ? " and " + std::to_string(paths.size() - 1) + " more places" : "");
}

void require_dicom(const Catalog& catalog, const Refused& refused,
                   const std::vector<std::filesystem::path>& paths) {
  if (catalog.dicom_files > 0) return;
  const std::string subject = paths.empty() ? std::string() : paths.front().string();
  if (!refused.unreadable.empty()) {
    throw Error(ErrorCode::not_readable,
                refused.unreadable.front() + " cannot be read, and nothing else in " +
                    where(paths) + " is DICOM.",
                subject);
  }
  if (catalog.files_seen == 0) {
    throw Error(ErrorCode::not_dicom, "There are no files in " + where(paths) + ".", subject);
  }
  throw Error(ErrorCode::not_dicom,
              "There is no DICOM file in " + where(paths) + ", among " +
                  dicom::count_of(catalog.files_seen, "file") + ".",
              subject);
}

// Where an archive is all that there is, what is wrong with it is the reason.
void require_archives(const Catalog& catalog) {
  const auto bad = std::ranges::find(catalog.findings, Severity::warning, &Finding::severity);
  if (catalog.dicom_files > 0 || bad == catalog.findings.end()) return;
  throw Error(ErrorCode::malformed, bad->message, bad->files.empty() ? "" : bad->files.front());
}

}  // namespace

Catalog scan(const std::vector<std::filesystem::path>& paths, const ScanOptions& options) {
  dicom::FoundFiles found = dicom::find_files(paths, options.recursive, options.progress);
  const dicom::Limits limits = dicom::limits_of(options.settings);
  std::vector<Parsed> parsed(found.files.size());
  parallel_for(found.files.size(), options.threads,
               [&](std::size_t i) {
                 parsed[i] = std::make_unique<dicom::ParsedFile>(dicom::parse_file(found.files[i], limits));
               },
               {options.progress, "scanning", "files"});

  Catalog catalog;
  dicom::look_into_archives(found.files, parsed, options, catalog.findings);
  Refused refused;
  refused.unreadable = std::move(found.unreadable);
  std::vector<Header> images = take_images(found.files, std::move(parsed), refused);
  catalog.files_seen = found.files.size();
  catalog.dicom_files = refused.dicom_files();
  require_archives(catalog);
  require_dicom(catalog, refused, paths);
  report(refused, catalog.findings);
  std::ranges::move(dicom::compare_indices(refused.seen, options.settings),
                    std::back_inserter(catalog.findings));
  std::vector<dicom::SeriesGroup> groups = dicom::group_by_series(std::move(images));
  std::ranges::move(dicom::patient_findings(groups), std::back_inserter(catalog.findings));
  std::vector<Header> label_objects;
  for (auto& group : groups) {
    catalog.series.push_back(dicom::series_from(std::move(group), label_objects, options.settings));
  }
  dicom::add_label_volumes(label_objects, catalog, options.settings);
  return catalog;
}

Catalog scan(const std::filesystem::path& path, const ScanOptions& options) {
  return scan(std::vector{path}, options);
}

}  // namespace volvr
