// SPDX-License-Identifier: Apache-2.0
#include "dicom/index_file.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>
#include <set>
#include <system_error>

#include "core/text.h"
#include "dicom/archive.h"
#include "dicom/findings.h"
#include "dicom/index_records.h"
#include "volvr/error.h"

namespace volvr::dicom {

namespace {

namespace fs = std::filesystem;

// Discs give names back in small letters, with a version or with a point behind.
std::string folded(std::string name) {
  std::ranges::transform(name, name.begin(), [](unsigned char letter) {
    return static_cast<char>(std::tolower(letter));
  });
  if (name.ends_with(";1")) name.resize(name.size() - 2);
  if (name.ends_with(".")) name.pop_back();
  return name;
}

std::string folder_key(const fs::path& folder) {
  const std::string key = folded(folder.lexically_normal().generic_string());
  if (key == ".") return {};  // the folder that names without one are in
  return key.empty() || key.ends_with('/') ? key : key + '/';
}

using Known = std::multimap<std::string, const SeenFile*>;  // by folded path

// What becomes of the references of one DICOMDIR.
struct Compared {
  std::vector<std::string> missing;
  std::vector<std::string> others;  // files that hold another object than it says
  std::vector<std::string> unnamed;
  std::size_t outside = 0;
  std::set<const SeenFile*> named;
};

// The place that a file ID names below the folder; nothing where it leads out of it.
std::optional<fs::path> place_of(const std::string& file_id) {
  std::string text = file_id;
  std::ranges::replace(text, '\\', '/');
  const bool has_drive = text.size() > 1 && text[1] == ':';
  const fs::path path = fs::path(text).lexically_normal();
  if (has_drive || path.is_absolute() || path.empty() || *path.begin() == "..") return std::nullopt;
  return path;
}

bool is_below(const fs::path& path, const fs::path& folder) {
  const auto [in_path, in_folder] = std::ranges::mismatch(path, folder);
  return in_folder == folder.end();
}

// Where a path below the folder ends when links are followed; the files themselves stay closed.
enum class Place { here, nowhere, outside };

Place place_on_disk(const fs::path& folder, const fs::path& path) {
  std::error_code error;
  const fs::path whole_folder = fs::canonical(folder.empty() ? "." : folder, error);
  if (error) return Place::nowhere;
  const fs::path whole = fs::weakly_canonical(path, error);
  if (error) return Place::nowhere;  // a circle of links, or a folder that cannot be entered
  if (!is_below(whole, whole_folder)) return Place::outside;
  return fs::is_regular_file(whole, error) ? Place::here : Place::nowhere;
}

void compare_reference(const IndexReference& reference, const fs::path& folder, const Known& known,
                       Compared& compared) {
  const auto below = place_of(reference.file_id);
  if (!below) {
    ++compared.outside;
    return;
  }
  const fs::path path = folder / *below;
  const auto [first, last] = known.equal_range(folded(path.lexically_normal().generic_string()));
  const bool in_archive = !archive_of(path).empty();
  for (auto one = first; one != last; ++one) compared.named.insert(one->second);
  const fs::path on_disk = first == last ? path : first->second->path;
  const Place place =
      in_archive ? (first == last ? Place::nowhere : Place::here) : place_on_disk(folder, on_disk);
  if (place == Place::outside) {
    ++compared.outside;
  } else if (place == Place::nowhere) {
    compared.missing.push_back(path.string());
  } else if (first != last && !reference.sop_instance_uid.empty() &&
             std::ranges::none_of(first, last, [&](const auto& one) {
               const std::string& uid = one.second->sop_instance_uid;
               return uid.empty() || uid == reference.sop_instance_uid;
             })) {
    compared.others.push_back(path.string());
  }
}

// Files below the folder that no index names, save those of a folder with an index of its own.
void find_unnamed(const fs::path& folder, const Known& known,
                  const std::set<std::string>& index_folders, Compared& compared) {
  const std::string own = folder_key(folder);
  for (auto it = known.lower_bound(own); it != known.end() && it->first.starts_with(own); ++it) {
    const SeenFile& file = *it->second;
    if (!file.is_dicom || file.is_index || compared.named.contains(&file)) continue;
    fs::path parent = file.path.parent_path();
    while (parent.has_relative_path() && folder_key(parent).size() > own.size() &&
           !index_folders.contains(folder_key(parent))) {
      parent = parent.parent_path();
    }
    if (folder_key(parent) == own) compared.unnamed.push_back(file.path.string());
  }
}

Finding about_index(Severity severity, const std::string& message, const fs::path& index) {
  return {FindingCode::index_file, severity, message, {index.string()}};
}

void report(const fs::path& index, const IndexRecords& records, const Compared& compared,
            std::vector<Finding>& findings) {
  const std::string name = "the index " + index.filename().string();
  if (!compared.missing.empty()) {
    findings.push_back(about_files(FindingCode::index_file, Severity::warning,
                                   "The file {file}, which " + name + " names, is not there.",
                                   "{count} files that " + name + " names are not there.",
                                   compared.missing));
  }
  if (!compared.others.empty()) {
    findings.push_back(about_files(FindingCode::index_file, Severity::warning,
                                   "The file {file} holds another object than " + name + " says.",
                                   "{count} files hold other objects than " + name + " says.",
                                   compared.others));
  }
  if (!compared.unnamed.empty()) {
    findings.push_back(
        about_files(FindingCode::index_file, Severity::note,
                    "The DICOM file {file} is not named by " + name + "; it was read as well.",
                    "{count} DICOM files are not named by " + name + "; they were read as well.",
                    compared.unnamed));
  }
  if (compared.outside > 0) {
    findings.push_back(about_index(Severity::warning,
                                   count_of(compared.outside, "reference") + " of " + name +
                                       " would lead out of its folder; none was followed.",
                                   index));
  }
  if (records.goes_in_circles || records.leads_astray) {
    findings.push_back(
        about_index(Severity::warning,
                    "The records of " + name +
                        (records.goes_in_circles ? " are linked in a circle"
                                                 : " are linked to what is no record") +
                        "; they were read one by one.",
                    index));
  }
  if (!findings.empty()) return;
  findings.push_back(about_index(Severity::note,
                                 "T" + name.substr(1) + " names " +
                                     count_of(records.references.size(), "file") +
                                     "; all are there, and no other DICOM file is.",
                                 index));
}

std::vector<Finding> compare_index(const SeenFile& index, const Known& known,
                                   const std::set<std::string>& index_folders,
                                   const Settings& settings) {
  std::vector<Finding> findings;
  try {
    const IndexRecords records = read_index(index.path, settings);
    const fs::path folder = index.path.parent_path();
    Compared compared;
    for (const IndexReference& reference : records.references) {
      compare_reference(reference, folder, known, compared);
    }
    find_unnamed(folder, known, index_folders, compared);
    report(index.path, records, compared, findings);
  } catch (const Error& error) {
    findings.push_back(about_index(Severity::warning,
                                   "The index " + index.path.filename().string() +
                                       " was not compared with the files: " + error.what(),
                                   index.path));
  }
  return findings;
}

}  // namespace

std::vector<Finding> compare_indices(const std::vector<SeenFile>& seen, const Settings& settings) {
  std::set<std::string> index_folders;
  for (const SeenFile& file : seen) {
    if (file.is_index) index_folders.insert(folder_key(file.path.parent_path()));
  }
  std::vector<Finding> findings;
  if (index_folders.empty()) return findings;
  Known known;
  for (const SeenFile& file : seen) {
    known.emplace(folded(file.path.lexically_normal().generic_string()), &file);
  }
  for (const SeenFile& file : seen) {
    if (!file.is_index) continue;
    std::ranges::move(compare_index(file, known, index_folders, settings),
                      std::back_inserter(findings));
  }
  return findings;
}

}  // namespace volvr::dicom
