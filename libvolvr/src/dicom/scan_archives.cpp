// SPDX-License-Identifier: Apache-2.0
#include "dicom/scan_archives.h"

#include <algorithm>
#include <cstring>
#include <variant>

#include "core/parallel.h"
#include "dicom/archive.h"
#include "dicom/file_stream.h"
#include "dicom/findings.h"
#include "volvr/error.h"

namespace volvr::dicom {

namespace {

namespace fs = std::filesystem;

// A member that is read as far as its header asks for; what was read stays, so that DCMTK can go
// back.
class MemberSource final : public ByteSource {
 public:
  MemberSource(ArchiveReader& reader, const ArchiveMember& member, const Settings& settings)
      : reader_(reader),
        most_(static_cast<std::uint64_t>(settings.integer("dicom.memory")) << 20),
        size_(member.size.value_or(0)) {
    if (member.size) return;
    while (!ended_) fill(bytes_.size() + piece_bytes);  // how long it is, its end alone tells
    size_ = bytes_.size();
  }

  std::uint64_t size() const override { return size_; }

  std::size_t read_at(std::uint64_t offset, std::span<std::byte> buffer) override {
    fill(offset + buffer.size());
    if (offset >= bytes_.size()) return 0;
    const std::size_t count =
        std::min<std::size_t>(buffer.size(), bytes_.size() - static_cast<std::size_t>(offset));
    std::memcpy(buffer.data(), bytes_.data() + offset, count);
    return count;
  }

 private:
  static constexpr std::size_t piece_bytes = 65536;

  void fill(std::uint64_t end) {
    while (!ended_ && bytes_.size() < end) {
      if (bytes_.size() > most_) {
        throw Error(ErrorCode::malformed, "Its header is larger than dicom.memory allows.");
      }
      const std::size_t before = bytes_.size();
      bytes_.resize(before + piece_bytes);
      const std::size_t count = reader_.read(std::span(bytes_).subspan(before));
      bytes_.resize(before + count);
      ended_ = count < piece_bytes;
    }
  }

  ArchiveReader& reader_;
  std::uint64_t most_;
  std::uint64_t size_;
  std::vector<std::byte> bytes_;
  bool ended_ = false;
};

// What one archive gave.
struct Contents {
  bool is_archive = false;
  std::vector<fs::path> files;
  ParsedFiles parsed;
  std::vector<std::string> encrypted;
  std::vector<std::string> links;
  std::vector<std::string> nested;
  std::string damage;  // a sentence; empty where all went well
};

void take(ArchiveReader& reader, const ArchiveMember& member, const Settings& settings,
          Contents& contents) {
  const std::string name = member.path.string();
  if (member.kind == ArchiveMember::Kind::link) contents.links.push_back(name);
  if (member.kind != ArchiveMember::Kind::file) return;
  if (member.is_encrypted) {
    contents.encrypted.push_back(name);
    return;
  }
  const OpenFile file(member.path, std::make_unique<MemberSource>(reader, member, settings));
  auto parsed = std::make_unique<ParsedFile>(parse_file(file, limits_of(settings)));
  const auto* problem = std::get_if<FileProblem>(parsed.get());
  if (problem != nullptr && problem->kind == FileProblem::Kind::not_dicom &&
      begins_as_archive(file)) {
    contents.nested.push_back(name);
    return;
  }
  contents.files.push_back(member.path);
  contents.parsed.push_back(std::move(parsed));
}

Contents contents_of(const fs::path& archive, const Settings& settings) {
  Contents contents;
  try {
    if (!begins_as_archive(OpenFile(archive))) return contents;
    ArchiveReader reader(archive, settings);
    while (const auto member = reader.next()) {
      contents.is_archive = true;
      take(reader, *member, settings, contents);
    }
    contents.is_archive = true;
  } catch (const Error& error) {
    // A compressed file that is no archive at all is no damaged one.
    contents.damage = error.what();
    const std::string ending = archive.extension().string();
    contents.is_archive = contents.is_archive || ending == ".zip" || ending == ".tar" ||
                          ending == ".tgz" || archive.stem().extension() == ".tar";
  }
  return contents;
}

void report(const fs::path& archive, const Contents& contents, std::vector<Finding>& findings) {
  if (!contents.damage.empty()) {
    findings.push_back({FindingCode::malformed_file,
                        Severity::warning,
                        contents.damage + " What stands before was read.",
                        {archive.string()}});
  }
  if (!contents.encrypted.empty()) {
    findings.push_back(about_files(FindingCode::unreadable_file, Severity::warning,
                                   "{file} is encrypted in its archive and cannot be read.",
                                   "{count} members of archives are encrypted and cannot be read.",
                                   contents.encrypted));
  }
  if (!contents.nested.empty()) {
    findings.push_back(about_files(FindingCode::unreadable_file, Severity::warning,
                                   "{file} is an archive within another; it was not looked into.",
                                   "{count} archives within archives were not looked into.",
                                   contents.nested));
  }
  if (!contents.links.empty()) {
    findings.push_back(about_files(FindingCode::not_dicom, Severity::note,
                                   "{file} is a link in its archive; it was not followed.",
                                   "{count} links in archives were not followed.", contents.links));
  }
}

bool is_not_dicom(const std::unique_ptr<ParsedFile>& parsed) {
  const auto* problem = std::get_if<FileProblem>(parsed.get());
  return problem != nullptr && problem->kind == FileProblem::Kind::not_dicom;
}

}  // namespace

void look_into_archives(std::vector<fs::path>& files, ParsedFiles& parsed,
                        const ScanOptions& options, std::vector<Finding>& findings) {
  std::vector<std::size_t> others;
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (is_not_dicom(parsed[i])) others.push_back(i);
  }
  std::vector<Contents> found(others.size());
  parallel_for(others.size(), options.threads,
               [&](std::size_t i) { found[i] = contents_of(files[others[i]], options.settings); },
               {options.progress, "looking into archives", "files"});
  for (std::size_t i = 0; i < others.size(); ++i) {
    if (!found[i].is_archive) continue;
    report(files[others[i]], found[i], findings);
    parsed[others[i]].reset();
    std::ranges::move(found[i].files, std::back_inserter(files));
    std::ranges::move(found[i].parsed, std::back_inserter(parsed));
  }
  std::size_t kept = 0;
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (!parsed[i]) continue;
    if (kept != i) {
      files[kept] = std::move(files[i]);
      parsed[kept] = std::move(parsed[i]);
    }
    ++kept;
  }
  files.resize(kept);
  parsed.resize(kept);
}

}  // namespace volvr::dicom
