// SPDX-License-Identifier: Apache-2.0
#include "dicom/for_each_file.h"

#include <cstring>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "core/parallel.h"
#include "dicom/archive.h"
#include "dicom/file_stream.h"
#include "volvr/error.h"

namespace volvr::dicom {

namespace {

namespace fs = std::filesystem;

using Work = std::function<void(std::size_t, OpenFile)>;

using Bytes = std::shared_ptr<const std::vector<std::byte>>;

class BytesInMemory final : public ByteSource {
 public:
  explicit BytesInMemory(Bytes bytes) : bytes_(std::move(bytes)) {}
  std::uint64_t size() const override { return bytes_->size(); }
  std::size_t read_at(std::uint64_t offset, std::span<std::byte> buffer) override {
    if (offset >= bytes_->size()) return 0;
    const std::size_t count =
        std::min<std::size_t>(buffer.size(), bytes_->size() - static_cast<std::size_t>(offset));
    std::memcpy(buffer.data(), bytes_->data() + offset, count);
    return count;
  }

 private:
  Bytes bytes_;
};

Bytes all_bytes(ArchiveReader& reader, const ArchiveMember& member, const Settings& settings) {
  const auto most = static_cast<std::uint64_t>(settings.integer("dicom.memory")) << 20;
  constexpr std::size_t first_piece = std::size_t{1} << 20;
  std::vector<std::byte> bytes;
  std::size_t length = 0;
  for (;;) {
    // What the head says is only a hint: no memory is taken before the bytes are there.
    const std::size_t wished = length == 0 ? first_piece : length;
    bytes.resize(length + std::min(wished, std::size_t{64} << 20));
    const std::size_t count = reader.read(std::span(bytes).subspan(length));
    length += count;
    if (length > most) {
      throw Error(ErrorCode::malformed,
                  "The member " + member.path.string() + " is larger than dicom.memory allows.",
                  member.path.string());
    }
    if (length < bytes.size()) break;
  }
  bytes.resize(length);
  bytes.shrink_to_fit();
  return std::make_shared<const std::vector<std::byte>>(std::move(bytes));
}

using Members = std::multimap<fs::path, std::size_t>;

// What is wanted of one archive, by member. Threads take turns in reading the next member that is
// wanted and then work on it beside the others, so that no more members than threads are in memory.
class Pass {
 public:
  Pass(const fs::path& archive, Members wanted, const Work& work, const Settings& settings)
      : archive_(archive),
        reader_(archive, settings),
        wanted_(std::move(wanted)),
        work_(work),
        settings_(settings) {}

  // Reads one more member and works on it.
  void step() {
    std::vector<std::size_t> numbers;
    fs::path path;
    Bytes bytes;
    {
      const std::scoped_lock lock(mutex_);
      bytes = next_wanted(numbers, path);
    }
    for (const std::size_t i : numbers) {
      work_(i, OpenFile(path, std::make_unique<BytesInMemory>(bytes)));
    }
  }

 private:
  Bytes next_wanted(std::vector<std::size_t>& numbers, fs::path& path) {
    while (const auto member = reader_.next()) {
      const auto [first, last] = wanted_.equal_range(member->path);
      if (first == last) continue;
      for (auto at = first; at != last; ++at) numbers.push_back(at->second);
      wanted_.erase(first, last);
      path = member->path;
      return all_bytes(reader_, *member, settings_);
    }
    throw Error(ErrorCode::malformed,
                "The archive " + archive_.string() + " has changed since it was scanned.",
                archive_.string());
  }

  fs::path archive_;
  std::mutex mutex_;
  ArchiveReader reader_;
  Members wanted_;
  const Work& work_;
  const Settings& settings_;
};

// Which paths are members of archives, by archive; the others are left in `plain`.
std::map<fs::path, Members> in_archives(const std::vector<fs::path>& paths,
                                        std::vector<std::size_t>& plain) {
  std::map<fs::path, Members> found;
  std::string folder;  // of the last path, with a separator at its end
  fs::path archive;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    const std::string& file = paths[i].native();
    const bool same_folder = !folder.empty() && file.starts_with(folder) &&
                             file.find('/', folder.size()) == std::string::npos;
    if (!same_folder) {
      folder = file.substr(0, file.rfind('/') + 1);
      archive = archive_of(paths[i]);
    }
    if (archive.empty()) {
      plain.push_back(i);
    } else {
      found[archive].emplace(paths[i], i);
    }
  }
  return found;
}

std::size_t different_keys(const Members& members) {
  std::size_t count = 0;
  for (auto at = members.begin(); at != members.end(); at = members.upper_bound(at->first)) ++count;
  return count;
}

}  // namespace

void for_each_file(const std::vector<fs::path>& paths, const Work& work, const LoadOptions& options,
                   std::string_view unit) {
  std::vector<std::size_t> plain;
  auto archives = in_archives(paths, plain);
  const ParallelProgress progress{options.progress, "loading", unit};
  parallel_for(
      plain.size(), options.threads,
      [&](std::size_t i) { work(plain[i], OpenFile(paths[plain[i]])); }, progress);
  for (auto& [archive, members] : archives) {
    const std::size_t files = different_keys(members);
    Pass pass(archive, std::move(members), work, options.settings);
    parallel_for(files, options.threads, [&](std::size_t) { pass.step(); }, progress);
  }
}

OpenFile open_any(const fs::path& path, const Settings& settings) {
  std::error_code ignored;
  const fs::path archive = fs::exists(path, ignored) ? fs::path() : archive_of(path);
  if (archive.empty()) return OpenFile(path);
  ArchiveReader reader(archive, settings);
  while (const auto member = reader.next()) {
    if (member->path != path) continue;
    return {path, std::make_unique<BytesInMemory>(all_bytes(reader, *member, settings))};
  }
  throw Error(ErrorCode::not_found, "There is no file " + path.string() + ".", path.string());
}

}  // namespace volvr::dicom
