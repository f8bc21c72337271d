// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "volvr/convert.h"

namespace volvr::batch {

/// One output: what it was made of, and the files that it is.
struct Record {
  std::string name;     ///< of the volume's file
  std::string series;   ///< hash of the series instance UID
  std::string inputs;   ///< hash of the instances, and of the sizes and times of their files
  std::string options;  ///< hash of whatever decides the bytes
  std::string version;  ///< of volvr
  std::vector<ConvertedFile> files;
  bool operator==(const Record&) const;
};

/// The records of a folder: one JSON object a line, no patient identity. A record is durable before
/// its files appear under their names. A line that a killed run left torn is dropped.
class Manifest {
 public:
  /// Reads the records of all shards in `folder`. @throws Error not_readable
  Manifest(std::filesystem::path folder, const Shard& shard);

  /// What is known of the output of that name, oldest first.
  std::vector<Record> records_of(const std::string& name) const;

  /// Whether the file in the folder is as one of the series' records says.
  bool is_own(const std::string& file_name, const std::string& series) const;

  /// Every record, of all shards.
  std::vector<Record> records() const;

  /// @throws Error not_writable, no_space
  void append(const Record& record);

  /// Writes this shard's records anew: one for each name, sorted. @throws Error as `append`
  void finish();

 private:
  void read(const std::filesystem::path& file, bool own);

  std::filesystem::path folder_;
  std::filesystem::path file_;  // this shard's
  mutable std::mutex mutex_;
  std::multimap<std::string, Record> known_;
  std::map<std::string, Record> own_;
};

/// Whether the file is there with that size and checksum. @throws Error not_readable
bool is_whole(const std::filesystem::path& file, const ConvertedFile& recorded);

/// "volvr-manifest.jsonl", or "volvr-manifest.2-of-4.jsonl".
std::string manifest_name(const Shard& shard);

}  // namespace volvr::batch
