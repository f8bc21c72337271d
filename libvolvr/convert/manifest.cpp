// SPDX-License-Identifier: Apache-2.0
#include "convert/manifest.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <tuple>

#include "convert/digest.h"
#include "core/atomic_file.h"
#include "volvr/error.h"

namespace volvr::batch {

namespace {

using Json = nlohmann::ordered_json;

std::string hexadecimal(std::uint32_t number) {
  std::array<char, 8> digits{};
  const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), number, 16);
  const std::string text(digits.data(), end);
  return std::string(digits.size() - text.size(), '0') + text;
}

std::string line_of(const Record& record) {
  Json files = Json::array();
  for (const ConvertedFile& file : record.files) {
    files.push_back(
        {{"name", file.name}, {"bytes", file.bytes}, {"crc32", hexadecimal(file.crc32)}});
  }
  const Json json = {{"name", record.name},     {"series", record.series},
                     {"inputs", record.inputs}, {"options", record.options},
                     {"volvr", record.version}, {"files", std::move(files)}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

// A name out of a manifest is joined to the folder: it must be one name and nothing more.
bool is_plain_name(const std::string& name) {
  return !name.empty() && name != "." && name != ".." && name.find('/') == std::string::npos &&
         name.find('\0') == std::string::npos;
}

std::optional<Record> record_of(const std::string& line) {
  try {
    const Json json = Json::parse(line);
    Record record{json.at("name"),    json.at("series"), json.at("inputs"),
                  json.at("options"), json.at("volvr"),  {}};
    for (const Json& file : json.at("files")) {
      const std::string sum = file.at("crc32");
      ConvertedFile one{file.at("name"), file.at("bytes"), 0};
      const auto [end, error] = std::from_chars(sum.data(), sum.data() + sum.size(), one.crc32, 16);
      if (error != std::errc() || end != sum.data() + sum.size() || !is_plain_name(one.name)) {
        return std::nullopt;
      }
      record.files.push_back(std::move(one));
    }
    return record;
  } catch (const nlohmann::json::exception&) {
    return std::nullopt;
  }
}

// One write for a whole line, so that lines never mix. It outlives this process; what a loss of power
// takes, a later run finds missing by its checksums.
void append_line(const std::filesystem::path& file, const std::string& line) {
  const int descriptor = open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (descriptor < 0) throw_write_error(file, "open", errno);
  const ssize_t written = write(descriptor, line.data(), line.size());
  const int failed = written < 0 ? errno : 0;
  const bool whole = written == static_cast<ssize_t>(line.size());
  close(descriptor);
  if (!whole || failed != 0) throw_write_error(file, "write", failed, line.size());
}

constexpr std::string_view stem = "volvr-manifest";

}  // namespace

bool Record::operator==(const Record& other) const {
  const auto fields = [](const Record& r) {
    return std::tie(r.name, r.series, r.inputs, r.options, r.version);
  };
  return fields(*this) == fields(other) &&
         std::ranges::equal(files, other.files, [](const auto& a, const auto& b) {
           return a.name == b.name && a.bytes == b.bytes && a.crc32 == b.crc32;
         });
}

bool is_whole(const std::filesystem::path& file, const ConvertedFile& recorded) {
  std::error_code error;
  const auto status = std::filesystem::symlink_status(file, error);
  if (!std::filesystem::is_regular_file(status) ||
      std::filesystem::file_size(file, error) != recorded.bytes || error) {
    return false;
  }
  return sum_of(file) == FileSum{recorded.bytes, recorded.crc32};
}

std::string manifest_name(const Shard& shard) {
  if (shard.count == 1) return std::string(stem) + ".jsonl";
  return std::string(stem) + "." + std::to_string(shard.index) + "-of-" +
         std::to_string(shard.count) + ".jsonl";
}

Manifest::Manifest(std::filesystem::path folder, const Shard& shard)
    : folder_(std::move(folder)), file_(folder_ / manifest_name(shard)) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(stem) && name.ends_with(".jsonl")) {
      files.push_back(entry.path());
    }
  }
  std::ranges::sort(files);
  for (const auto& file : files) read(file, file == file_);
}

void Manifest::read(const std::filesystem::path& file, bool own) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) {
    throw Error(ErrorCode::not_readable, "The manifest " + file.string() + " cannot be read.",
                file.string(), "open");
  }
  bool torn = false;
  for (std::string line; std::getline(stream, line);) {
    auto record = stream.eof() ? std::nullopt : record_of(line);  // no line end: torn
    if (!record) {
      torn = true;
      continue;
    }
    if (own) own_.insert_or_assign(record->name, *record);
    known_.emplace(record->name, std::move(*record));
  }
  // The next line must not be appended to half of one.
  if (own && torn) finish();
}

std::vector<Record> Manifest::records_of(const std::string& name) const {
  const std::scoped_lock lock(mutex_);
  std::vector<Record> found;
  const auto [first, last] = known_.equal_range(name);
  for (auto at = first; at != last; ++at) found.push_back(at->second);
  return found;
}

bool Manifest::is_own(const std::string& file_name, const std::string& series) const {
  std::vector<ConvertedFile> claims;
  {
    const std::scoped_lock lock(mutex_);
    for (const auto& [name, record] : known_) {
      if (record.series != series) continue;
      for (const ConvertedFile& file : record.files) {
        if (file.name == file_name) claims.push_back(file);
      }
    }
  }
  return std::ranges::any_of(
      claims, [&](const ConvertedFile& claim) { return is_whole(folder_ / file_name, claim); });
}

std::vector<Record> Manifest::records() const {
  const std::scoped_lock lock(mutex_);
  std::vector<Record> all;
  for (const auto& [name, record] : known_) all.push_back(record);
  return all;
}

void Manifest::append(const Record& record) {
  const std::scoped_lock lock(mutex_);
  append_line(file_, line_of(record));
  own_.insert_or_assign(record.name, record);
  known_.emplace(record.name, record);
}

void Manifest::finish() {
  const std::scoped_lock lock(mutex_);
  if (own_.empty()) {
    std::error_code ignored;
    std::filesystem::remove(file_, ignored);
    return;
  }
  AtomicFile file(file_, true);
  std::ofstream out(file.temporary(), std::ios::binary);
  for (const auto& [name, record] : own_) out << line_of(record);
  out.close();
  if (!out) throw_write_error(file_, "write", errno);
  file.commit();
}

}  // namespace volvr::batch
