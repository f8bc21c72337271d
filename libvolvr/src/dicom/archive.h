// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "volvr/settings.h"

namespace volvr::dicom {

class OpenFile;

/// One entry of an archive, as it comes.
struct ArchiveMember {
  enum class Kind { file, folder, link, other };
  Kind kind = Kind::file;
  /// The archive's path, then the member's name: made of plain names alone, so that it leads
  /// nowhere else, and each once in the archive.
  std::filesystem::path path;
  std::optional<std::uint64_t> size;  ///< as its head says, where it does
  bool is_encrypted = false;
};

/// Reads a zip or tar archive (also through gzip, bzip2, xz or zstd) from its first member to its
/// last, in bounded memory and without unpacking to disk.
class ArchiveReader {
 public:
  /// @param settings  `dicom.memory`: an archive that expands beyond it, and to more than a hundred
  ///                  times what was read of it, is refused; `dicom.elements`: most members
  /// @throws Error not_readable, malformed
  ArchiveReader(const std::filesystem::path& file, const Settings& settings);
  ~ArchiveReader();
  ArchiveReader(const ArchiveReader&) = delete;
  ArchiveReader& operator=(const ArchiveReader&) = delete;

  /// The next member; nothing at the end. @throws Error malformed (damaged, over a limit)
  std::optional<ArchiveMember> next();

  /// The next bytes of this member; fewer only at its end. @throws Error as `next`
  std::size_t read(std::span<std::byte> buffer);

 private:
  [[noreturn]] void refuse(const std::string& reason, const char* call) const;
  [[noreturn]] void refuse_damaged(const char* call) const;
  std::filesystem::path unique_path(const std::string& name);
  void require_within_limits() const;

  struct Free {
    void operator()(void* archive) const;
  };
  std::filesystem::path file_;
  std::unique_ptr<void, Free> archive_;
  std::uint64_t most_bytes_;
  std::uint64_t most_members_;
  std::uint64_t bytes_ = 0;
  std::uint64_t members_ = 0;
  std::map<std::string, std::uint64_t> names_;
};

/// Whether a file's first bytes (512 or all) are those of an archive that can be read.
bool is_archive(std::span<const std::byte> beginning);

/// Whether a file begins as an archive does. @throws Error not_readable
bool begins_as_archive(const OpenFile& file);

/// The archive that this is a member of; empty for a file of its own.
std::filesystem::path archive_of(const std::filesystem::path& path);

}  // namespace volvr::dicom
