// SPDX-License-Identifier: Apache-2.0
#include "dicom/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

#include "dicom/file_stream.h"
#include "volvr/error.h"

namespace volvr::dicom {

namespace {

constexpr std::size_t block_bytes = std::size_t{256} << 10;
constexpr std::uint64_t plausible_ratio = 100;

archive* handle(void* pointer) {
  return static_cast<archive*>(pointer);
}

// The parts of a name that name something; what leads up, to the root or nowhere is left out.
std::string plain(std::string_view name) {
  std::string result;
  while (!name.empty()) {
    const auto end = std::min(name.find_first_of("/\\"), name.size());
    std::string part(name.substr(0, end));
    name.remove_prefix(std::min(end + 1, name.size()));
    if (part.empty() || part == "." || part == "..") continue;
    std::ranges::replace_if(
        part, [](unsigned char letter) { return letter < 0x20 || letter == 0x7f; }, '?');
    result += (result.empty() ? "" : "/") + part;
  }
  return result.empty() ? "member" : result;
}

ArchiveMember::Kind kind_of(archive_entry* entry) {
  const bool is_link =
      archive_entry_hardlink(entry) != nullptr || archive_entry_filetype(entry) == AE_IFLNK;
  if (is_link) return ArchiveMember::Kind::link;
  switch (archive_entry_filetype(entry)) {
    case AE_IFREG:
    case 0:  // zip archives of some systems say nothing
      return ArchiveMember::Kind::file;
    case AE_IFDIR:
      return ArchiveMember::Kind::folder;
    default:
      return ArchiveMember::Kind::other;
  }
}

bool begins_with(std::span<const std::byte> bytes, std::string_view mark, std::size_t at = 0) {
  return bytes.size() >= at + mark.size() &&
         std::memcmp(bytes.data() + at, mark.data(), mark.size()) == 0;
}

}  // namespace

void ArchiveReader::Free::operator()(void* archive) const {
  archive_read_free(handle(archive));
}

ArchiveReader::ArchiveReader(const std::filesystem::path& file, const Settings& settings)
    : file_(file),
      archive_(archive_read_new()),
      most_bytes_(static_cast<std::uint64_t>(settings.integer("dicom.memory")) << 20),
      most_members_(static_cast<std::uint64_t>(settings.integer("dicom.elements"))) {
  archive* const reader = handle(archive_.get());
  if (reader == nullptr) {
    throw Error(ErrorCode::out_of_memory, "There is not enough memory.", {}, "archive_read_new");
  }
  archive_read_support_format_zip(reader);
  archive_read_support_format_tar(reader);
  archive_read_support_filter_gzip(reader);
  archive_read_support_filter_bzip2(reader);
  archive_read_support_filter_xz(reader);
  archive_read_support_filter_zstd(reader);
  if (archive_read_open_filename(reader, file.c_str(), block_bytes) != ARCHIVE_OK) {
    refuse_damaged("archive_read_open_filename");
  }
}

ArchiveReader::~ArchiveReader() = default;

void ArchiveReader::refuse(const std::string& reason, const char* call) const {
  throw Error(ErrorCode::malformed, "The archive " + file_.string() + " " + reason + ".",
              file_.string(), call);
}

void ArchiveReader::refuse_damaged(const char* call) const {
  refuse("is damaged or ends too early", call);
}

void ArchiveReader::require_within_limits() const {
  if (members_ > most_members_) {
    refuse("has more members than dicom.elements allows", "archive_read_next_header");
  }
  if (bytes_ <= most_bytes_) return;
  const la_int64_t read = archive_filter_bytes(handle(archive_.get()), -1);
  if (bytes_ / plausible_ratio > static_cast<std::uint64_t>(std::max<la_int64_t>(read, 1))) {
    refuse("expands to more than dicom.memory allows", "archive_read_data");
  }
}

std::filesystem::path ArchiveReader::unique_path(const std::string& name) {
  std::string unique = plain(name);
  while (const std::uint64_t copy = names_[unique]++) unique += ";" + std::to_string(copy + 1);
  return file_ / unique;
}

std::optional<ArchiveMember> ArchiveReader::next() {
  archive_entry* entry = nullptr;
  const int status = archive_read_next_header(handle(archive_.get()), &entry);
  if (status == ARCHIVE_EOF) return std::nullopt;
  // A warning is about a name or a time that cannot be told in this locale.
  if (status != ARCHIVE_OK && status != ARCHIVE_WARN) refuse_damaged("archive_read_next_header");
  ++members_;
  require_within_limits();
  const char* name = archive_entry_pathname_utf8(entry);
  if (name == nullptr) name = archive_entry_pathname(entry);
  ArchiveMember member;
  member.kind = kind_of(entry);
  member.path = unique_path(name == nullptr ? "member" : name);
  if (archive_entry_size_is_set(entry) != 0) {
    member.size = static_cast<std::uint64_t>(std::max<la_int64_t>(archive_entry_size(entry), 0));
  }
  member.is_encrypted = archive_entry_is_encrypted(entry) != 0;
  return member;
}

std::size_t ArchiveReader::read(std::span<std::byte> buffer) {
  std::size_t done = 0;
  while (done < buffer.size()) {
    const std::size_t piece = std::min(buffer.size() - done, block_bytes);
    const la_ssize_t count = archive_read_data(handle(archive_.get()), buffer.data() + done, piece);
    if (count < 0) refuse_damaged("archive_read_data");
    if (count == 0) break;
    done += static_cast<std::size_t>(count);
    bytes_ += static_cast<std::uint64_t>(count);
    require_within_limits();
  }
  return done;
}

bool is_archive(std::span<const std::byte> beginning) {
  using std::string_view_literals::operator""sv;
  constexpr std::size_t tar_mark = 257;
  for (const std::string_view mark : {"PK\x03\x04"sv, "PK\x05\x06"sv, "\x1f\x8b"sv, "BZh"sv,
                                      "\xfd"
                                      "7zXZ\0"sv,
                                      "\x28\xb5\x2f\xfd"sv}) {
    if (begins_with(beginning, mark)) return true;
  }
  return begins_with(beginning, "ustar", tar_mark);
}

bool begins_as_archive(const OpenFile& file) {
  constexpr std::size_t enough = 512;
  std::array<std::byte, enough> bytes{};
  return is_archive(std::span(bytes).first(file.read_at(0, bytes)));
}

std::filesystem::path archive_of(const std::filesystem::path& path) {
  struct stat status{};
  if (stat(path.c_str(), &status) == 0) return {};
  for (std::filesystem::path at = path.parent_path(); !at.empty() && at != at.parent_path();
       at = at.parent_path()) {
    if (stat(at.c_str(), &status) == 0) {
      return S_ISREG(status.st_mode) ? at : std::filesystem::path();
    }
  }
  return {};
}

}  // namespace volvr::dicom
